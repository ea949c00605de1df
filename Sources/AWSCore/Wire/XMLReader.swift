internal import CLibXML2

/// Parses XML into a `WireDocument` with libxml2's SAX interface.
///
/// A document type is refused at its first character, so only the five predefined entities exist and nothing is loaded;
/// libxml2 itself limits names and text.
enum XMLReader {
    static func parse(_ body: [UInt8]) throws -> WireDocument {
        initialised
        guard !body.isEmpty else { throw WireFailure.malformed("empty") }
        let document = WireDocument(.xml)
        document.text.reserveCapacity(body.count)
        document.nodes.reserveCapacity(body.count / 32)
        var state = XMLParserState(document: document)
        try body.withUnsafeBytes { whole in
            let bytes = UnsafeRawBufferPointer(rebasing: whole.dropFirst(whole.starts(with: byteOrderMark) ? 3 : 0))
            guard let length = Int32(exactly: bytes.count), let base = bytes.baseAddress,
                let context = xmlCreateMemoryParserCtxt(base.assumingMemoryBound(to: CChar.self), length)
            else { throw WireFailure.malformed("too large") }
            defer { xmlFreeParserCtxt(context) }
            // AWS sends UTF-8. Converters for other declared encodings print errors to stderr.
            xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue))
            context.pointee.encoding = UnsafePointer(xmlStrdup("UTF-8"))
            context.pointee.sax.pointee = handler()
            withUnsafeMutablePointer(to: &state) { pointer in
                pointer.pointee.context = context
                context.pointee.userData = UnsafeMutableRawPointer(pointer)
                xmlParseDocument(context)
            }
            if let failure = state.failure { throw failure }
            guard context.pointee.wellFormed == 1, !document.nodes.isEmpty else {
                throw WireFailure.malformed(message(context))
            }
        }
        return document
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static let initialised: Void = xmlInitParser()

    private static func message(_ context: xmlParserCtxtPtr) -> String {
        guard let text = xmlCtxtGetLastError(context)?.pointee.message else { return "not XML" }
        let line = context.pointee.lastError.line
        let trimmed = String(cString: text).split(separator: "\n").first.map(String.init) ?? "not XML"
        return "\(trimmed) (line \(line))"
    }

    private static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { state, name, prefix, uri, _, _, count, _, attributes in
            state?.assumingMemoryBound(to: XMLParserState.self).pointee
                .open(name, attributes: attributes, count: Int(count))
        }
        handler.endElementNs = { state, _, _, _ in
            state?.assumingMemoryBound(to: XMLParserState.self).pointee.close()
        }
        handler.characters = { state, text, length in
            state?.assumingMemoryBound(to: XMLParserState.self).pointee.append(text, Int(length))
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.internalSubset = { state, _, _, _ in
            state?.assumingMemoryBound(to: XMLParserState.self).pointee.stop(.documentType)
        }
        handler.serror = { _, _ in }  // Kept in the context; never printed.
        return handler
    }
}

/// An element whose end tag was not read yet.
private struct OpenElement {
    let node: Int32
    var lastChild: Int32 = -1
    var hasElements = false
}

/// The state that the callbacks work on.
private struct XMLParserState {
    let document: WireDocument
    var context: xmlParserCtxtPtr?
    var failure: WireFailure?
    private var open: ContiguousArray<OpenElement> = []
    private var namesByAddress = AddressTable()

    init(document: WireDocument) { self.document = document }

    mutating func stop(_ failure: WireFailure) {
        if self.failure == nil { self.failure = failure }
        if let context { xmlStopParser(context) }
    }

    mutating func open(
        _ name: UnsafePointer<xmlChar>?, attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
    ) {
        guard failure == nil, let name else { return }
        guard open.count < WireDocument.maximumDepth else { return stop(.tooDeep) }
        // Text before a child is white space, not the parent's text.
        if let parent = open.last, !parent.hasElements {
            document.text.removeSubrange(Int(document.nodes[Int(parent.node)].start)...)
            open[open.count - 1].hasElements = true
        }
        guard let node = add(number(of: name)) else { return }
        open.append(OpenElement(node: node))
        for index in 0..<count {
            // Each attribute has five pointers: name, prefix, URI, and the begin and end of its value.
            guard let attributes, let name = attributes[index * 5], let begin = attributes[index * 5 + 3],
                let end = attributes[index * 5 + 4]
            else { continue }
            let qualified = Self.attributeName(name, uri: attributes[index * 5 + 2])
            var key = "@" + qualified
            guard let attribute = add(key.withUTF8 { document.names.intern($0) }) else { return }
            document.text.append(contentsOf: UnsafeBufferPointer(start: begin, count: end - begin))
            document.nodes[Int(attribute)].length = Int32(end - begin)
        }
        document.nodes[Int(node)].start = Int32(document.text.count)
    }

    mutating func append(_ text: UnsafePointer<xmlChar>?, _ length: Int) {
        guard failure == nil, let text, let current = open.last, !current.hasElements else { return }
        document.text.append(contentsOf: UnsafeBufferPointer(start: text, count: length))
    }

    mutating func close() {
        guard failure == nil, let current = open.popLast() else { return }
        guard !current.hasElements else { return }
        let start = Int(document.nodes[Int(current.node)].start)
        document.nodes[Int(current.node)].length = Int32(document.text.count - start)
    }

    /// Appends a node after its siblings.
    private mutating func add(_ name: Int32) -> Int32? {
        do {
            let node = try document.append(
                WireDocument.Node(name: name, start: Int32(document.text.count), kind: .element))
            if let parent = open.last {
                if parent.lastChild < 0 {
                    document.nodes[Int(parent.node)].child = node
                } else {
                    document.nodes[Int(parent.lastChild)].next = node
                }
                open[open.count - 1].lastChild = node
            }
            return node
        } catch {
            stop(.tooManyValues)
            return nil
        }
    }

    /// libxml2 keeps one copy of each name, so the address identifies the name.
    private mutating func number(of name: UnsafePointer<xmlChar>) -> Int32 {
        if let known = namesByAddress[name] { return known }
        let bytes = UnsafeBufferPointer(start: name, count: Int(xmlStrlen(name)))
        let number = document.names.intern(bytes)
        namesByAddress[name] = number
        return number
    }

    /// The prefix `xsi`, which AWS's models use for the schema-instance namespace, whatever prefix the document uses.
    private static func attributeName(_ name: UnsafePointer<xmlChar>, uri: UnsafePointer<xmlChar>?) -> String {
        let local = String(decoding: UnsafeBufferPointer(start: name, count: Int(xmlStrlen(name))), as: UTF8.self)
        guard let uri else { return local }
        let space = String(decoding: UnsafeBufferPointer(start: uri, count: Int(xmlStrlen(uri))), as: UTF8.self)
        return space == "http://www.w3.org/2001/XMLSchema-instance" ? "xsi:" + local : local
    }
}

/// A hash table of numbers by address, with open addressing.
private struct AddressTable {
    private var keys = ContiguousArray<UInt>(repeating: 0, count: 512)
    private var values = ContiguousArray<Int32>(repeating: -1, count: 512)
    private var count = 0

    subscript(address: UnsafePointer<UInt8>) -> Int32? {
        get {
            let key = UInt(bitPattern: address)
            var slot = Self.slot(key, keys.count)
            while keys[slot] != 0 {
                if keys[slot] == key { return values[slot] }
                slot = (slot + 1) & (keys.count - 1)
            }
            return nil
        }
        set {
            guard let newValue else { return }
            if count * 2 >= keys.count { grow() }
            insert(UInt(bitPattern: address), newValue)
        }
    }

    private mutating func insert(_ key: UInt, _ value: Int32) {
        var slot = Self.slot(key, keys.count)
        while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
        if keys[slot] == 0 { count += 1 }
        keys[slot] = key
        values[slot] = value
    }

    private mutating func grow() {
        let old = zip(keys, values).filter { $0.0 != 0 }
        keys = ContiguousArray(repeating: 0, count: keys.count * 4)
        values = ContiguousArray(repeating: -1, count: keys.count)
        count = 0
        for (key, value) in old { insert(key, value) }
    }

    private static func slot(_ key: UInt, _ size: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (size - 1)
    }
}
