/// Something that AWS takes as a whole only: whoever writes it writes every part of it, those of others included.
package protocol Document: Hashable, Codable, Sendable {
    /// Its parts by their names: statements by Sid, rules by id, settings by their AWS names. Equal parts have equal text.
    var parts: [String: String] { get }
}

extension Document {
    /// Of all parts; equal for documents with the same parts, whatever their order.
    package var digest: String {
        let text = parts.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value)\u{0}" }.joined()
        return SHA256.hex(text.utf8)
    }
}
