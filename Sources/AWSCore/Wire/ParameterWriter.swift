/// Writes an input as untyped JSON with the API's own names, as people and documents write parameters.
final class ParameterWriter: ShapeWriter {
    /// A structure, list or map that is not finished.
    private struct Frame {
        var member: MemberSchema
        var isList: Bool
        var elements: [DocumentValue] = []
        var members: [String: DocumentValue] = [:]
        /// Of the map's entry whose value follows.
        var key: String?
    }

    private var frames: [Frame] = []
    /// What was written.
    private(set) var value = DocumentValue.object([:])

    private func place(_ value: DocumentValue, as member: MemberSchema) {
        guard let last = frames.indices.last else {
            self.value = value
            return
        }
        if frames[last].isList {
            frames[last].elements.append(value)
        } else {
            frames[last].members[frames[last].key ?? member.name] = value
        }
    }

    private func begin(_ member: MemberSchema, isList: Bool = false) {
        frames.append(Frame(member: member, isList: isList))
    }

    private func end() {
        guard let frame = frames.popLast() else { return }
        place(frame.isList ? .array(frame.elements) : .object(frame.members), as: frame.member)
    }

    func string(_ value: String, as member: MemberSchema) {
        let name = member.name.lowercased()
        let isSecret = name.contains("password") || name.contains("secretstring") || name.contains("secretbinary")
        place(.string(isSecret ? "****" : value), as: member)
    }

    func integer(_ value: Int, as member: MemberSchema) { place(.integer(value), as: member) }

    func number(_ value: Double, as member: MemberSchema) { place(.number(value), as: member) }

    func boolean(_ value: Bool, as member: MemberSchema) { place(.boolean(value), as: member) }

    func timestamp(_ value: Timestamp, as member: MemberSchema) throws {
        guard let text = value.formatted(.iso8601) else {
            throw SerializationError(member: member.name, problem: "the year does not have four digits")
        }
        place(.string(text), as: member)
    }

    func blob(_ value: [UInt8], as member: MemberSchema) { place(.string(Base64.encode(value)), as: member) }

    func document(_ value: DocumentValue, as member: MemberSchema) { place(value, as: member) }

    func stream(_ value: HTTPBody, as member: MemberSchema) { place(.string("the body"), as: member) }

    func beginStructure(as member: MemberSchema) { begin(member) }
    func endStructure(as member: MemberSchema) { end() }
    func beginList(count: Int, as member: MemberSchema) { begin(member, isList: true) }
    func element(_ number: Int, of list: MemberSchema) {}
    func endElement(of list: MemberSchema) {}
    func endList(as member: MemberSchema) { end() }
    func beginMap(count: Int, as member: MemberSchema) { begin(member) }
    func entry(_ number: Int, key: String, of map: MemberSchema) { frames[frames.count - 1].key = key }
    func endEntry(of map: MemberSchema) { frames[frames.count - 1].key = nil }
    func endMap(as member: MemberSchema) { end() }
}
