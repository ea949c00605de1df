/// Writes an XML body for the rest-xml protocol.
///
/// Generated code writes a structure's attributes before its other members, while the start tag is still open.
final class XMLWriter: ShapeWriter {
    // Unchecked: a writer is used by one call on one task.
    @exclusivity(unchecked) private(set) var bytes: [UInt8] = []
    @exclusivity(unchecked) private var isTagOpen = false
    private let root: String?
    private let rootNamespace: XMLNamespace?
    @exclusivity(unchecked) private var depth = 0

    /// - Parameters:
    /// - root: The root's name if it differs from that of the member that is the body.
    /// - namespace: The namespace to declare on the root unless the member has its own.
    init(root: String?, namespace: XMLNamespace?) {
        self.root = root
        self.rootNamespace = namespace
    }

    private func closeTag() {
        if isTagOpen { bytes.append(UInt8(ascii: ">")) }
        isTagOpen = false
    }

    private func begin(_ name: String, _ namespace: XMLNamespace?) {
        closeTag()
        bytes.append(UInt8(ascii: "<"))
        bytes.append(contentsOf: name.utf8)
        if let namespace = namespace ?? (depth == 0 ? rootNamespace : nil) {
            attribute(namespace.prefix.map { "xmlns:" + $0 } ?? "xmlns", namespace.uri)
        }
        isTagOpen = true
        depth += 1
    }

    private func end(_ name: String) {
        closeTag()
        bytes.append(contentsOf: "</".utf8)
        bytes.append(contentsOf: name.utf8)
        bytes.append(UInt8(ascii: ">"))
        depth -= 1
    }

    private func attribute(_ name: String, _ value: String) {
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: "=\"".utf8)
        escape(value)
        bytes.append(UInt8(ascii: "\""))
    }

    private func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            // A reader would turn these into line feeds and spaces.
            case 0x0D: bytes.append(contentsOf: "&#xD;".utf8)
            case 0x0A: bytes.append(contentsOf: "&#xA;".utf8)
            default: bytes.append(byte)
            }
        }
    }

    private func leaf(_ member: MemberSchema, _ text: String) {
        if member.traits.contains(.xmlAttribute) { return attribute(member.requestName, text) }
        let name = name(member)
        begin(name, member.namespace)
        closeTag()
        escape(text)
        end(name)
    }

    private func name(_ member: MemberSchema) -> String { depth == 0 ? root ?? member.requestName : member.requestName }

    func string(_ value: String, as member: MemberSchema) { leaf(member, value) }
    func integer(_ value: Int, as member: MemberSchema) { leaf(member, String(value)) }
    func number(_ value: Double, as member: MemberSchema) { leaf(member, NumberText.text(value)) }
    func boolean(_ value: Bool, as member: MemberSchema) { leaf(member, value ? "true" : "false") }
    func blob(_ value: [UInt8], as member: MemberSchema) { leaf(member, Base64.encode(value)) }

    func timestamp(_ value: Timestamp, as member: MemberSchema) throws {
        leaf(member, try value.text(member, default: .iso8601))
    }

    func document(_ value: DocumentValue, as member: MemberSchema) throws {
        throw SerializationError(member: member.name, problem: "the XML protocol cannot transmit documents")
    }

    func stream(_ value: HTTPBody, as member: MemberSchema) throws {
        throw SerializationError(member: member.name, problem: "a stream cannot be part of XML")
    }

    func beginStructure(as member: MemberSchema) { begin(name(member), member.namespace) }

    func endStructure(as member: MemberSchema) {
        depth -= 1
        let name = name(member)
        depth += 1
        end(name)
    }

    func beginList(count: Int, as member: MemberSchema) {
        if !member.isFlattened { begin(member.requestName, member.namespace) }
    }

    func element(_ number: Int, of list: MemberSchema) {}
    func endElement(of list: MemberSchema) {}

    func endList(as member: MemberSchema) {
        if !member.isFlattened { end(member.requestName) }
    }

    func beginMap(count: Int, as member: MemberSchema) {
        if !member.isFlattened { begin(member.requestName, member.namespace) }
    }

    func entry(_ number: Int, key: String, of map: MemberSchema) {
        begin(map.isFlattened ? map.requestName : "entry", map.isFlattened ? map.namespace : nil)
        if case .map(let keyMember, _, _) = map.layout { leaf(keyMember, key) }
    }

    func endEntry(of map: MemberSchema) { end(map.isFlattened ? map.requestName : "entry") }

    func endMap(as member: MemberSchema) {
        if !member.isFlattened { end(member.requestName) }
    }
}
