import JSONWriting

extension DocumentValue {
    /// On one line, members sorted by name.
    var text: String {
        var json = JSONStream(.compact)
        write(to: &json)
        return json.text
    }

    /// Writes the value, members sorted by name.
    func write(to json: inout JSONStream) {
        switch self {
        case .null: json.null()
        case .boolean(let value): json.bool(value)
        case .integer(let value): json.integer(value)
        case .number(let value): json.number(value)
        case .string(let value): json.string(value)
        case .array(let values):
            json.beginArray()
            for value in values { value.write(to: &json) }
            json.endArray()
        case .object(let members):
            json.beginObject()
            for member in members.sorted(by: { $0.key < $1.key }) {
                json.name(member.key)
                member.value.write(to: &json)
            }
            json.endObject()
        }
    }
}

extension JSONStream {
    /// A number; what JSON has no number for is a text, as AWS writes it.
    mutating func number(_ value: Double) {
        let text = NumberText.text(value)
        if value.isFinite { raw(text) } else { string(text) }
    }
}
