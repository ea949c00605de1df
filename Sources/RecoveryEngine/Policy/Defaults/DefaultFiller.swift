import RecoveryModel

/// What defaults may be derived from.
struct DerivationBasis: Sendable {
    var objectives: Objectives
    /// How far back the oldest recovery point of any database reaches.
    var longestRetention: TimeSpan?
    var hasNotifications: Bool
    /// A role writes backups outside RDS, so that a job can fall silent.
    var hasBackupJobs: Bool
}

/// Carries the basis through the fields, and notes the origin of each value that was put in.
struct DefaultFiller {
    let basis: DerivationBasis
    private(set) var origins: [FieldPath: ValueOrigin]

    init(basis: DerivationBasis, origins: [FieldPath: ValueOrigin]) {
        self.basis = basis
        self.origins = origins
    }

    mutating func note(_ path: FieldPath, _ origin: ValueOrigin) { origins[path] = origin }
}

/// What stands in for a value that was not written.
struct Fallback<Value: Sendable>: Sendable {
    /// For the reference.
    var documentation: String
    /// Nil when nothing stands in, given this basis.
    var derive: @Sendable (DerivationBasis) -> (value: Value, origin: ValueOrigin)?

    /// The same for everybody.
    static func always(_ value: Value, _ text: String) -> Fallback {
        Fallback(documentation: text) { _ in (value, .standard) }
    }

    /// From the objectives; the derivation gives the value and the reason.
    static func derived(
        _ documentation: String, _ derivation: @escaping @Sendable (DerivationBasis) -> (Value, String)?
    ) -> Fallback {
        Fallback(documentation: documentation) { basis in
            derivation(basis).map { ($0.0, .derived($0.1)) }
        }
    }
}
