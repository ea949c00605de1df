/// Where evidence is kept: names and bytes.
///
/// Two implementations: a folder and a bucket.
package protocol EvidenceStorage: Sendable {
    /// Where it is, for people.
    var place: String { get }
    /// The names that begin with the prefix, sorted.
    func names(prefix: String) async throws -> [String]
    /// The bytes under a name; nil when there are none.
    func read(_ name: String) async throws -> [UInt8]?
    /// Writes the bytes whole or not at all. With `exclusively`, false when there is something under the name already.
    func write(_ bytes: [UInt8], to name: String, exclusively: Bool) async throws -> Bool
}

/// Why evidence could not be kept or read.
package struct EvidenceFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let place: String
    package let reason: String
    package var description: String { "\(place): \(reason)" }

    package init(place: String, reason: String) {
        self.place = place
        self.reason = reason
    }
}
