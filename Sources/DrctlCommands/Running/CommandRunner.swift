package import ArgumentParser
import Glibc
import Logging

/// A verb of drctl: parse, ask, decide, render, exit.
package protocol DrctlVerb: AsyncParsableCommand, Sendable {
    /// The options that every verb has.
    var global: GlobalOptions { get }

    /// Does the work; what it throws is told at one place.
    func run(_ context: CommandContext) async throws -> ExitStatus
}

extension DrctlVerb {
    /// Runs the verb: signals cancel it, errors become one message and an exit code.
    package func run() async throws {
        let values = global.values
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = values.logLevel
            return handler
        }
        // Whoever reads our output may go away; a drill still has an instance to remove.
        signal(SIGPIPE, SIG_IGN)
        let context = CommandContext(values)
        let verb = self
        let work = Task { try await verb.run(context) }
        let interruption = Interruption { work.cancel() }
        var status: ExitStatus
        do {
            status = try await work.value
        } catch is CancellationError {
            context.console.complain("interrupted; nothing more is done")
            status = .failed
        } catch {
            let failure = CommandFailure(error)
            context.console.complain(failure.message, hint: failure.hint)
            status = failure.status
        }
        if let signalled = interruption.status, status != .cleanupFailed { status = signalled }
        throw ExitCode(status.rawValue)
    }

}
