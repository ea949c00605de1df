public import AWSNames

/// What a call is given, by the names of the API.
public struct CallInput: Sendable {
    /// The service of the operation.
    public let service: Service
    /// The operation, such as `DescribeDBInstances`.
    public let operation: String
    /// Where it is called.
    public let region: Region?
    private let input: any Sendable

    init<Input, Output>(_ operation: Operation<Input, Output>, _ input: Input, in region: Region?) {
        service = operation.service
        self.operation = operation.name
        self.region = region
        self.input = input
    }

    /// The parameters that are set, by the names of the API; passwords and secrets are not shown.
    ///
    /// - Throws: `SerializationError` when a value cannot be sent.
    public func parameters() throws -> DocumentValue {
        guard let input = input as? any InputShape else { return .object([:]) }
        let writer = ParameterWriter()
        try input.write(to: writer, as: "input")
        return writer.value
    }
}
