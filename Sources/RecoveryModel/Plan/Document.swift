import Digests

/// Something that AWS takes as a whole only: whoever writes it writes every part of it, those of others included.
package protocol Document: Hashable, Codable, Sendable {
    associatedtype Part: DocumentPart

    /// Its parts by their names: statements by Sid, rules by id, settings by their AWS names.
    var parts: [String: Part] { get }
}

/// A part of a document. Equal parts have equal text.
package protocol DocumentPart: Hashable, Sendable {
    /// Every setting of the part in a fixed order.
    var canonicalText: String { get }
    /// Its settings for people, in the order in which they are read.
    var fields: [DocumentField] { get }
}

extension String: DocumentPart {
    package var canonicalText: String { self }
}

extension JSONValue: DocumentPart {
    package var canonicalText: String { compact }
}

extension AccessStatement: DocumentPart {
    package var canonicalText: String { json.compact }
}

extension Document {
    /// Of all parts; equal for documents with the same parts, whatever their order.
    package var digest: String {
        let text = parts.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value.canonicalText)\u{0}" }.joined()
        return SHA256.hex(text.utf8)
    }
}
