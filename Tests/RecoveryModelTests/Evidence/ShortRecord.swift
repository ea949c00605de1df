import RecoveryModel

/// A short record of a kind that drctl writes, for chains that are about something else.
enum ShortRecord {
    static let kind = RecoveryRollback.evidenceKind

    /// A record that names its number.
    static func body(_ number: Int, policy: String = "kb", at: Instant) throws -> JSONValue {
        try CanonicalJSON.value(
            of: RecoveryRollback(
                recovery: DrillID(rawValue: "recovery-\(number)"), policy: policy, database: "db-\(number)", at: at,
                renamed: []))
    }

    /// The envelope of a record of the second of its number.
    static func envelope(_ number: Int, after previous: String) throws -> EvidenceEnvelope {
        let at = Instant(seconds: number)
        return EvidenceEnvelope(
            kind: kind, policy: "kb", sequence: number, previous: previous, at: at, freshUntil: nil,
            record: try body(number, at: at))
    }
}
