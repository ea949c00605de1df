/// An operation with its serialised input, which the pipeline sends one or more times; an object, since a call is handed from
/// function to function many times and copies of its many fields would cost more than its signature.
final class Call: Sendable {
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

    /// Whether it changes nothing, so that it may be made again after an answer that cannot be read.
    var isRead: Bool { ReadOperation.isNamed(operation) }

    /// True for a long poll, whose callers call again at once.
    var isLongPoll: Bool { service.id == "SQS" && operation == "ReceiveMessage" }

    var bucket: String? { service.endpointPrefix == "s3" ? request.endpointParameters["Bucket"] : nil }

    private static func name(_ service: Service, _ operation: String) -> String {
        "\(service.signingName):\(operation)"
    }
}
