/// Reads the members of one structure by their numbers in its schema.
public struct StructureReader {
    let document: WireDocument
    let schema: StructureSchema
    let base: Int

    func close() { document.closeSlots(base) }

    private func reader(_ number: Int) -> ValueReader? {
        let node = document.slot(base + number)
        guard node >= 0 else { return nil }
        return ValueReader(document: document, node: node, member: schema.members[number])
    }

    /// Like `reader`, for types that have no empty value: `<CreationDate/>` is not a date.
    private func scalar(_ number: Int) -> ValueReader? {
        let node = document.slot(base + number)
        guard node >= 0, document.nodes[Int(node)].length > 0 else { return nil }
        return ValueReader(document: document, node: node, member: schema.members[number])
    }

    /// An optional string.
    public func string(_ number: Int) throws -> String? { try reader(number)?.string() }
    /// An optional whole number.
    public func integer(_ number: Int) throws -> Int? { try scalar(number)?.integer() }
    /// An optional number.
    public func number(_ number: Int) throws -> Double? { try scalar(number)?.number() }
    /// An optional Boolean value.
    public func boolean(_ number: Int) throws -> Bool? { try scalar(number)?.boolean() }
    /// An optional timestamp.
    public func timestamp(_ number: Int) throws -> Timestamp? { try scalar(number)?.timestamp() }
    /// An optional value of any other type.
    public func value<Value: WireReadable>(_ number: Int) throws -> Value? {
        guard let reader = reader(number) else { return nil }
        return try Value(reading: reader)
    }

    /// A value that the model requires; its absence is an error, never a default.
    public func required<Value: WireReadable>(_ number: Int) throws -> Value {
        guard let reader = reader(number) else {
            throw WireFailure.missing("\(schema.name).\(schema.members[number].name)")
        }
        return try Value(reading: reader)
    }
}
