package import RecoveryModel

/// What a policy asks of a vault's lock: as strict as that or stricter, and no job of its plan refused.
struct RequiredVaultLock: Sendable {
    var minimumDays: Int
    var maximumDays: Int?
    var isCompliance: Bool
    /// For how long the plan keeps its recovery points, shortest and longest; nil for a plan without rules.
    var kept: ClosedRange<Int>?

    /// AWS Backup fails every job whose retention is outside of the lock's bounds.
    ///
    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
    func isMet(by lock: VaultLock) -> Bool {
        guard (lock.minimumDays ?? 0) >= minimumDays, lock.isCompliance || !isCompliance else { return false }
        return admits(lock)
    }

    /// Whether the plan's jobs are let in.
    func admits(_ lock: VaultLock) -> Bool {
        guard let kept else { return true }
        return (lock.minimumDays ?? 0) <= kept.lowerBound && kept.upperBound <= lock.maximumDays ?? .max
    }

    var shown: String {
        let jobs = kept.map { range in
            range.lowerBound == range.upperBound
                ? Shown.days(range.lowerBound) : "\(range.lowerBound) to \(Shown.days(range.upperBound))"
        }
        return "\(isCompliance ? "compliance" : "governance or stricter"), at least \(Shown.days(minimumDays))"
            + (jobs.map { ", and admits \($0)" } ?? "")
    }
}

extension BackupVaultSubject {
    /// Nil when the policy asks for no lock.
    var requiredLock: RequiredVaultLock? {
        policy.lock.map { lock in
            let days = policy.tiers.map(\.keepDays)
            return RequiredVaultLock(
                minimumDays: lock.minimum.days, maximumDays: lock.maximum?.days,
                isCompliance: lock.mode == .compliance,
                kept: days.min().flatMap { least in days.max().map { least...$0 } })
        }
    }

    /// The lock as required, with what is stricter already.
    func lockRemedy(_ required: RequiredVaultLock) -> Remedy {
        let present = (state.vault.value ?? nil)?.lock
        if let present, present.isCompliance {
            return .procedure(
                "A compliance lock is changed by nobody once its cooling-off time is over: use another vault, which "
                    + "`backupPlans[].vault` names, or keep recovery points for as long as the lock accepts.")
        }
        var lock = VaultLock(
            minimumDays: required.minimumDays, maximumDays: required.maximumDays, isCompliance: required.isCompliance)
        if let present {
            let stricter = VaultLock(
                minimumDays: max(present.minimumDays ?? 0, required.minimumDays),
                maximumDays: [present.maximumDays, required.maximumDays].compactMap(\.self).min(),
                isCompliance: required.isCompliance)
            if required.admits(stricter) { lock = stricter }
        }
        return .changes([
            .backupPlan(
                .putLock(
                    vault: state.name, Edit(present, to: lock),
                    coolingOffDays: required.isCompliance ? policy.lock?.coolingOff.days : nil))
        ])
    }
}

extension VaultLock: Recordable {
    package var recorded: JSONValue {
        ["minimum": minimumDays.recorded, "maximum": maximumDays.recorded, "compliance": .bool(isCompliance)]
    }
}
