import AWSNames

/// The members of a small JSON object, as metadata services, helpers and token caches write them.
struct JSONFields {
    private let document: WireDocument
    private let node: Int32

    /// Throws unless the bytes are one JSON object.
    init(_ bytes: [UInt8]) throws {
        document = try JSONReader.parse(bytes)
        node = document.root
        guard document.nodes[Int(node)].kind == .object else { throw NotAnObject() }
    }

    private init(_ document: WireDocument, _ node: Int32) {
        self.document = document
        self.node = node
    }

    /// The first of these members that is a string.
    func text(_ names: String...) -> String? {
        names.lazy.compactMap { member($0, .string) }.first.map(document.string)
    }

    /// As `text`, for secrets.
    func secret(_ name: String) -> Redacted<String>? { text(name).map(Redacted.init) }

    /// A whole number.
    func number(_ name: String) -> Int? {
        guard let value = member(name, .number).flatMap({ Double(document.string($0)) }) else { return nil }
        return Int(exactly: value.rounded(.towardZero))
    }

    /// A nested object.
    func object(_ name: String) -> JSONFields? { member(name, .object).map { JSONFields(document, $0) } }

    private func member(_ name: String, _ kind: WireDocument.Kind) -> Int32? {
        document.child(node, named: name).flatMap { document.nodes[Int($0)].kind == kind ? $0 : nil }
    }

    private struct NotAnObject: Error {}
}
