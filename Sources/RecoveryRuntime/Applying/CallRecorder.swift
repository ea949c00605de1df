import AWSCore
import AWSNames
import RecoveryModel
import Synchronization

/// Notes calls and answers them without a network: a write as done, a read as refused, since nobody reads it.
final class CallRecorder: HTTPTransport {
    private let noted = Mutex<[CallInput]>([])

    /// Notes a call before it comes here.
    func note(_ call: CallInput) { noted.withLock { $0.append(call) } }

    /// Every call so far, in order; one that repeats the one before is listed once.
    var calls: [PlannedCall] {
        let all = noted.withLock { $0 }.map { call in
            PlannedCall(
                service: call.service.id, operation: call.operation, region: call.region?.rawValue ?? "",
                parameters: (try? call.parameters()).map(Rehearsal.shown) ?? .null,
                isRepeated: ["DescribeDBInstances", "DescribeDBClusters"].contains(call.operation))
        }
        return zip(all, [nil] + all.map(Optional.some)).filter { $0 != $1 }.map(\.0)
    }

    func send(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPResponse {
        guard let call = noted.withLock({ $0.last }) else { return HTTPResponse(status: 400) }
        return Self.answer(to: call)
    }

    func stream(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPStreamedResponse {
        throw HTTPError(kind: .invalidRequest, endpoint: request.url.authority, detail: "nothing is streamed here")
    }

    private static func answer(to call: CallInput) -> HTTPResponse {
        let name = call.operation
        if let body = answers[name] { return HTTPResponse(status: 200, body: Array(body.utf8)) }
        if ReadOperation.isNamed(name) { return HTTPResponse(status: 400) }
        let body =
            switch call.service.wireProtocol {
            case .json, .restJSON: "{}"
            case .query, .ec2: "<\(name)Response><\(name)Result></\(name)Result></\(name)Response>"
            case .restXML: ""
            }
        return HTTPResponse(status: 200, body: Array(body.utf8))
    }

    /// No key is left over from an interrupted apply, and what is new has no id yet.
    private static let answers = [
        "ListAliases": #"{"Aliases": []}"#, "ListKeys": #"{"Keys": []}"#,
        "CreateKey": #"{"KeyMetadata": {"KeyId": "\#(Rehearsal.newKey)"}}"#,
        "DescribeKey": #"{"KeyMetadata": {"KeyId": "\#(Rehearsal.namedKey)", "Arn": "\#(Rehearsal.namedKey)"}}"#,
        "CreateBackupPlan": #"{"BackupPlanId": "\#(Rehearsal.newPlan)"}"#,
    ]
}
