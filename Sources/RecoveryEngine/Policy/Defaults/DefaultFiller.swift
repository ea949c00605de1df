import RecoveryModel

/// The values from which defaults are derived.
struct DerivationBasis: Sendable {
    var objectives: Objectives
    /// How far back the oldest recovery point of any database reaches.
    var longestRetention: TimeSpan?
    var hasNotifications: Bool
    /// True when a role writes backups outside RDS, so that a backup job can stop reporting.
    var hasBackupJobs: Bool
}

/// Carries the basis through the fields and records the origin of each value that is filled in.
struct DefaultFiller {
    let basis: DerivationBasis
    private(set) var origins: [FieldPath: ValueOrigin]

    init(basis: DerivationBasis, origins: [FieldPath: ValueOrigin]) {
        self.basis = basis
        self.origins = origins
    }

    mutating func note(_ path: FieldPath, _ origin: ValueOrigin) { origins[path] = origin }
}

/// The default for a value that the policy does not set.
struct Fallback<Value: Sendable>: Sendable {
    /// The text in the reference.
    var documentation: String
    /// Nil when there is no default, given this basis.
    var derive: @Sendable (DerivationBasis) -> (value: Value, origin: ValueOrigin)?

    /// A default that does not depend on the policy.
    static func always(_ value: Value, _ text: String) -> Fallback {
        Fallback(documentation: text) { _ in (value, .standard) }
    }

    /// A default derived from the objectives; the derivation returns the value and the reason.
    static func derived(
        _ documentation: String, _ derivation: @escaping @Sendable (DerivationBasis) -> (Value, String)?
    ) -> Fallback {
        Fallback(documentation: documentation) { basis in
            derivation(basis).map { ($0.0, .derived($0.1)) }
        }
    }
}
