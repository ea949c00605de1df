import AWSCore
import AWSNames

/// Operations by hand, as generated ones are: text in, text out, an error's code is the body.
enum Example {
    static let service = Service(
        id: "Example", endpointPrefix: "example", signingName: "example", wireProtocol: .restJSON, apiVersion: "1",
        retryableErrors: ["ModelledRetryable"])
    static let s3 = Service(
        id: "S3", endpointPrefix: "s3", signingName: "s3", wireProtocol: .restXML, apiVersion: "2006-03-01")

    struct BadInput: Error {}
    struct BadOutput: Error {}

    static func operation(
        _ name: String = "GetThing", of service: Service = service,
        authentication: OperationAuthentication = .signature, requiresChecksum: Bool = false
    ) -> Operation<OperationRequest, String> {
        Operation(
            name: name, service: service, authentication: authentication, requiresChecksum: requiresChecksum,
            encode: { request in
                guard request.method != "BAD" else { throw BadInput() }
                return request
            },
            decode: { response in
                let text = String(decoding: response.body, as: UTF8.self)
                guard text != "garbage" else { throw BadOutput() }
                guard !text.hasPrefix("<cut") else {
                    throw ResponseError(
                        operation: "example:\(name)", status: 200, requestID: nil, reason: .malformed("it ends early"))
                }
                return text
            },
            decodeError: { response in
                let text = String(decoding: response.body, as: UTF8.self)
                let isCut = text.hasPrefix("<Error>")
                return WireError(code: text.isEmpty || isCut ? nil : text, message: "said", isGarbled: isCut)
            })
    }

    static func request(_ body: String = "question", method: String = "POST", path: String = "/") -> OperationRequest {
        OperationRequest(method: method, path: path, body: .bytes(Array(body.utf8)))
    }

    static func object(bucket: String = "a-bucket", key: String = "", body: HTTPBody = .none) -> OperationRequest {
        OperationRequest(
            method: "PUT", path: "/\(bucket)\(key)", body: body, endpointParameters: ["Bucket": bucket])
    }

    static func response(_ status: Int, _ body: String = "", _ headers: HTTPHeaders = [:]) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
    }

    static func client(
        _ exchanges: [ReplayExchange], clock: TestClock = TestClock(),
        change: (inout ClientSettings) -> Void = { _ in }
    ) -> (client: AWSClient, transport: ReplayTransport) {
        let transport = ReplayTransport(exchanges)
        var settings = ClientSettings(
            region: Region("eu-west-1"),
            credentials: StaticCredentialProvider(
                Credentials(
                    accessKeyID: "AKIDEXAMPLE", secretAccessKey: Redacted("secret"), sessionToken: Redacted("token"))),
            transport: transport)
        settings.clock = clock.clock
        change(&settings)
        return (AWSClient(settings), transport)
    }
}
