public import AWSNames

extension WireReadable {
    /// A list of values, each with its own reader.
    public static func readList(_ value: ValueReader) throws -> [Self] {
        var list: [Self] = []
        try value.forEachElement { element in list.append(try Self(reading: element)) }
        return list
    }
}

extension WireWritable {
    /// A list of values, each written in turn.
    public static func writeList(
        _ list: [Self], to writer: any ShapeWriter, as member: MemberSchema
    ) throws {
        try writer.beginList(count: list.count, as: member)
        let element = member.element
        // Indexed access: an iterator over a type that is unknown here costs more than writing the element.
        for index in 0..<list.count {
            try writer.element(index + 1, of: member)
            try list[index].write(to: writer, as: element)
            try writer.endElement(of: member)
        }
        try writer.endList(as: member)
    }
}

extension String: WireReadable, WireWritable {
    /// Reads text.
    public init(reading value: ValueReader) throws { self = try value.string() }
    /// Writes text.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try writer.string(self, as: member)
    }
}

extension Int: WireReadable, WireWritable {
    /// Reads a whole number.
    public init(reading value: ValueReader) throws { self = try value.integer() }
    /// Writes a whole number.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try writer.integer(self, as: member)
    }
}

extension Double: WireReadable, WireWritable {
    /// Reads a number.
    public init(reading value: ValueReader) throws { self = try value.number() }
    /// Writes a number.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try writer.number(self, as: member)
    }
}

extension Bool: WireReadable, WireWritable {
    /// Reads `true` or `false`.
    public init(reading value: ValueReader) throws { self = try value.boolean() }
    /// Writes `true` or `false`.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try writer.boolean(self, as: member)
    }
}

extension Timestamp: WireReadable, WireWritable {
    /// Reads a timestamp in any of the three forms.
    public init(reading value: ValueReader) throws { self = try value.timestamp() }
    /// Writes the timestamp in the form that the member requires.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try writer.timestamp(self, as: member)
    }
}

extension DocumentValue: WireReadable, WireWritable {
    /// Reads any JSON.
    public init(reading value: ValueReader) throws { self = try value.documentValue() }
    /// Writes JSON.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try writer.document(self, as: member)
    }
}

extension Redacted: WireReadable where Value: WireReadable {
    /// Reads the secret.
    public init(reading value: ValueReader) throws { self.init(try Value(reading: value)) }
}

extension Redacted: WireWritable where Value: WireWritable {
    /// Writes the secret.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try secret.write(to: writer, as: member)
    }
}

extension HTTPBody: WireReadable, WireWritable {
    /// Reads the whole body.
    public init(reading value: ValueReader) throws { self = .bytes(try value.blob()) }
    /// Passes the body on unchanged.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try writer.stream(self, as: member)
    }
}

extension UInt8: WireReadable, WireWritable {
    /// Never called: no model has a single byte as a value, and a list of bytes is a blob.
    public init(reading value: ValueReader) throws {
        throw WireFailure.unexpected(value.memberName, expected: "blob")
    }
    /// Writes the byte as a number, for completeness.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try writer.integer(Int(self), as: member)
    }
    /// Reads a blob.
    public static func readList(_ value: ValueReader) throws -> [UInt8] { try value.blob() }
    /// Writes a blob.
    public static func writeList(
        _ list: [UInt8], to writer: any ShapeWriter, as member: MemberSchema
    ) throws {
        try writer.blob(list, as: member)
    }
}

extension Array: WireReadable where Element: WireReadable {
    /// Reads a list, or a blob when the elements are bytes.
    public init(reading value: ValueReader) throws { self = try Element.readList(value) }
}

extension Array: WireWritable where Element: WireWritable {
    /// Writes a list, or a blob when the elements are bytes.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try Element.writeList(self, to: writer, as: member)
    }
}

extension Dictionary: WireReadable where Key == String, Value: WireReadable {
    /// Reads a map; for a repeated key the last value counts.
    public init(reading value: ValueReader) throws {
        self = [:]
        try value.forEachEntry { key, entry in self[key] = try Value(reading: entry) }
    }
}

extension Dictionary: WireWritable where Key == String, Value: WireWritable {
    /// Writes the entries in the order of their keys, so that equal inputs give equal bytes.
    public func write(to writer: any ShapeWriter, as member: MemberSchema) throws {
        try writer.beginMap(count: count, as: member)
        for (index, entry) in sorted(by: { $0.key < $1.key }).enumerated() {
            try writer.entry(index + 1, key: entry.key, of: member)
            try entry.value.write(to: writer, as: member.element)
            try writer.endEntry(of: member)
        }
        try writer.endMap(as: member)
    }
}
