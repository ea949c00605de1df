/// A place for backups: named objects that appear whole or not at all.
///
/// Its implementations are a folder and an S3 bucket.
package protocol BackupStore: Sendable {
    /// The place, for people.
    var place: String { get }
    /// The names of all objects, sorted.
    func names() async throws -> [String]
    /// The bytes of a small object; nil when there is none.
    func read(_ name: String) async throws -> [UInt8]?
    /// An object that is read from its beginning to its end; nil when there is none.
    func open(_ name: String) async throws -> StoredObject?
    /// Begins an object that is too large to be held.
    func begin(_ name: String) async throws -> any GrowingObject
    /// Writes a small object; false when the name is taken.
    func create(_ name: String, _ bytes: [UInt8]) async throws -> Bool
    /// Removes an object; harmless when there is none.
    func delete(_ name: String) async throws
    /// Removes what killed processes have left and no listing shows; returns how many there were.
    func removeAbandoned() async throws -> Int
}

/// An object that is being read.
package struct StoredObject: Sendable {
    /// Bytes in all.
    package var size: Int
    /// What is another when the object was written again.
    package var stamp: String
    /// The next bytes; nil at the end.
    package var next: @Sendable () async throws -> [UInt8]?
}

/// An object that is being written. Nobody sees it before it is finished.
package protocol GrowingObject: Sendable {
    /// Adds bytes at the end.
    func append(_ bytes: [UInt8]) async throws
    /// Makes it appear under its name.
    ///
    /// - Throws: `BackupFailure` when the name is taken.
    func finish() async throws
    /// Takes it away, also after a failure.
    func abandon() async
}

/// Why a backup could not be made, read or restored.
package struct BackupFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
    /// What to do about it, where that can be known.
    package let hint: String?

    package init(_ description: String, hint: String? = nil) {
        self.description = description
        self.hint = hint
    }
}
