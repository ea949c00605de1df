import AWSCore
import Testing

/// What a request of the REST protocols carries when a value is present and empty, and when a payload is not set.
@Suite("Requests of the REST protocols")
struct RESTRequestTests {
    private func request(
        _ input: some InputShape, _ wireProtocol: Service.WireProtocol = .restJSON
    ) throws -> OperationRequest {
        let service = Service(
            id: "Test", endpointPrefix: "test", signingName: "test", wireProtocol: wireProtocol, apiVersion: "1")
        return try operation(input, service).encode(input)
    }

    private func operation<Input: InputShape>(_: Input, _ service: Service) -> Operation<Input, Nothing> {
        Operation("Put", service, OperationTraits("PUT", "/thing"))
    }

    @Test(arguments: [Service.WireProtocol.restJSON, .restXML])
    func `empty lists and texts are sent as empty headers, and what is not set is not sent`(
        wireProtocol: Service.WireProtocol
    ) throws {
        let empty = try request(Fields(text: "", list: [], map: ["a": ""]), wireProtocol).headers
        #expect(empty["X-Text"] == "" && empty["X-List"] == "" && empty["X-Map-a"] == "")
        let filled = try request(Fields(text: "t", list: ["a", "", "b,c"], map: [:]), wireProtocol).headers
        #expect(filled["X-Text"] == "t" && filled["X-List"] == "a,,\"b,c\"")
        let unset = try request(Fields(), wireProtocol).headers
        #expect(!unset.fields.contains { $0.name.hasPrefix("X-") })
    }

    @Test func `an empty list in the query is nothing, as no pair could say it`() throws {
        #expect(try request(Fields(query: [])).query == nil)
        #expect(try request(Fields(query: [""])).query == "q=")
        #expect(try request(Fields(query: ["", "a b"])).query == "q=&q=a%20b")
    }

    @Test(arguments: [HTTPBody.bytes(Array("abc".utf8)), .bytes([])])
    func `bytes without a type of their own are application/octet-stream`(body: HTTPBody) throws {
        let sent = try request(Blob(body: body))
        #expect(sent.headers["Content-Type"] == "application/octet-stream")
        #expect(try request(Blob(body: body, type: "text/csv")).headers.all("Content-Type") == ["text/csv"])
        let xml = try request(Blob(body: body), .restXML)
        #expect(xml.headers["Content-Type"] == "application/octet-stream")
    }

    @Test func `a stream has that type too, and no body has none`() throws {
        let stream = HTTPBody.stream(HTTPBodyStream(length: 1) { nil })
        #expect(try request(Blob(body: stream)).headers["Content-Type"] == "application/octet-stream")
        let none = try request(Blob())
        #expect(none.headers["Content-Type"] == nil)
        guard case .none = none.body else { throw Unexpected(body: none.body) }
    }

    @Test func `a union that is not set is no body, a structure that is not set is an empty object`() throws {
        let union = try request(Document<Union>())
        guard case .none = union.body else { throw Unexpected(body: union.body) }
        #expect(union.headers["Content-Type"] == nil)
        let structure = try request(Document<Structure>())
        guard case .bytes(let bytes) = structure.body else { throw Unexpected(body: structure.body) }
        #expect(String(decoding: bytes, as: UTF8.self) == "{}")
        #expect(structure.headers["Content-Type"] == "application/json")
    }
}

private struct Unexpected: Error { var body: HTTPBody }

private struct Nothing: Shape {
    static let schema = StructureSchema("Nothing")
    init(members m: StructureReader) throws {}
}

private struct Fields: InputShape {
    var text: String?
    var list: [String]?
    var map: [String: String]?
    var query: [String]?

    static let schema = StructureSchema(
        "Fields", "Text List Map Query",
        [
            .init("Text", at: .header, as: "X-Text"), .init("List", .list(), at: .header, as: "X-List"),
            .init("Map", .map(), at: .prefixHeaders, as: "X-Map-"), .init("Query", .list(), at: .query, as: "q"),
        ])

    init(
        text: String? = nil, list: [String]? = nil, map: [String: String]? = nil, query: [String]? = nil
    ) {
        (self.text, self.list, self.map, self.query) = (text, list, map, query)
    }

    init(members m: StructureReader) throws {}

    func writeMembers(to w: any ShapeWriter) throws {
        let m = Self.schema.members
        try w.putString(text, m[0])
        try w.put(list, m[1])
        try w.put(map, m[2])
        try w.put(query, m[3])
    }
}

private struct Blob: InputShape {
    var body: HTTPBody?
    var type: String?

    static let schema = StructureSchema(
        "Blob", "Body Type",
        [.init("Body", at: .payload, traits: .rawPayload), .init("Type", at: .header, as: "Content-Type")])

    init(body: HTTPBody? = nil, type: String? = nil) { (self.body, self.type) = (body, type) }

    init(members m: StructureReader) throws {}

    func writeMembers(to w: any ShapeWriter) throws {
        try w.put(body, Self.schema.members[0])
        try w.putString(type, Self.schema.members[1])
    }
}

private protocol PayloadKind { static var traits: MemberSchema.Traits { get } }
private enum Union: PayloadKind { static let traits: MemberSchema.Traits = .union }
private enum Structure: PayloadKind { static let traits: MemberSchema.Traits = [] }

/// A payload that is never set.
private struct Document<Kind: PayloadKind>: InputShape {
    static var schema: StructureSchema {
        StructureSchema("Document", "Payload", [.init("Payload", at: .payload, traits: Kind.traits)])
    }

    init() {}
    init(members m: StructureReader) throws {}
    func writeMembers(to w: any ShapeWriter) throws {}
}
