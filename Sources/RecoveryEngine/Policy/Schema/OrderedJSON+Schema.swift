import JSONWriting

extension OrderedJSON {
    /// An object with members in the order they are written.
    static func members(_ members: KeyValuePairs<String, OrderedJSON>) -> OrderedJSON {
        .object(members.map { (name: $0.key, value: $0.value) })
    }

    /// The members of both objects; anything else is left as it is.
    func adding(_ other: OrderedJSON) -> OrderedJSON {
        guard case .object(let own) = self, case .object(let members) = other else { return self }
        return .object(own + members)
    }

    /// The same object with further members; anything else is left as it is.
    func adding(_ members: KeyValuePairs<String, OrderedJSON>) -> OrderedJSON {
        guard case .object(let own) = self else { return self }
        return .object(own + members.map { (name: $0.key, value: $0.value) })
    }

    /// A schema that takes null as well.
    var orNull: OrderedJSON {
        guard case .object(var members) = self else { return self }
        guard let type = members.firstIndex(where: { $0.name == "type" }), case .string = members[type].value else {
            return .members(["oneOf": .array([self, .members(["type": .string("null")])])])
        }
        members[type].value = .array([members[type].value, .string("null")])
        if let words = members.firstIndex(where: { $0.name == "enum" }), case .array(let items) = members[words].value {
            members[words].value = .array(items + [.null])
        }
        return .object(members)
    }

    /// Indented by two spaces; objects and arrays that are short and flat stay on one line.
    var schemaText: String {
        var stream = JSONStream(.lines(indent: 2))
        writeSchema(to: &stream, depth: 0)
        return stream.text
    }

    private func writeSchema(to stream: inout JSONStream, depth: Int) {
        if isFlat {
            var line = JSONStream(.line)
            write(to: &line)
            if line.text.count + 2 * depth <= 100 { return stream.raw(line.text) }
        }
        switch self {
        case .object(let members):
            stream.beginObject()
            for member in members {
                stream.name(member.name)
                member.value.writeSchema(to: &stream, depth: depth + 1)
            }
            stream.endObject()
        case .array(let elements):
            stream.beginArray()
            for element in elements { element.writeSchema(to: &stream, depth: depth + 1) }
            stream.endArray()
        case .null, .bool, .integer, .seconds, .decimal, .string, .generated: write(to: &stream)
        }
    }

    private var isFlat: Bool {
        switch self {
        case .object(let members): members.allSatisfy(\.value.isScalar)
        case .array(let elements): elements.allSatisfy(\.isScalar)
        case .null, .bool, .integer, .seconds, .decimal, .string, .generated: true
        }
    }

    private var isScalar: Bool {
        switch self {
        case .object, .array, .generated: false
        case .null, .bool, .integer, .seconds, .decimal, .string: true
        }
    }
}
