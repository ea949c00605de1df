/// A value that can be read from a response of any protocol.
public protocol WireReadable: Sendable {
    /// Reads one value.
    init(reading value: ValueReader) throws
    /// Reads a list of such values. It is a requirement so that bytes (`[UInt8]`) can be a blob instead.
    static func readList(_ value: ValueReader) throws -> [Self]
}

/// A value that can be written to a request of any protocol.
public protocol WireWritable: Sendable {
    /// Writes one value.
    func write(to writer: any ShapeWriter, as member: MemberSchema) throws
    /// Writes a list of such values. It is a requirement so that bytes (`[UInt8]`) can be a blob instead.
    static func writeList(_ list: [Self], to writer: any ShapeWriter, as member: MemberSchema) throws
}

/// A structure of an API model. Conformances are generated.
public protocol Shape: WireReadable {
    /// The members of the structure.
    static var schema: StructureSchema { get }
    /// Reads the members by their number in the schema.
    init(members reader: StructureReader) throws
}

/// A structure that is sent.
public protocol InputShape: Shape, WireWritable {
    /// Writes the members that are set.
    func writeMembers(to writer: any ShapeWriter) throws
}

/// An enumeration of an API model: values that this version does not know are kept.
public protocol WireEnum: WireReadable, WireWritable, RawRepresentable, Hashable, CustomStringConvertible
where RawValue == String {
    /// Creates the enumeration from any value.
    init(rawValue: String)
}

/// The destination of a request's values, with one implementation per wire protocol.
///
/// Values are given in the order of the schema. A list is `beginList`, then `element` and a value for each, then
/// `endList`; a map is `beginMap`, then `entry`, a value and `endEntry` for each, then `endMap`.
public protocol ShapeWriter: AnyObject {
    /// Writes a string.
    func string(_ value: String, as member: MemberSchema) throws
    /// Writes a whole number.
    func integer(_ value: Int, as member: MemberSchema) throws
    /// Writes a number.
    func number(_ value: Double, as member: MemberSchema) throws
    /// Writes a Boolean value.
    func boolean(_ value: Bool, as member: MemberSchema) throws
    /// Writes a timestamp.
    func timestamp(_ value: Timestamp, as member: MemberSchema) throws
    /// Writes bytes.
    func blob(_ value: [UInt8], as member: MemberSchema) throws
    /// Writes untyped JSON.
    func document(_ value: DocumentValue, as member: MemberSchema) throws
    /// Writes a streaming body.
    func stream(_ value: HTTPBody, as member: MemberSchema) throws
    /// Begins a structure; its members follow.
    func beginStructure(as member: MemberSchema) throws
    /// Ends the structure.
    func endStructure(as member: MemberSchema) throws
    /// Begins a list; its elements follow.
    func beginList(count: Int, as member: MemberSchema) throws
    /// Begins an element, numbered from 1; its value follows.
    func element(_ number: Int, of list: MemberSchema) throws
    /// Ends the element.
    func endElement(of list: MemberSchema) throws
    /// Ends the list.
    func endList(as member: MemberSchema) throws
    /// Begins a map; its entries follow.
    func beginMap(count: Int, as member: MemberSchema) throws
    /// Begins an entry, numbered from 1; the key's value follows.
    func entry(_ number: Int, key: String, of map: MemberSchema) throws
    /// Ends the entry.
    func endEntry(of map: MemberSchema) throws
    /// Ends the map.
    func endMap(as member: MemberSchema) throws
}

extension ShapeWriter {
    /// Writes a text if it is set; an idempotency token is filled in when it is not.
    public func putString(_ value: String?, _ member: MemberSchema) throws {
        if let value {
            try string(value, as: member)
        } else if member.traits.contains(.idempotencyToken) {
            try string(IdempotencyToken.next(), as: member)
        }
    }

    /// Writes a whole number if it is set.
    public func putInteger(_ value: Int?, _ member: MemberSchema) throws {
        if let value { try integer(value, as: member) }
    }

    /// Writes a Boolean value if it is set.
    public func putBoolean(_ value: Bool?, _ member: MemberSchema) throws {
        if let value { try boolean(value, as: member) }
    }

    /// Writes a timestamp if it is set.
    public func putTimestamp(_ value: Timestamp?, _ member: MemberSchema) throws {
        if let value { try timestamp(value, as: member) }
    }

    /// Writes any other value if it is set.
    public func put(_ value: (some WireWritable)?, _ member: MemberSchema) throws {
        if let value { try value.write(to: self, as: member) }
    }
}

extension Shape {
    /// Reads a structure.
    public init(reading value: ValueReader) throws {
        let reader = try value.structure(Self.schema)
        defer { reader.close() }
        try self.init(members: reader)
    }
}

extension InputShape {
    /// Writes a structure.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try writer.beginStructure(as: member)
        try writeMembers(to: writer)
        try writer.endStructure(as: member)
    }
}

extension WireEnum {
    /// The value as AWS spells it.
    public var description: String { rawValue }

    /// Reads any string.
    public init(reading value: ValueReader) throws { self.init(rawValue: try value.string()) }

    /// Writes the string.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try writer.string(rawValue, as: member)
    }
}

/// A structure that contains itself.
public indirect enum Boxed<Value: WireReadable>: WireReadable {
    /// The only case.
    case boxed(Value)

    /// Boxes a value.
    public init(_ value: Value) { self = .boxed(value) }

    /// The boxed value.
    public var value: Value {
        switch self {
        case .boxed(let value): value
        }
    }

    /// Reads the value.
    public init(reading value: ValueReader) throws { self = .boxed(try Value(reading: value)) }
}

extension Boxed: WireWritable where Value: WireWritable {
    /// Writes the value.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try value.write(to: writer, as: member)
    }
}
