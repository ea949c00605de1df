import RecoveryModel
import RecoveryRuntime

/// A short record of a kind that drctl writes, for stores that are about something else.
enum ShortRecord {
    /// Adds a record that holds a word.
    @discardableResult
    static func add(
        _ word: String, to store: EvidenceStore, policy: String = "kb", at: Instant, files: [String: String] = [:]
    ) async throws -> EvidenceStore.Stored {
        try await store.add(
            RecoveryRollback(
                recovery: DrillID(rawValue: "recovery"), policy: policy, database: word, at: at, renamed: []),
            kind: RecoveryRollback.evidenceKind, policy: policy, at: at, freshUntil: nil, files: files)
    }
}
