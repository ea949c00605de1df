/// A head that was written down outside the evidence (in a notification, a ticket, a locked object): against somebody who
/// can put the whole folder back to an earlier state. It prints as `policy:count:digest`.
package struct EvidenceAnchor: Hashable, Sendable, CustomStringConvertible {
    package var policy: String
    package var count: Int
    /// SHA-256 of record number `count`, in hex.
    package var digest: String

    package init(policy: String, count: Int, digest: String) {
        self.policy = policy
        self.count = count
        self.digest = digest
    }

    package var description: String { "\(policy):\(count):\(digest)" }

    /// From `policy:count:digest`, or from the text of a `head.json`; nil for anything else.
    package init?(_ text: String) {
        if let head = try? EvidenceHead(bytes: Array(text.utf8)) {
            guard let anchor = head.anchor else { return nil }
            self = anchor
            return
        }
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 1 else { return nil }
        let parts = words[0].split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, let count = Int(parts[1]), count > 0, parts[2].utf8.count == 64,
            parts[2].allSatisfy(\.isHexDigit)
        else { return nil }
        self.init(policy: String(parts[0]), count: count, digest: parts[2].lowercased())
    }
}
