/// Reads one value of a parsed body according to the model.
public struct ValueReader {
    let document: WireDocument
    let node: Int32
    let member: MemberSchema

    /// The name that error messages use.
    var memberName: String { member.name }

    private var raw: WireDocument.Node { document.nodes[Int(node)] }

    func wrong(_ expected: String) -> WireFailure { .unexpected(member.name, expected: expected) }

    // MARK: scalars

    func string() throws -> String {
        let node = raw
        switch node.kind {
        case .element where node.child >= 0 && !hasOnlyAttributes: throw wrong("string")
        case .object, .array:
            guard member.traits.contains(.jsonValue), document.dialect == .literal else { throw wrong("string") }
            return try documentValue().text
        default: break
        }
        if member.traits.contains(.jsonValue), member.location == .header, document.dialect != .literal {
            return String(decoding: try base64(document.string(self.node)), as: UTF8.self)
        }
        return document.string(self.node)
    }

    func integer() throws -> Int {
        let node = raw
        guard node.child < 0 || hasOnlyAttributes else { throw wrong("integer") }
        let value: Int? = document.withText(node) { bytes in
            var index = 0
            var negative = false
            if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                negative = sign == UInt8(ascii: "-")
                index = 1
            }
            guard index < bytes.count, bytes.count <= 19 else { return Int(String(decoding: bytes, as: UTF8.self)) }
            var value = 0
            while index < bytes.count {
                let digit = bytes[index] &- 0x30
                // The number may be a whole number in another form, such as 1.0 or 1E3.
                guard digit <= 9 else {
                    return Double(String(decoding: bytes, as: UTF8.self)).flatMap(Int.init(exactly:))
                }
                value = value &* 10 &+ Int(digit)
                index += 1
            }
            return negative ? -value : value
        }
        guard let value else { throw wrong("integer") }
        return value
    }

    func number() throws -> Double {
        let node = raw
        guard node.child < 0 || hasOnlyAttributes, let value = Double(document.string(self.node)) else {
            throw wrong("number")
        }
        return value
    }

    func boolean() throws -> Bool {
        let node = raw
        if node.kind == .yes { return true }
        if node.kind == .no { return false }
        switch document.string(self.node) {
        case "true", "True", "TRUE", "1": return true
        case "false", "False", "FALSE", "0": return false
        default: throw wrong("boolean")
        }
    }

    func timestamp() throws -> Timestamp {
        guard let value = document.withText(raw, { Timestamp(anyForm: $0) }) else { throw wrong("timestamp") }
        return value
    }

    func blob() throws -> [UInt8] {
        let node = raw
        if node.kind == .raw || document.dialect == .literal { return document.withText(node) { Array($0) } }
        guard node.kind == .element || node.kind == .string else { throw wrong("blob") }
        return try base64(document.string(self.node))
    }

    /// Skips white space, as some services wrap lines.
    private func base64(_ text: String) throws -> [UInt8] {
        if let bytes = Base64.decode(text) { return bytes }
        let packed = text.filter { !$0.isWhitespace }
        guard packed.utf8.count < text.utf8.count, let bytes = Base64.decode(packed) else { throw wrong("blob") }
        return bytes
    }

    func documentValue() throws -> DocumentValue {
        let node = raw
        switch node.kind {
        case .null: return .null
        case .yes: return .boolean(true)
        case .no: return .boolean(false)
        case .string, .raw, .element: return .string(document.string(self.node))
        case .number:
            let text = document.string(self.node)
            if let value = Int(text) { return .integer(value) }
            guard let value = Double(text) else { throw wrong("number") }
            return .number(value)
        case .array:
            return .array(try children().map { try $0.documentValue() })
        case .object:
            var members: [String: DocumentValue] = [:]
            for child in children() { members[document.name(child.node)] = try child.documentValue() }
            return .object(members)
        }
    }

    private func children() -> [ValueReader] {
        var readers: [ValueReader] = []
        var child = raw.child
        while child >= 0 {
            readers.append(reader(child, member))
            child = document.nodes[Int(child)].next
        }
        return readers
    }

    // MARK: structures, lists, maps

    func structure(_ schema: StructureSchema) throws -> StructureReader {
        switch raw.kind {
        case .element, .object: break
        default: throw wrong("structure")
        }
        return StructureReader(document: document, schema: schema, base: document.openSlots(schema, of: node))
    }

    func forEachElement(_ body: (ValueReader) throws -> Void) throws {
        guard case .list(let element, let flattened) = member.layout else { throw wrong("list") }
        let node = raw
        if node.kind == .element, flattened {
            // The siblings of the same name form the list.
            var sibling = self.node
            while sibling >= 0 {
                let current = document.nodes[Int(sibling)]
                if current.name == node.name { try body(reader(sibling, element)) }
                sibling = current.next
            }
            return
        }
        guard node.kind == .element || node.kind == .array else { throw wrong("list") }
        var child = node.child
        while child >= 0 {
            let current = document.nodes[Int(child)]
            // Nulls are ignored in a list that the model does not declare sparse.
            if current.kind != .null { try body(reader(child, element)) }
            child = current.next
        }
    }

    func forEachEntry(_ body: (String, ValueReader) throws -> Void) throws {
        guard case .map(let key, let value, let flattened) = member.layout else { throw wrong("map") }
        let node = raw
        switch node.kind {
        case .object:
            var child = node.child
            while child >= 0 {
                let current = document.nodes[Int(child)]
                if current.kind != .null { try body(document.name(child), reader(child, value)) }
                child = current.next
            }
        case .element:
            var entry = flattened ? self.node : node.child
            while entry >= 0 {
                let current = document.nodes[Int(entry)]
                if !flattened || current.name == node.name {
                    guard let keyNode = document.child(entry, named: key.responseName) else { throw wrong("map") }
                    if let valueNode = document.child(entry, named: value.responseName) {
                        try body(document.string(keyNode), reader(valueNode, value))
                    }
                }
                entry = current.next
            }
        default: throw wrong("map")
        }
    }

    private func reader(_ node: Int32, _ member: MemberSchema) -> ValueReader {
        ValueReader(document: document, node: node, member: member)
    }

    private var hasOnlyAttributes: Bool {
        var child = raw.child
        while child >= 0 {
            if !document.name(child).hasPrefix("@") { return false }
            child = document.nodes[Int(child)].next
        }
        return true
    }
}
