import AWSCore
import Synchronization

/// The answers of a run by what was asked, so that the same questions can be asked again without AWS.
final class AnswerMemory: Sendable {
    private struct Question: Hashable {
        var method: String
        var url: HTTPURL
        var target: String?
        /// Region and service, from the scope of the signature.
        var scope: Substring
        var body: [UInt8]

        init(_ request: HTTPRequest) {
            method = request.method
            url = request.url
            target = request.headers["X-Amz-Target"]
            // Credential=AKIDEXAMPLE/20261123/us-east-1/rds/aws4_request, SignedHeaders=…
            let credential = (request.headers["Authorization"] ?? "").prefix { $0 != "," }
            scope = credential.split(separator: "/").dropFirst(2).prefix(2).joined(separator: "/")[...]
            body = if case .bytes(let bytes) = request.body { bytes } else { [] }
        }
    }

    private let answers = Mutex<[Question: HTTPResponse]>([:])

    /// A transport that remembers the last answer to each question.
    func recording(_ transport: any HTTPTransport) -> any HTTPTransport {
        Recording(transport: transport, memory: self)
    }

    /// A transport that knows these answers and no others.
    var replaying: any HTTPTransport { Replaying(memory: self) }

    private struct Recording: HTTPTransport {
        let transport: any HTTPTransport
        let memory: AnswerMemory

        func send(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPResponse {
            let answer = try await transport.send(request, limits: limits)
            memory.answers.withLock { $0[Question(request)] = answer }
            return answer
        }

        func stream(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPStreamedResponse {
            try await transport.stream(request, limits: limits)
        }
    }

    private struct Replaying: HTTPTransport {
        let memory: AnswerMemory

        func send(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPResponse {
            guard let answer = memory.answers.withLock({ $0[Question(request)] }) else { throw unknown(request) }
            return answer
        }

        func stream(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPStreamedResponse {
            throw unknown(request)
        }

        private func unknown(_ request: HTTPRequest) -> HTTPError {
            HTTPError(kind: .invalidRequest, endpoint: request.url.authority, detail: "it was not asked before")
        }
    }
}
