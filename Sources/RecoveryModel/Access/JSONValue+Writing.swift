import JSONWriting

extension JSONValue {
    /// Members sorted by name, no white space: equal values give equal text.
    package var compact: String { text(.compact) }

    /// Members sorted by name, two spaces a level.
    package var pretty: String { text(.lines(indent: 2)) }

    private func text(_ layout: JSONStream.Layout) -> String {
        var stream = JSONStream(layout)
        write(to: &stream)
        return stream.text
    }

    private func write(to stream: inout JSONStream) {
        switch self {
        case .null: stream.null()
        case .bool(let value): stream.bool(value)
        case .integer(let value): stream.integer(value)
        case .number(let value):
            stream.raw(value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)")
        case .string(let value): stream.string(value)
        case .array(let elements):
            stream.beginArray()
            for element in elements { element.write(to: &stream) }
            stream.endArray()
        case .object(let members):
            stream.beginObject()
            // RFC 8785 sorts by UTF-16 code units.
            for member in members.sorted(by: { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }) {
                stream.name(member.key)
                member.value.write(to: &stream)
            }
            stream.endObject()
        }
    }
}
