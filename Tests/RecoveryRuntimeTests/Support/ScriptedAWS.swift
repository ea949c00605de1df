import AWSCore
import AWSNames
import Synchronization

/// An account that answers by a script: a replay transport for each operation, and a refusal of everything else.
///
/// Answers are kept by what they answer, the most specific first: `us-west-2/rds:DescribeDBSnapshots` for one region,
/// `s3:GetBucketPolicy(kb-logs)` for one subject, `s3:GetBucketPolicy` for the rest. They are given in order, and the last
/// one again and again.
final class ScriptedAWS: HTTPTransport {
    typealias Script = [String: [Answer]]

    private let transports: [String: ReplayTransport]
    private let seen = Mutex<[AWSCall]>([])

    init(_ script: Script) {
        transports = script.reduce(into: [:]) { transports, entry in
            let operation = entry.key.prefix { $0 != "(" }.split(separator: "/").last.map(String.init) ?? ""
            let last = entry.value.count - 1
            transports[entry.key] = ReplayTransport(
                entry.value.enumerated().map { index, answer in
                    .on(uses: index == last ? .always : .once, reply: answer.response(to: operation))
                })
        }
    }

    /// Every call so far, in order.
    var calls: [AWSCall] { seen.withLock { $0 } }

    /// The operations of the calls that change something, in order.
    var writes: [String] { calls.filter { !$0.isRead }.map(\.operation) }

    /// The calls of an operation.
    func calls(of operation: String) -> [AWSCall] { calls.filter { $0.operation == operation } }

    func send(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPResponse {
        let call = try await AWSCall(request)
        seen.withLock { $0.append(call) }
        let names = ["\(call.operation)(\(call.subject))", call.operation]
        let keys = names.map { "\(call.region)/\($0)" } + names
        guard let transport = keys.lazy.compactMap({ self.transports[$0] }).first else {
            throw HTTPError(
                kind: .invalidRequest, endpoint: request.url.authority,
                detail: "the script has no answer to \(call.region)/\(names[0])")
        }
        return try await transport.send(request, limits: limits)
    }

    func stream(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPStreamedResponse {
        throw HTTPError(kind: .invalidRequest, endpoint: request.url.authority, detail: "nothing is streamed here")
    }
}

extension ScriptedAWS {
    static let account = AccountID("123456789012")!
    static let region = Region("us-east-1")

    /// A client of this account; it waits for nothing.
    var client: AWSClient {
        var settings = ClientSettings(
            region: Self.region,
            credentials: StaticCredentialProvider(
                Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Redacted("secret"), sessionToken: nil)),
            transport: self)
        settings.bucketStyle = .path
        settings.clock.sleep = { _ in try Task.checkCancellation() }
        return AWSClient(settings)
    }
}
