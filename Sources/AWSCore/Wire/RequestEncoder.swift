/// Encodes an input and an operation's traits into a request by the service's protocol.
struct RequestEncoder {
    let name: String
    let service: Service
    let traits: OperationTraits

    private static let input = MemberSchema("input")

    func encode(_ input: some InputShape) throws -> OperationRequest {
        switch service.wireProtocol {
        case .query: try query(input, isEC2: false)
        case .ec2: try query(input, isEC2: true)
        case .json(let version): try json(input, version: version)
        case .restXML:
            try rest(input, XMLWriter(root: traits.bodyName, namespace: traits.bodyNamespace), \.bytes, isXML: true)
        case .restJSON: try rest(input, JSONWriter(), \.bytes, isXML: false)
        }
    }

    private func query(_ input: some InputShape, isEC2: Bool) throws -> OperationRequest {
        let writer = QueryWriter(action: name, version: service.apiVersion, isEC2: isEC2)
        let labels = try write(input, to: writer)
        var headers = HTTPHeaders()
        headers.append("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
        return try request(headers: headers, body: writer.bytes, labels: labels)
    }

    private func json(_ input: some InputShape, version: String) throws -> OperationRequest {
        let writer = JSONWriter()
        let labels = try write(input, to: writer)
        var headers: HTTPHeaders = [
            "X-Amz-Target": service.targetPrefix.map { "\($0).\(name)" } ?? name,
            "Content-Type": "application/x-amz-json-\(version)",
        ]
        if traits.isQueryCompatible { headers["x-amzn-query-mode"] = "true" }
        return try request(headers: headers, body: writer.bytes, labels: labels)
    }

    /// Writes the body and returns the labels for the host's prefix, which few operations have.
    private func write(_ input: some InputShape, to body: some ShapeWriter) throws -> [String: String] {
        guard traits.hostPrefix != nil else {
            try input.write(to: body, as: Self.input)
            return [:]
        }
        let writer = RPCWriter(body)
        try input.write(to: writer, as: Self.input)
        return writer.hostLabels
    }

    private func request(headers: HTTPHeaders, body: [UInt8], labels: [String: String]) throws -> OperationRequest {
        OperationRequest(
            method: traits.method, path: traits.path, headers: headers, body: .bytes(body),
            hostPrefix: try hostPrefix(labels), endpointParameters: traits.endpointParameters)
    }

    private func rest<Input: InputShape, Body: ShapeWriter>(
        _ input: Input, _ body: Body, _ bytes: KeyPath<Body, [UInt8]>, isXML: Bool
    ) throws -> OperationRequest {
        let members = Input.schema.members
        let payload = members.first { $0.location == .payload }
        let writer = RESTWriter(body: body, hasPayload: payload != nil)
        try input.write(to: writer, as: Self.input)

        var headers = writer.headers
        let sent: HTTPBody
        switch writer.payload {
        case .stream(let stream): sent = stream
        case .text(let text): sent = .bytes(Array(text.utf8))
        case .structure: sent = .bytes(writer.body[keyPath: bytes])
        case .none:
            let hasBody = members.contains { $0.location == .body }
            if payload == nil, hasBody, writer.hasBodyMembers || !isXML {
                sent = .bytes(writer.body[keyPath: bytes])
            } else if let payload, !isXML, !payload.isStream, !payload.traits.contains(.union) {
                sent = .bytes(Array("{}".utf8))
            } else {
                sent = .none
            }
        }
        if headers["Content-Type"] == nil, let type = contentType(of: writer.payload, sent, isXML: isXML) {
            headers["Content-Type"] = type
        }
        let (path, query) = try target(writer.labels, writer.query)
        return OperationRequest(
            method: traits.method, path: path, query: query, headers: headers, body: sent,
            hostPrefix: try hostPrefix(writer.hostLabels),
            endpointParameters: traits.endpointParameters.merging(writer.endpointParameters) { $1 })
    }

    /// The content type; nil when there is no body.
    private func contentType(of payload: RESTPayload, _ body: HTTPBody, isXML: Bool) -> String? {
        switch (payload, body) {
        case (.structure, .bytes), (.none, .bytes): isXML ? "application/xml" : "application/json"
        case (.text, .bytes): "text/plain"
        case (.stream, .bytes), (.stream, .stream): "application/octet-stream"
        default: nil
        }
    }

    private func target(
        _ labels: [String: String], _ query: [(name: String, value: String)]
    ) throws -> (path: String, query: String?) {
        let parts = traits.path.split(separator: "?", maxSplits: 1)
        let path = try expand(parts.first.map(String.init) ?? "/") { name in
            let isGreedy = name.hasSuffix("+")
            let key = isGreedy ? String(name.dropLast()) : name
            guard let value = labels[key] else { throw SerializationError(member: key, problem: "it is missing") }
            return URIEncoding.encode(value, keepSlashes: isGreedy)
        }
        var pairs = parts.count > 1 ? [String(parts[1])] : []
        pairs += query.map { URIEncoding.encode($0.name) + "=" + URIEncoding.encode($0.value) }
        return (path, pairs.isEmpty ? nil : pairs.joined(separator: "&"))
    }

    private func hostPrefix(_ labels: [String: String]) throws -> String? {
        guard let prefix = traits.hostPrefix else { return nil }
        return try expand(prefix) { name in
            guard let value = labels[name], !value.isEmpty, value.utf8.allSatisfy(Self.isHostCharacter) else {
                throw SerializationError(
                    member: name,
                    problem: "it becomes part of the host name, so only letters, digits, '-' and '.' are allowed")
            }
            return value
        }
    }

    private static func isHostCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// Replaces each `{name}`.
    private func expand(_ template: String, _ value: (String) throws -> String) throws -> String {
        guard template.utf8.contains(UInt8(ascii: "{")) else { return template }
        var result = ""
        var rest = Substring(template)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            result += try value(String(rest[rest.index(after: open)..<close]))
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
