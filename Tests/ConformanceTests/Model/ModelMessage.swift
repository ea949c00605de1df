import AWSCore

/// A structure read and written by its model alone: what the wire code does for generated types, it does for this one.
///
/// The type of a message is known only when it is read, so its schema, which is the type's own in generated code, comes
/// with the task.
struct ModelMessage: InputShape {
    @TaskLocal static var shapes = ModelShapes()
    @TaskLocal static var shape = ModelShape.none

    static var schema: StructureSchema { shape.schema }

    let shape: ModelShape
    let values: [ModelValue?]

    init(members reader: StructureReader) throws {
        let shape = Self.shape
        self.shape = shape
        values = try shape.types.enumerated().map { number, type in
            switch type {
            case .text: try reader.string(number).map(ModelValue.text)
            case .integer: try reader.integer(number).map(ModelValue.integer)
            case .number: try reader.number(number).map(ModelValue.number)
            case .boolean: try reader.boolean(number).map(ModelValue.boolean)
            case .timestamp: try reader.timestamp(number).map(ModelValue.timestamp)
            default: try ModelValue.$type.withValue(type) { try reader.value(number) }
            }
        }
    }

    /// Whether nothing was read, although there is something to read.
    var isEmpty: Bool { !values.isEmpty && values.allSatisfy { $0 == nil } }

    func writeMembers(to writer: any ShapeWriter) throws {
        let members = zip(shape.schema.members, values)
        // Attributes first: the start tag is still open for them.
        for isAttribute in [true, false] {
            for (member, value) in members where member.traits.contains(.xmlAttribute) == isAttribute {
                if let value { try value.write(to: writer, as: member) } else { try writer.putString(nil, member) }
            }
        }
    }
}

/// A value of a member whose type only the model knows.
enum ModelValue: WireReadable, WireWritable {
    /// What is to be read.
    @TaskLocal static var type = ModelType.text

    case text(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case timestamp(Timestamp)
    case blob([UInt8])
    case stream(HTTPBody)
    case document(DocumentValue)
    case message(ModelMessage)
    case list([ModelValue])
    case map([String: ModelValue])

    init(reading value: ValueReader) throws {
        switch Self.type {
        case .text: self = .text(try String(reading: value))
        case .integer: self = .integer(try Int(reading: value))
        case .number: self = .number(try Double(reading: value))
        case .boolean: self = .boolean(try Bool(reading: value))
        case .timestamp: self = .timestamp(try Timestamp(reading: value))
        case .blob: self = .blob(try [UInt8](reading: value))
        case .stream: self = .stream(try HTTPBody(reading: value))
        case .document: self = .document(try DocumentValue(reading: value))
        case .structure(let name):
            self = .message(
                try ModelMessage.$shape.withValue(ModelMessage.shapes[name]) { try ModelMessage(reading: value) })
        case .list(let element):
            self = .list(try Self.$type.withValue(element) { try [ModelValue](reading: value) })
        case .map(let element):
            self = .map(try Self.$type.withValue(element) { try [String: ModelValue](reading: value) })
        }
    }

    func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        switch self {
        case .text(let value): try value.write(to: writer, as: member)
        case .integer(let value): try value.write(to: writer, as: member)
        case .number(let value): try value.write(to: writer, as: member)
        case .boolean(let value): try value.write(to: writer, as: member)
        case .timestamp(let value): try value.write(to: writer, as: member)
        case .blob(let value): try value.write(to: writer, as: member)
        case .stream(let value): try value.write(to: writer, as: member)
        case .document(let value): try value.write(to: writer, as: member)
        case .message(let value): try value.write(to: writer, as: member)
        case .list(let values): try values.write(to: writer, as: member)
        case .map(let values): try values.write(to: writer, as: member)
        }
    }

    /// As Swift would have it.
    var plain: Any {
        switch self {
        case .text(let value): value
        case .integer(let value): value
        case .number(let value): value
        case .boolean(let value): value
        case .timestamp(let value): value
        case .blob(let value): value
        case .stream(.bytes(let value)): value
        case .stream: [UInt8]()
        case .document(let value): value
        case .message(let value): value
        case .list(let values): values.map(\.plain)
        case .map(let values): values.mapValues(\.plain)
        }
    }
}
