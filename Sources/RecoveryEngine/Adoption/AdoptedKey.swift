import RecoveryModel

extension Adoption where Entry == KeyPolicy {
    /// The key behind an alias as it is.
    ///
    /// - Parameter findings: The verdicts of the defaults on it.
    init(alias: String, _ state: KeyState?, _ findings: [Finding]) {
        self.init(KeyPolicy(alias: alias))
        let key = state?.key ?? .unavailable(.notCollected("kms:DescribeKey"))
        take(
            key.flatMap { key in key?.rotation.map(Optional.some) ?? .known(nil) }, at: FieldPath("rotation"),
            into: \.rotation, isDefault: true
        ) { rotation in
            guard let rotation, rotation.enabled else { return nil }
            return TimeSpan(rotation.periodDays ?? 365, .days)
        }
        compare(findings)
    }
}
