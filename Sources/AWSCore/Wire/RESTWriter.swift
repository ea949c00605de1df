/// The source of the body.
enum RESTPayload {
    /// The input's members make up the body, or there is none.
    case none
    /// A member is the body, written by the body's writer.
    case structure
    /// A member that is text is the body.
    case text(String)
    /// A member that is bytes is the body.
    case stream(HTTPBody)
}

/// Writes a request of the REST protocols: the model assigns members to path, query, headers or body.
final class RESTWriter<Body: ShapeWriter>: ShapeWriter {
    /// The encoded labels by name.
    private(set) var labels: [String: String] = [:]
    /// The query's names and values, not yet encoded.
    private var namedQuery: [(name: String, value: String)] = []
    private(set) var headers = HTTPHeaders()
    private(set) var payload = RESTPayload.none
    private(set) var body: Body
    /// The values for endpoint rules and the host's prefix, by their names there.
    private(set) var endpointParameters: [String: String] = [:]
    private(set) var hostLabels: [String: String] = [:]
    private(set) var hasBodyMembers = false

    private let hasPayload: Bool
    /// The current depth in the body; the members of the input itself are at 0.
    private var depth = -1
    private var list: [String]?
    private var mapKey: String?
    /// The destination of the current map or list.
    private var isHeaderMap = false
    private var isHeaderList = false
    /// Query parameters from a map; one that the model defines takes precedence.
    private var mapQuery: [(name: String, value: String)] = []

    /// - Parameter hasPayload: True when one member is the whole body instead of members being parts of it.
    init(body: Body, hasPayload: Bool) {
        self.body = body
        self.hasPayload = hasPayload
    }

    /// Whether the body's writer writes the value.
    private func isInBody(_ member: MemberSchema) -> Bool {
        depth > 0 || (list == nil && mapKey == nil && member.location == .body)
    }

    private func place(_ member: MemberSchema, _ text: String) throws {
        if list != nil {
            list?.append(text)
            return
        }
        if let key = mapKey {
            guard isHeaderMap else { return mapQuery.append((key, text)) }
            try Self.checkHeader(key + text, member)
            return headers.append(key, text)
        }
        if let name = member.endpointParameter { endpointParameters[name] = text }
        switch member.location {
        case .path:
            guard !text.isEmpty else { throw SerializationError(member: member.name, problem: "it is empty") }
            labels[member.requestName] = text
        case .query: namedQuery.append((member.requestName, text))
        case .header:
            try Self.checkHeader(text, member)
            headers.append(member.requestName, text)
        case .payload: payload = .text(text)
        case .body, .prefixHeaders, .statusCode: break
        }
    }

    /// A line break would end the header and begin another.
    private static func checkHeader(_ text: String, _ member: MemberSchema) throws {
        guard !text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) else {
            throw SerializationError(member: member.name, problem: "a header cannot contain a line break")
        }
    }

    func string(_ value: String, as member: MemberSchema) throws {
        if member.traits.contains(.hostLabel) { hostLabels[member.name] = value }
        if let name = member.endpointParameter, depth == 0 { endpointParameters[name] = value }
        if isInBody(member) {
            markBody(member)
            return try body.string(value, as: member)
        }
        if member.location == .header, member.traits.contains(.jsonValue) {
            return try place(member, Base64.encode(Array(value.utf8)))
        }
        try place(member, value)
    }

    func integer(_ value: Int, as member: MemberSchema) throws {
        if isInBody(member) {
            markBody(member)
            return try body.integer(value, as: member)
        }
        try place(member, String(value))
    }

    func number(_ value: Double, as member: MemberSchema) throws {
        if isInBody(member) {
            markBody(member)
            return try body.number(value, as: member)
        }
        try place(member, NumberText.text(value))
    }

    func boolean(_ value: Bool, as member: MemberSchema) throws {
        if isInBody(member) {
            markBody(member)
            return try body.boolean(value, as: member)
        }
        try place(member, value ? "true" : "false")
    }

    func timestamp(_ value: Timestamp, as member: MemberSchema) throws {
        if isInBody(member) {
            markBody(member)
            return try body.timestamp(value, as: member)
        }
        try place(member, try value.text(member, default: isInHeader(member) ? .httpDate : .iso8601))
    }

    var query: [(name: String, value: String)] {
        let names = Set(namedQuery.map(\.name))
        return namedQuery + mapQuery.filter { !names.contains($0.name) }
    }

    private func isInHeader(_ member: MemberSchema) -> Bool { member.location == .header || isHeaderList }

    func blob(_ value: [UInt8], as member: MemberSchema) throws {
        if isInBody(member) {
            markBody(member)
            return try body.blob(value, as: member)
        }
        if member.location == .payload {
            payload = .stream(.bytes(value))
        } else {
            try place(member, Base64.encode(value))
        }
    }

    func document(_ value: DocumentValue, as member: MemberSchema) throws {
        markBody(member)
        try body.document(value, as: member)
    }

    func stream(_ value: HTTPBody, as member: MemberSchema) throws { payload = .stream(value) }

    func beginStructure(as member: MemberSchema) throws {
        depth += 1
        // The input's members make up the body, unless one of them is the whole body.
        if depth == 0 { return hasPayload ? () : try body.beginStructure(as: member) }
        markBody(member)
        try body.beginStructure(as: member)
    }

    func endStructure(as member: MemberSchema) throws {
        if depth > 0 || !hasPayload { try body.endStructure(as: member) }
        depth -= 1
    }

    private func markBody(_ member: MemberSchema) {
        if member.location == .payload { payload = .structure }
        hasBodyMembers = true
    }

    func beginList(count: Int, as member: MemberSchema) throws {
        if isInBody(member) || member.location == .payload {
            markBody(member)
            depth += 1
            return try body.beginList(count: count, as: member)
        }
        list = []
        isHeaderList = member.location == .header
    }

    func element(_ number: Int, of list: MemberSchema) throws {
        if self.list == nil { try body.element(number, of: list) }
    }

    func endElement(of list: MemberSchema) throws {
        if self.list == nil { try body.endElement(of: list) }
    }

    func endList(as member: MemberSchema) throws {
        guard let values = list else {
            depth -= 1
            return try body.endList(as: member)
        }
        // A list within a map of query parameters ends before the map does.
        list = nil
        isHeaderList = false
        if let key = mapKey {
            for value in values { mapQuery.append((key, value)) }
        } else if member.location == .query {
            for value in values { namedQuery.append((member.requestName, value)) }
        } else {
            // An empty list that was set is written as an empty value, like an empty string.
            let text = values.map(HeaderList.quoted).joined(separator: ",")
            try Self.checkHeader(text, member)
            headers.append(member.requestName, text)
        }
    }

    func beginMap(count: Int, as member: MemberSchema) throws {
        if isInBody(member) || member.location == .payload {
            markBody(member)
            depth += 1
            return try body.beginMap(count: count, as: member)
        }
        isHeaderMap = member.location == .prefixHeaders
    }

    func entry(_ number: Int, key: String, of map: MemberSchema) throws {
        if depth > 0 { return try body.entry(number, key: key, of: map) }
        mapKey = isHeaderMap ? map.requestName + key : key
    }

    func endEntry(of map: MemberSchema) throws {
        if depth > 0 { return try body.endEntry(of: map) }
        mapKey = nil
    }

    func endMap(as member: MemberSchema) throws {
        if depth > 0 {
            depth -= 1
            return try body.endMap(as: member)
        }
    }
}

/// A list in a header: values separated by commas.
enum HeaderList {
    /// A comma in a value would end the value; readers know the comma of an HTTP date.
    static func quoted(_ value: String) -> String {
        let needsQuotes = value.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
        guard needsQuotes, Timestamp(value, format: .httpDate) == nil else { return value }
        return "\"" + value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"") + "\""
    }
}
