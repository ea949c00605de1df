import JSONWriting

/// A JSON body.
final class JSONWriter: ShapeWriter {
    // Unchecked: a writer is used by one call on one task.
    @exclusivity(unchecked) private var json = JSONStream(.compact)
    /// The next value is an element of a list or a map's value, whose key is written.
    @exclusivity(unchecked) private var isPlaced = true

    /// The body so far.
    var bytes: [UInt8] { json.bytes }

    private func place(_ member: MemberSchema) {
        if !isPlaced { json.name(member.requestName) }
        isPlaced = false
    }

    func string(_ value: String, as member: MemberSchema) {
        place(member)
        json.string(value)
    }

    func integer(_ value: Int, as member: MemberSchema) {
        place(member)
        json.integer(value)
    }

    func number(_ value: Double, as member: MemberSchema) {
        place(member)
        json.number(value)
    }

    func boolean(_ value: Bool, as member: MemberSchema) {
        place(member)
        json.bool(value)
    }

    func timestamp(_ value: Timestamp, as member: MemberSchema) throws {
        let format = member.timestampFormat ?? .epochSeconds
        guard let text = value.formatted(format) else {
            throw SerializationError(member: member.name, problem: "the year does not have four digits")
        }
        place(member)
        if format == .epochSeconds { json.raw(text) } else { json.string(text) }
    }

    func blob(_ value: [UInt8], as member: MemberSchema) {
        place(member)
        json.string(Base64.encode(value))
    }

    func document(_ value: DocumentValue, as member: MemberSchema) {
        place(member)
        value.write(to: &json)
    }

    func stream(_ value: HTTPBody, as member: MemberSchema) throws {
        throw SerializationError(member: member.name, problem: "a stream cannot be part of JSON")
    }

    func beginStructure(as member: MemberSchema) {
        place(member)
        json.beginObject()
    }

    func endStructure(as member: MemberSchema) { json.endObject() }

    func beginList(count: Int, as member: MemberSchema) {
        place(member)
        json.beginArray()
    }

    func element(_ number: Int, of list: MemberSchema) { isPlaced = true }
    func endElement(of list: MemberSchema) {}
    func endList(as member: MemberSchema) { json.endArray() }

    func beginMap(count: Int, as member: MemberSchema) {
        place(member)
        json.beginObject()
    }

    func entry(_ number: Int, key: String, of map: MemberSchema) {
        json.name(key)
        isPlaced = true
    }

    func endEntry(of map: MemberSchema) {}
    func endMap(as member: MemberSchema) { json.endObject() }
}
