import JSONWriting

/// Writes the small JSON objects that providers send and cache.
enum JSONObjectText {
    /// The members that have a value, in their order.
    static func make(_ members: [(String, String?)]) -> [UInt8] {
        var json = JSONStream(.compact)
        json.beginObject()
        for (name, value) in members {
            guard let value else { continue }
            json.name(name)
            json.string(value)
        }
        json.endObject()
        return json.bytes
    }
}
