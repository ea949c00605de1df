/// Writes the small JSON objects that providers send and cache.
enum JSONObjectText {
    /// The members that have a value, in their order.
    static func make(_ members: [(String, String?)]) -> [UInt8] {
        var text: [UInt8] = []
        for (name, value) in members {
            guard let value else { continue }
            text.append(UInt8(ascii: text.isEmpty ? "{" : ","))
            JSONText.append(name, to: &text)
            text.append(UInt8(ascii: ":"))
            JSONText.append(value, to: &text)
        }
        return (text.isEmpty ? [UInt8(ascii: "{")] : text) + [UInt8(ascii: "}")]
    }
}
