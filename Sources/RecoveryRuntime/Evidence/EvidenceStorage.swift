/// Storage for evidence, as named byte arrays.
///
/// Its implementations are a folder and an S3 bucket.
package protocol EvidenceStorage: Sendable {
    /// The location, for people.
    var place: String { get }
    /// The names that begin with the prefix, sorted.
    func names(prefix: String) async throws -> [String]
    /// The bytes under a name; nil when the name does not exist.
    func read(_ name: String) async throws -> [UInt8]?
    /// Writes the bytes completely or not at all. With `exclusively`, returns false when the name already exists.
    func write(_ bytes: [UInt8], to name: String, exclusively: Bool) async throws -> Bool
}

/// Why evidence could not be stored or read.
package struct EvidenceFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let place: String
    package let reason: String
    /// What to do about it; nil where nothing is known.
    package let hint: String?
    package var description: String { "\(place): \(reason)" }

    package init(place: String, reason: String, hint: String? = nil) {
        self.place = place
        self.reason = reason
        self.hint = hint
    }

    /// What to do about a bucket that does not exist.
    package static let bucketAdvice =
        "create the bucket, or list it in the policy's `storage` and run `drctl apply`; or name another one"
}
