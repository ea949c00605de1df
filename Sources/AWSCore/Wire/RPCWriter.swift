/// Passes everything to the body's writer and keeps the labels that the host's prefix needs.
final class RPCWriter<Body: ShapeWriter>: ShapeWriter {
    private(set) var body: Body
    private(set) var hostLabels: [String: String] = [:]

    init(_ body: Body) { self.body = body }

    func string(_ value: String, as member: MemberSchema) throws {
        if member.traits.contains(.hostLabel) { hostLabels[member.name] = value }
        try body.string(value, as: member)
    }

    func integer(_ value: Int, as member: MemberSchema) throws { try body.integer(value, as: member) }
    func number(_ value: Double, as member: MemberSchema) throws { try body.number(value, as: member) }
    func boolean(_ value: Bool, as member: MemberSchema) throws { try body.boolean(value, as: member) }
    func blob(_ value: [UInt8], as member: MemberSchema) throws { try body.blob(value, as: member) }
    func stream(_ value: HTTPBody, as member: MemberSchema) throws { try body.stream(value, as: member) }
    func beginStructure(as member: MemberSchema) throws { try body.beginStructure(as: member) }
    func endStructure(as member: MemberSchema) throws { try body.endStructure(as: member) }
    func endElement(of list: MemberSchema) throws { try body.endElement(of: list) }
    func endList(as member: MemberSchema) throws { try body.endList(as: member) }
    func endEntry(of map: MemberSchema) throws { try body.endEntry(of: map) }
    func endMap(as member: MemberSchema) throws { try body.endMap(as: member) }

    func timestamp(_ value: Timestamp, as member: MemberSchema) throws {
        try body.timestamp(value, as: member)
    }

    func document(_ value: DocumentValue, as member: MemberSchema) throws {
        try body.document(value, as: member)
    }

    func beginList(count: Int, as member: MemberSchema) throws {
        try body.beginList(count: count, as: member)
    }

    func element(_ number: Int, of list: MemberSchema) throws { try body.element(number, of: list) }

    func beginMap(count: Int, as member: MemberSchema) throws {
        try body.beginMap(count: count, as: member)
    }

    func entry(_ number: Int, key: String, of map: MemberSchema) throws {
        try body.entry(number, key: key, of: map)
    }
}
