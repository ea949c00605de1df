/// An operation with its input already serialised: what the pipeline sends, once or more.
struct Call: Sendable {
    let operation: String
    let service: Service
    let authentication: OperationAuthentication
    let requiresChecksum: Bool
    let request: OperationRequest
    let decodeError: @Sendable (HTTPResponse) -> WireError

    /// Serialises the input once, so that every attempt carries the same idempotency token.
    init<Input, Output>(_ operation: Operation<Input, Output>, _ input: Input) throws {
        self.operation = operation.name
        service = operation.service
        authentication = operation.authentication
        requiresChecksum = operation.requiresChecksum
        decodeError = operation.decodeError
        do {
            request = try operation.encode(input)
        } catch {
            throw ClientError(operation: Self.name(service, operation.name), cause: .input(error))
        }
    }

    /// Such as `rds:DescribeDBInstances`.
    var name: String { Self.name(service, operation) }

    /// It waits at the service for something to happen, so its callers ask again at once.
    var isLongPoll: Bool { service.id == "SQS" && operation == "ReceiveMessage" }

    var bucket: String? { service.endpointPrefix == "s3" ? request.endpointParameters["Bucket"] : nil }

    private static func name(_ service: Service, _ operation: String) -> String {
        "\(service.signingName):\(operation)"
    }
}
