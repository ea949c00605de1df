/// A value that can be read from a response, whatever the protocol.
public protocol WireReadable: Sendable {
    /// Reads one value.
    init(reading value: ValueReader) throws
    /// Reads a list of such values. A requirement, so that bytes (`[UInt8]`) can be a blob instead.
    static func readList(_ value: ValueReader) throws -> [Self]
}

/// A value that can be written to a request, whatever the protocol.
public protocol WireWritable: Sendable {
    /// Writes one value.
    func write(to writer: any ShapeWriter, as member: MemberSchema) throws
    /// Writes a list of such values. A requirement, so that bytes (`[UInt8]`) can be a blob instead.
    static func writeList(_ list: [Self], to writer: any ShapeWriter, as member: MemberSchema) throws
}

/// A structure of an API model; generated.
public protocol Shape: WireReadable {
    /// Its members.
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
    /// Takes any value.
    init(rawValue: String)
}

/// Where a request is being put together: one implementation a wire protocol.
///
/// Values are given in the order of the schema. A list is `beginList`, then `element` and a value for each, then `endList`;
/// a map is `beginMap`, then `entry`, a value and `endEntry` for each, then `endMap`.
public protocol ShapeWriter: AnyObject {
    /// A string.
    func string(_ value: String, as member: MemberSchema) throws
    /// A whole number.
    func integer(_ value: Int, as member: MemberSchema) throws
    /// A number.
    func number(_ value: Double, as member: MemberSchema) throws
    /// A truth value.
    func boolean(_ value: Bool, as member: MemberSchema) throws
    /// A point in time.
    func timestamp(_ value: Timestamp, as member: MemberSchema) throws
    /// Bytes.
    func blob(_ value: [UInt8], as member: MemberSchema) throws
    /// Untyped JSON.
    func document(_ value: DocumentValue, as member: MemberSchema) throws
    /// A streaming body.
    func stream(_ value: HTTPBody, as member: MemberSchema) throws
    /// A structure's members follow.
    func beginStructure(as member: MemberSchema) throws
    /// No more members.
    func endStructure(as member: MemberSchema) throws
    /// Elements follow.
    func beginList(count: Int, as member: MemberSchema) throws
    /// The value that follows is this element, numbered from 1.
    func element(_ number: Int, of list: MemberSchema) throws
    /// The element is complete.
    func endElement(of list: MemberSchema) throws
    /// No more elements.
    func endList(as member: MemberSchema) throws
    /// Entries follow.
    func beginMap(count: Int, as member: MemberSchema) throws
    /// The value that follows belongs to this key; entries are numbered from 1.
    func entry(_ number: Int, key: String, of map: MemberSchema) throws
    /// The entry is complete.
    func endEntry(of map: MemberSchema) throws
    /// No more entries.
    func endMap(as member: MemberSchema) throws
}

extension ShapeWriter {
    /// Writes a text that is set; one that must be there for a retry to be recognised is filled in.
    public func putString(_ value: String?, _ member: MemberSchema) throws {
        if let value {
            try string(value, as: member)
        } else if member.traits.contains(.idempotencyToken) {
            try string(IdempotencyToken.next(), as: member)
        }
    }

    /// Writes a whole number that is set.
    public func putInteger(_ value: Int?, _ member: MemberSchema) throws {
        if let value { try integer(value, as: member) }
    }

    /// Writes a truth value that is set.
    public func putBoolean(_ value: Bool?, _ member: MemberSchema) throws {
        if let value { try boolean(value, as: member) }
    }

    /// Writes a point in time that is set.
    public func putTimestamp(_ value: Timestamp?, _ member: MemberSchema) throws {
        if let value { try timestamp(value, as: member) }
    }

    /// Writes any other value that is set.
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
    /// As AWS writes it.
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

    /// What is in the box.
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
