@testable import AWSCore

/// Responses of services: as an answer, with a member of every type, and as an error.
enum WireTarget {
    static func xml(_ bytes: [UInt8]) {
        for wireProtocol in [Service.WireProtocol.query, .ec2, .restXML] { read(bytes, wireProtocol) }
    }

    static func json(_ bytes: [UInt8]) {
        for wireProtocol in [Service.WireProtocol.json(version: "1.1"), .restJSON] { read(bytes, wireProtocol) }
        _ = try? Everything(literal: bytes)
    }

    private static func read(_ bytes: [UInt8], _ wireProtocol: Service.WireProtocol) {
        let service = Service(
            id: "Fuzz", endpointPrefix: "fuzz", signingName: "fuzz", wireProtocol: wireProtocol, apiVersion: "1")
        let operation = Operation<Everything, Everything>(
            "Fuzz", service, OperationTraits(resultWrapper: wireProtocol == .query ? "R" : nil))
        if let value = try? operation.decode(HTTPResponse(status: 200, body: bytes)) {
            _ = try? operation.encode(value)
        }
        _ = operation.decodeError(HTTPResponse(status: 500, body: bytes))
    }
}

/// A structure with a member of every type, and itself.
struct Everything: InputShape {
    var text: String?
    var integer: Int?
    var number: Double?
    var boolean: Bool?
    var timestamp: Timestamp?
    var blob: [UInt8]?
    var document: DocumentValue?
    var inner: Boxed<Everything>?
    var list: [Everything]?
    var flat: [String]?
    var map: [String: Everything]?

    static let schema = StructureSchema(
        "Everything", "S I N B T X D E L F M",
        [
            MemberSchema("L", .list("m")), MemberSchema("F", .list("F", flattened: true)),
            MemberSchema("M", .map("k", "v")),
        ])

    init(members reader: StructureReader) throws {
        text = try reader.string(0)
        integer = try reader.integer(1)
        number = try reader.number(2)
        boolean = try reader.boolean(3)
        timestamp = try reader.timestamp(4)
        blob = try reader.value(5)
        document = try reader.value(6)
        inner = try reader.value(7)
        list = try reader.value(8)
        flat = try reader.value(9)
        map = try reader.value(10)
    }

    func writeMembers(to writer: any ShapeWriter) throws {
        let members = Self.schema.members
        try writer.putString(text, members[0])
        try writer.putInteger(integer, members[1])
        try writer.put(number, members[2])
        try writer.putBoolean(boolean, members[3])
        try writer.putTimestamp(timestamp, members[4])
        try writer.put(blob, members[5])
        try writer.put(document, members[6])
        try writer.put(inner, members[7])
        try writer.put(list, members[8])
        try writer.put(flat, members[9])
        try writer.put(map, members[10])
    }
}
