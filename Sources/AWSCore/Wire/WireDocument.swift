/// A parsed body of any format: a flat array of nodes over one buffer of text.
///
/// Nodes contain numbers instead of references and names, so that a page of a megabyte takes few allocations. Only
/// the readers of this folder use it, within one call and on one task.
final class WireDocument {
    enum Kind: UInt8 {
        /// An XML element, whose type is in the model.
        case element
        case object, array, string, number, yes, no, null
        /// Unparsed bytes: a payload that is not a structure.
        case raw
    }

    struct Node {
        var name: Int32
        var next: Int32 = -1
        var child: Int32 = -1
        var start: Int32 = 0
        var length: Int32 = 0
        var kind: Kind
    }

    /// The rules by which names and values are read.
    enum Dialect {
        case xml, json
        /// The model's own member names and blobs as plain text, as test data and people write inputs.
        case literal
    }

    /// The limit keeps the nodes of a body of 64 MiB within 100 MB.
    static let maximumNodes = 4_000_000
    /// The limit is far above any response of AWS and far below any stack size.
    static let maximumDepth = 128

    // Exclusivity checks took a quarter of the time per page, and accesses cannot overlap, since a document
    // is used by one call on one task and returns no references to its storage.
    let dialect: Dialect
    @exclusivity(unchecked) var nodes: ContiguousArray<Node> = []
    @exclusivity(unchecked) var text: [UInt8] = []
    @exclusivity(unchecked) var names = NameTable()
    @exclusivity(unchecked) private var slots: ContiguousArray<Int32> = []
    @exclusivity(unchecked) private var tables: [(schema: StructureSchema, members: ContiguousArray<Int16>)] = []

    init(_ dialect: Dialect) { self.dialect = dialect }

    /// The number of the root, which is the first appended node.
    var root: Int32 { 0 }

    func append(_ node: Node) throws -> Int32 {
        guard nodes.count < Self.maximumNodes else { throw WireFailure.tooManyValues }
        nodes.append(node)
        return Int32(nodes.count - 1)
    }

    /// Appends a node for a value outside the body, such as a header.
    func appendText(_ value: String, kind: Kind) throws -> Int32 {
        let start = text.count
        text.append(contentsOf: value.utf8)
        return try append(
            Node(name: -1, start: Int32(start), length: Int32(text.count - start), kind: kind))
    }

    func name(_ node: Int32) -> String { nodes[Int(node)].name < 0 ? "" : names[nodes[Int(node)].name] }

    func withText<Result>(_ node: Node, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try text.withUnsafeBufferPointer { buffer in
            let start = Int(node.start)
            return try body(UnsafeBufferPointer(rebasing: buffer[start..<start + Int(node.length)]))
        }
    }

    func string(_ node: Int32) -> String {
        withText(nodes[Int(node)]) { String(decoding: $0, as: UTF8.self) }
    }

    func child(_ node: Int32, named name: String) -> Int32? {
        guard let number = names.find(name) else { return nil }
        var child = nodes[Int(node)].child
        while child >= 0 {
            if nodes[Int(child)].name == number { return child }
            child = nodes[Int(child)].next
        }
        return nil
    }

    // MARK: members by number

    /// Finds the children that are members of the structure; `close` releases the space.
    func openSlots(_ schema: StructureSchema, of node: Int32?) -> Int {
        let base = slots.count
        slots.append(contentsOf: repeatElement(-1, count: schema.members.count))
        guard let node else { return base }
        let table = table(schema)
        var child = nodes[Int(node)].child
        let members = tables[table].members
        while child >= 0 {
            let current = nodes[Int(child)]
            if current.name >= 0, current.kind != .null {
                let member = members[Int(current.name)]
                if member >= 0, slots[base + Int(member)] < 0 { slots[base + Int(member)] = child }
            }
            child = current.next
        }
        return base
    }

    func closeSlots(_ base: Int) { slots.removeSubrange(base...) }

    func slot(_ index: Int) -> Int32 { slots[index] }

    func setSlot(_ index: Int, _ node: Int32) { slots[index] = node }

    private func table(_ schema: StructureSchema) -> Int {
        for index in tables.indices where tables[index].schema === schema { return index }
        var members = ContiguousArray<Int16>(repeating: -1, count: names.count)
        for (number, member) in schema.members.enumerated() where member.isInResponseBody || dialect == .literal {
            let name = dialect == .literal ? member.name : member.wireName
            if let found = names.find(name) { members[Int(found)] = Int16(number) }
        }
        tables.append((schema, members))
        return tables.count - 1
    }
}

extension MemberSchema {
    /// Members in the path or query of a request are in the body of a response.
    var isInResponseBody: Bool { location == .body || location == .query || location == .path }

    /// The name in a body; attributes are marked, since an element may have the same name.
    fileprivate var wireName: String { traits.contains(.xmlAttribute) ? "@" + responseName : responseName }
}
