import AWSCore
import AWSNames
import Synchronization

/// A machine for credential providers: environment, files, traffic and a clock that stands still.
struct CredentialTestWorld {
    var environment: [String: String] = ["AWS_REGION": "eu-west-1"]
    /// Below `/home`, such as `.aws/config`.
    var files: [String: String] = [:]
    var flags = ConfigurationFlags()
    var now = 1_800_000_000
    var mfaCode: String?
    let written = WrittenFiles()
    let transport = ReplayTransport()

    var context: CredentialContext {
        get throws {
            let code = mfaCode
            return CredentialContext(
                configuration: try ClientConfiguration(
                    flags: flags,
                    sources: ConfigurationSources(
                        environment: environment.merging(["HOME": "/home"]) { given, _ in given },
                        files: .memory(Dictionary(uniqueKeysWithValues: files.map { ("/home/\($0)", $1) })))),
                transport: transport, clock: .standingStill(at: { [now] in now }),
                promptForMFACode: code.map { code in { @Sendable serial in Redacted("\(code)-of-\(serial)") } },
                defaultSessionName: { "test-session" }, fileReplacer: written.replacer)
        }
    }

    /// The error that loading throws.
    func failure(_ load: (CredentialContext) async throws -> Credentials) async throws -> CredentialError? {
        do {
            _ = try await load(context)
            return nil
        } catch let error as CredentialError {
            return error
        }
    }
}

/// What was written, by path.
final class WrittenFiles: Sendable {
    private let files = Mutex<[String: String]>([:])

    var replacer: FileReplacer {
        FileReplacer { [self] path, content throws(FileReplaceError) in
            files.withLock { $0[path] = String(decoding: content.secret, as: UTF8.self) }
        }
    }

    subscript(path: String) -> String? { files.withLock { $0[path] } }
}

extension HTTPResponse {
    init(_ status: Int = 200, _ text: String = "") { self.init(status: status, body: Array(text.utf8)) }
}

/// A source that does what it is told, and counts.
actor ScriptedSource: CredentialProvider {
    struct Refusal: Error {}

    private(set) var calls = 0
    private var results: [Result<Credentials, any Error>]
    private var gate: [CheckedContinuation<Void, Never>] = []
    private var isClosed: Bool

    /// Gives the results in turn, the last one for ever; a closed source waits until it is opened.
    init(_ results: [Result<Credentials, any Error>], isClosed: Bool = false) {
        self.results = results
        self.isClosed = isClosed
    }

    func credentials() async throws -> Credentials {
        calls += 1
        if isClosed { await withCheckedContinuation { gate.append($0) } }
        return try (results.count > 1 ? results.removeFirst() : results[0]).get()
    }

    func close() { isClosed = true }

    func open() {
        isClosed = false
        for waiting in gate { waiting.resume() }
        gate = []
    }

    /// Until somebody asks.
    func untilAsked(times: Int) async {
        while calls < times { await Task.yield() }
    }
}

extension Credentials {
    static func named(_ id: String, expiring expiration: Int? = nil) -> Credentials {
        Credentials(accessKeyID: id, secretAccessKey: Redacted("secret-\(id)"), expiration: expiration)
    }
}

/// Seconds that a test moves forward.
final class ManualSeconds: Sendable {
    private let seconds: Mutex<Int>

    init(_ start: Int) { seconds = Mutex(start) }

    var clock: ClientClock { .standingStill { [self] in seconds.withLock { $0 } } }

    func advance(by amount: Int) { seconds.withLock { $0 += amount } }
}

extension ClientClock {
    /// Shows the time given and never waits.
    static func standingStill(at seconds: @escaping @Sendable () -> Int) -> ClientClock {
        ClientClock(
            now: { Double(seconds()) }, uptime: { .seconds(seconds()) }, sleep: { _ in }, random: { 0.5 },
            identifier: { "call" })
    }
}
