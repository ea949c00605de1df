import FoundationEssentials
package import RecoveryModel
import Synchronization

extension ScratchCluster {
    /// Configures and starts the server, waits until it has replayed its log, and hands over the login. It has stopped when
    /// this returns, also when this task is cancelled.
    ///
    /// - Parameters:
    ///   - control: What was restored.
    ///   - until: Where log is replayed to; nil for its end.
    ///   - user: A superuser of the cluster.
    ///   - tools: The client's programs.
    /// - Throws: `PipelineFailure` with the server's own words when it does not open, `PostgresError`; what the body throws.
    package func run<Value: Sendable>(
        _ control: Control, until: Instant?, as user: String, database: String, tools: ClientTools,
        _ body: @Sendable (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let socket = try PrivateDirectory()
        defer { socket.remove() }
        try configure(control, until: until, socket: socket.path)
        let (orders, gate) = AsyncStream<Void>.makeStream()
        let log = "\(folder)/server.log"
        let server = Program(
            "postgres", path: "/bin/sh",
            arguments: [
                "-c", Self.whileInputIsOpen, log, "\(programs)/postgres", "-D", "\(folder)/data", "-c",
                "config_file=\(folder)/postgresql.conf",
            ], environment: ["LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin"])
        let isUp = RunningFlag()
        // No signal cancels it: it ends when its input does.
        let running = Task {
            defer { isUp.lower() }
            try? await ProgramPipeline([server]).run(from: {
                for await _ in orders {}
                return nil
            })
        }
        let login = PostgresConnection(
            host: socket.path, port: Self.port, user: user, database: database, password: nil, security: .unencrypted)
        let result: Result<Value, any Error>
        do {
            try await open(login, tools, while: isUp, log)
            result = .success(try await body(login))
        } catch {
            result = .failure(error)
        }
        gate.finish()
        await running.value
        return try result.get()
    }

    /// `$0` is the log, and the rest the server: its end is the end of the input, so that no server outlives drctl.
    private static let whileInputIsOpen = """
        exec 3<&0
        "$@" </dev/null >"$0" 2>&1 3<&- &
        server=$!
        { cat <&3; kill -QUIT $server; } >/dev/null 2>&1 &
        exec 3<&-
        wait $server
        exit 1
        """

    /// Waits until the server lets in a session; the deadline is the caller's.
    private func open(
        _ login: PostgresConnection, _ tools: ClientTools, while isUp: RunningFlag, _ log: String
    ) async throws {
        let settings = SessionSettings(applicationName: "drctl drill")
        while true {
            do {
                return try await PsqlSession.open(login, settings: settings, tools: tools) { _ in }
            } catch let error as PostgresError where error.kind == .starting || error.kind == .unreachable {
                guard isUp.isRaised else {
                    throw PipelineFailure(program: "postgres", message: Self.lastWords(log) ?? "\(error)")
                }
            }
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    /// Why a server has given up, without the details that quote data.
    private static func lastWords(_ log: String) -> String? {
        let text = FileManager.default.contents(atPath: log).map { String(decoding: $0.suffix(1 << 16), as: UTF8.self) }
        // That the system is starting or stopping is what it has told our own attempts to connect.
        let last = text?.split(separator: "\n").last {
            ($0.contains("FATAL:") || $0.contains("PANIC:")) && !$0.contains("the database system is")
        }
        return last.map { line in
            let marks = ["FATAL:", "PANIC:"].compactMap { line.firstRange(of: $0)?.upperBound }
            return String(line[(marks.min() ?? line.startIndex)...].drop { $0 == " " }.prefix(400))
        }
    }
}

/// Whether a server is still running, as its task says.
private final class RunningFlag: Sendable {
    private let state = Mutex(true)

    var isRaised: Bool { state.withLock { $0 } }

    func lower() { state.withLock { $0 = false } }
}
