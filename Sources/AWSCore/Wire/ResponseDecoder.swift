/// Decodes a successful response into an output by the service's protocol.
struct ResponseDecoder {
    let name: String
    let service: Service
    let traits: OperationTraits

    private var operation: String { "\(service.endpointPrefix):\(name)" }

    func decode<Output: Shape>(_ type: Output.Type, _ response: HTTPResponse) throws -> Output {
        do {
            // The body may be missing when nothing is read from it.
            if response.body.isEmpty, type.schema.members.isEmpty { return try empty(type) }
            switch service.wireProtocol {
            case .query: return try query(type, response)
            case .ec2: return try read(type, XMLReader.parse(response.body), nil)
            case .json: return try json(type, response)
            case .restXML: return try rest(type, response, isXML: true)
            case .restJSON: return try rest(type, response, isXML: false)
            }
        } catch let failure as WireFailure {
            throw ResponseError(operation: operation, response: response, failure: failure)
        }
    }

    private func empty<Output: Shape>(_ type: Output.Type) throws -> Output {
        let document = WireDocument(.json)
        return try Output(members: StructureReader(document: document, schema: type.schema, base: 0))
    }

    private func read<Output: Shape>(_ type: Output.Type, _ document: WireDocument, _ node: Int32?) throws -> Output {
        let value = ValueReader(document: document, node: node ?? document.root, member: MemberSchema("output"))
        return try Output(reading: value)
    }

    private func query<Output: Shape>(_ type: Output.Type, _ response: HTTPResponse) throws -> Output {
        let document = try XMLReader.parse(response.body)
        guard let wrapper = traits.resultWrapper else { return try read(type, document, nil) }
        // Some emulators of AWS omit the element around it.
        if document.name(document.root) == wrapper { return try read(type, document, nil) }
        guard let result = document.child(document.root, named: wrapper) else { throw WireFailure.missing(wrapper) }
        return try read(type, document, result)
    }

    private func json<Output: Shape>(_ type: Output.Type, _ response: HTTPResponse) throws -> Output {
        // For an empty output services send nothing, an empty object, or null.
        let isNothing = response.body.isEmpty || (Output.schema.members.isEmpty && response.body == Array("null".utf8))
        let body = isNothing ? Array("{}".utf8) : response.body
        return try read(type, JSONReader.parse(body), nil)
    }

    private func rest<Output: Shape>(_ type: Output.Type, _ response: HTTPResponse, isXML: Bool) throws -> Output {
        let schema = Output.schema
        let payload = schema.members.firstIndex { $0.location == .payload }
        let isRaw = payload.map { schema.members[$0].isStream } ?? false
        let hasBody = payload != nil || schema.members.contains(where: \.isInResponseBody)
        let document =
            try isRaw || !hasBody || response.body.isEmpty
            ? WireDocument(isXML ? .xml : .json)
            : isXML ? XMLReader.parse(response.body) : JSONReader.parse(response.body)
        let root: Int32? = document.nodes.isEmpty ? nil : document.root
        try checkForError(document, root, response, isXML: isXML)

        if isRaw, let payload, !response.body.isEmpty {
            return try members(of: type, document, nil, response, fixed: (payload, document.appendRaw(response.body)))
        }
        if let payload { return try members(of: type, document, nil, response, fixed: root.map { (payload, $0) }) }
        guard traits.isUnwrapped else { return try members(of: type, document, root, response) }
        // The root is the value itself; an empty root means no value.
        let value = root.flatMap { document.nodes[Int($0)].length > 0 ? (0, $0) : nil }
        return try members(of: type, document, nil, response, fixed: value)
    }

    /// Reads a structure from a node of the body, from status and headers, and from a node that is one member.
    func members<Output: Shape>(
        of type: Output.Type, _ document: WireDocument, _ node: Int32?, _ response: HTTPResponse,
        fixed: (member: Int, node: Int32)? = nil
    ) throws -> Output {
        let base = document.openSlots(type.schema, of: node)
        let reader = StructureReader(document: document, schema: type.schema, base: base)
        defer { reader.close() }
        let headers = HeaderReader(document: document, response: response)
        for (number, member) in type.schema.members.enumerated() {
            if let node = try headers.node(member) { document.setSlot(base + number, node) }
        }
        if let fixed { document.setSlot(base + fixed.member, fixed.node) }
        return try Output(members: reader)
    }

    /// S3 reports some failed long copies with status 200 and an error in the body.
    private func checkForError(
        _ document: WireDocument, _ root: Int32?, _ response: HTTPResponse, isXML: Bool
    ) throws {
        guard isXML, let root, document.name(root) == "Error" else { return }
        let error = ErrorDecoder.decode(response, service.wireProtocol)
        throw ServiceError(
            operation: operation, code: error.code ?? "\(response.status)", message: error.message,
            status: response.status, requestID: error.requestID)
    }
}

extension MemberSchema {
    /// A payload that is bytes or text, not a structure.
    var isStream: Bool { traits.contains(.rawPayload) }
}

extension WireDocument {
    func appendRaw(_ body: [UInt8]) throws -> Int32 {
        let start = text.count
        text.append(contentsOf: body)
        return try append(Node(name: -1, start: Int32(start), length: Int32(body.count), kind: .raw))
    }
}

/// Adds status and headers as nodes, so that they are read like members of the body.
private struct HeaderReader {
    let document: WireDocument
    let response: HTTPResponse

    func node(_ member: MemberSchema) throws -> Int32? {
        switch member.location {
        case .statusCode: return try document.appendText(String(response.status), kind: .number)
        case .prefixHeaders: return try prefixed(member)
        case .header:
            guard let value = response.headers[member.responseName] else { return nil }
            guard case .list(let element, _) = member.layout else {
                return try document.appendText(value, kind: .string)
            }
            return try list(
                response.headers.all(member.responseName).flatMap {
                    Self.split($0, isDate: element.timestampFormat == .httpDate)
                })
        default: return nil
        }
    }

    private func list(_ values: [String]) throws -> Int32 {
        let list = try document.append(WireDocument.Node(name: -1, kind: .array))
        var last: Int32 = -1
        for value in values {
            let node = try document.appendText(value, kind: .string)
            if last < 0 { document.nodes[Int(list)].child = node } else { document.nodes[Int(last)].next = node }
            last = node
        }
        return list
    }

    private func prefixed(_ member: MemberSchema) throws -> Int32? {
        let map = try document.append(WireDocument.Node(name: -1, kind: .object))
        let prefix = member.responseName.lowercased()
        var last: Int32 = -1
        for field in response.headers.fields where field.name.lowercased().hasPrefix(prefix) {
            var key = String(field.name.dropFirst(prefix.count))
            let node = try document.appendText(field.value, kind: .string)
            document.nodes[Int(node)].name = key.withUTF8 { document.names.intern($0) }
            if last < 0 { document.nodes[Int(map)].child = node } else { document.nodes[Int(last)].next = node }
            last = node
        }
        return map
    }

    /// The elements of a list in a header, separated by commas and possibly quoted; a date contains a comma itself.
    private static func split(_ text: String, isDate: Bool) -> [String] {
        var elements: [String] = []
        var element = ""
        var isQuoted = false
        var commas = 0
        var characters = text.makeIterator()
        while let character = characters.next() {
            switch character {
            case "\"": isQuoted.toggle()
            case "\\" where isQuoted: if let next = characters.next() { element.append(next) }
            case "," where !isQuoted:
                commas += 1
                if isDate, commas % 2 == 1 {
                    element.append(character)
                } else {
                    elements.append(trimmed(element))
                    element = ""
                }
            default: element.append(character)
            }
        }
        return elements + [trimmed(element)]
    }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
