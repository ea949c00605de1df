import AWSCore

/// A generated operation with its types hidden: JSON in the model's own names in, requests and values out.
struct DynamicOperation: Sendable {
    let service: Service
    let encode: @Sendable ([UInt8]) throws -> OperationRequest
    /// Makes the call, whatever comes of it.
    let send: @Sendable (AWSClient, [UInt8]) async throws -> Void
    /// Any value of the output's type.
    let decode: @Sendable (HTTPResponse) throws -> any Shape
    let decodeError: @Sendable (HTTPResponse) -> WireError
    /// The modelled members of the operation's error.
    let decodeErrorMembers: @Sendable (HTTPResponse) throws -> (any Shape)?

    init<Input: InputShape, Output: Shape>(
        _ operation: Operation<Input, Output>, error: (any Shape.Type)? = nil
    ) {
        let service = operation.service
        self.service = service
        encode = { try operation.encode(Input(literal: $0)) }
        send = { client, json in _ = try await client.send(operation, Input(literal: json)) }
        decode = { try operation.decode($0) }
        decodeError = operation.decodeError
        decodeErrorMembers = { response in try error.map { try $0.init(errorIn: response, of: service) } }
    }

    /// Of a model's schemas alone.
    init(_ operation: Operation<ModelMessage, ModelMessage>, _ shapes: ModelShapes, _ input: String, _ output: String) {
        service = operation.service
        encode = { json in
            try ModelMessage.$shapes.withValue(shapes) {
                try ModelMessage.$shape.withValue(shapes[input]) { try operation.encode(ModelMessage(literal: json)) }
            }
        }
        send = { client, json in
            try await ModelMessage.$shapes.withValue(shapes) {
                _ = try await ModelMessage.$shape.withValue(shapes[input]) {
                    try await client.send(operation, ModelMessage(literal: json))
                }
            }
        }
        decode = { response in
            try ModelMessage.$shapes.withValue(shapes) {
                try ModelMessage.$shape.withValue(shapes[output]) { try operation.decode(response) }
            }
        }
        decodeError = operation.decodeError
        decodeErrorMembers = { _ in nil }
    }
}

/// An input or output without members.
struct EmptyMessage: InputShape {
    static let schema = StructureSchema("EmptyMessage")
    init(members reader: StructureReader) throws {}
    func writeMembers(to writer: any ShapeWriter) throws {}
}

/// Operations that `awsgen suites` has generated into `Generated/`.
protocol GeneratedOperations {
    static var operations: [String: DynamicOperation] { get }
    static var omitted: String { get }
}

/// The clients of the protocol suites. The conformance to `GeneratedOperations` stands in the generated folder, so that
/// the tests build without it.
enum ProtocolClients {
    static func load(_ suite: String) -> (any GeneratedOperations.Type)? { generated(self, suite) }
}

/// The operations of AWSServices, by service and name.
enum ServiceOperations {
    static func load(_ suite: String) -> (any GeneratedOperations.Type)? { generated(self, suite) }
}

/// Every operation that the data names, by its model's schemas, under `service/protocol:Operation`.
enum ModelOperations {
    static func load(_ suite: String) -> (any GeneratedOperations.Type)? { generated(self, suite) }
}

private func generated(_ type: Any.Type, _ suite: String) -> (any GeneratedOperations.Type)? {
    let generated = type as? any GeneratedOperations.Type
    if generated == nil { print("\(suite): skipped: no generated clients (see docs/decisions/0004)") }
    return generated
}
