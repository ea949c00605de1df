package import ArgumentParser
import Glibc
import Logging
package import RecoveryReports

/// A command of drctl: parses, collects, decides, renders, exits.
package protocol DrctlVerb: AsyncParsableCommand, Sendable {
    /// The options that it shares with other verbs.
    associatedtype Options: VerbOptions
    var global: Options { get }

    /// What it prints, which decides the formats that it has.
    static var reports: Report.Kind { get }

    /// Runs the command; errors are reported by the runner.
    func run(_ context: CommandContext) async throws -> ExitStatus
}

extension DrctlVerb {
    /// A single result, unless the verb says otherwise.
    package static var reports: Report.Kind { .single }

    /// Runs the command: signals cancel it, and errors become one message and an exit code.
    package func run() async throws {
        let values = global.values
        let context = CommandContext(values)
        LoggingSystem.bootstrap { label in ConsoleLog(label: label, level: values.logLevel, console: context.console) }
        // The reader of the output may exit while a drill still has an instance to delete.
        signal(SIGPIPE, SIG_IGN)
        let verb = self
        let interruption = Interruption()
        let work = Task {
            try context.refuseFormat(for: Self.reports)
            return try await verb.run(context)
        }
        interruption.cancelling { work.cancel() }
        var status: ExitStatus
        do {
            status = try await work.value
        } catch is CancellationError {
            context.console.complain("interrupted")
            status = .failed
        } catch {
            let failure = CommandFailure(error)
            context.console.complain(failure.message, hint: failure.hint)
            status = failure.status
        }
        context.console.withoutLiveLine {}
        if let signalled = interruption.status, status != .cleanupFailed { status = signalled }
        throw ExitCode(status.rawValue)
    }

}
