/// An operation with its serialised input, which the pipeline sends one or more times.
struct Call: Sendable {
    let operation: String
    let service: Service
    let authentication: OperationAuthentication
    let requiresChecksum: Bool
    let request: OperationRequest
    let decodeError: @Sendable (HTTPResponse) -> WireError

    /// Serialises the input once, so that every attempt has the same idempotency token.
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

    /// True for a long poll, whose callers call again at once.
    var isLongPoll: Bool { service.id == "SQS" && operation == "ReceiveMessage" }

    var bucket: String? { service.endpointPrefix == "s3" ? request.endpointParameters["Bucket"] : nil }

    private static func name(_ service: Service, _ operation: String) -> String {
        "\(service.signingName):\(operation)"
    }
}
