import AWSNames
package import RecoveryModel

/// What a policy asks of a vault's lock: as strict as that or stricter, and no job of its plans refused.
struct RequiredVaultLock: Sendable {
    var minimumDays: Int
    var maximumDays: Int?
    var isCompliance: Bool
    /// For how long the plans keep their recovery points, shortest and longest; nil for plans without rules.
    var kept: ClosedRange<Int>?

    /// AWS Backup fails every job whose retention is outside of the lock's bounds.
    ///
    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
    func isMet(by held: HeldVaultLock) -> Bool { isMet(by: held.lock) && (!isCompliance || held.removableUntil == nil) }

    /// Whether a lock is as required, but for the days in which it can still be removed.
    func isMet(by lock: VaultLock) -> Bool {
        guard (lock.minimumDays ?? 0) >= minimumDays, lock.isCompliance || !isCompliance else { return false }
        if let maximumDays, lock.maximumDays ?? .max > maximumDays { return false }
        return admits(lock)
    }

    /// Whether the plans' jobs are let in.
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
            + (maximumDays.map { ", at most \(Shown.days($0))" } ?? "") + (jobs.map { ", and admits \($0)" } ?? "")
    }
}

/// A vault's lock as it is.
struct HeldVaultLock: Sendable, Recordable {
    var lock: VaultLock
    /// Until then whoever may do so removes a compliance lock again; nil once it is there for good, and for a governance
    /// lock.
    var removableUntil: Instant?

    var recorded: JSONValue {
        guard case .object(var members) = lock.recorded else { return lock.recorded }
        members["removableUntil"] = removableUntil.map { .string("\($0)") }
        return .object(members)
    }

    var shown: String { lock.shown + (removableUntil.map { ", can still be removed until \($0)" } ?? "") }
}

extension BackupVaultSubject {
    /// Nil when the policy asks for no lock.
    var requiredLock: RequiredVaultLock? {
        policy.lock.map { lock in
            // Every plan that writes to the vault, or copies to it.
            let days = policies.flatMap(\.tiers).map(\.keepDays)
            return RequiredVaultLock(
                minimumDays: lock.minimum.days, maximumDays: lock.maximum?.days,
                isCompliance: lock.mode == .compliance,
                kept: days.min().flatMap { least in days.max().map { least...$0 } })
        }
    }

    /// The vault's lock; nil when it has none.
    var heldLock: Collected<HeldVaultLock?> {
        state.vault.map { vault in
            vault?.lock.map { lock in
                let end = lock.isCompliance ? vault?.lockDate : nil
                return HeldVaultLock(lock: lock, removableUntil: end.flatMap { $0 > context.now ? $0 : nil })
            }
        }
    }

    /// The lock as required, with what is stricter already, where nobody else uses the vault.
    func lockRemedy(_ required: RequiredVaultLock) -> Remedy {
        let held = heldLock.value ?? nil
        if let held, held.lock.isCompliance {
            if let end = held.removableUntil, required.isMet(by: held.lock) {
                return .resolvesItself("From \(end) on nobody can remove the lock.")
            }
            return .procedure(
                (held.removableUntil.map {
                    "Until \($0) the compliance lock can still be removed: set it right before, or remove it. "
                } ?? "")
                    + "A compliance lock is changed by nobody once its cooling-off time is over: use another vault, which "
                    + "`backupPlans[].vault` names, or keep recovery points for as long as the lock accepts.")
        }
        let present = held?.lock
        var lock = VaultLock(
            minimumDays: required.minimumDays, maximumDays: required.maximumDays, isCompliance: required.isCompliance)
        if let present {
            let stricter = VaultLock(
                minimumDays: max(present.minimumDays ?? 0, required.minimumDays),
                maximumDays: [present.maximumDays, required.maximumDays].compactMap(\.self).min(),
                isCompliance: required.isCompliance)
            if required.admits(stricter) { lock = stricter }
        }
        if let reason = others(refusedBy: lock) {
            return .procedure(
                "\(reason): a lock on \(state.name) would fail the jobs of others whose retention is outside of its bounds. "
                    + "Name a vault in `backupPlans[].vault` that only this policy uses, or, when nobody else uses this one, "
                    + "lock it yourself with aws backup put-backup-vault-lock-configuration.")
        }
        return .changes([
            .backupPlan(
                .putLock(
                    vault: state.name, Edit(present, to: lock),
                    coolingOffDays: required.isCompliance ? policy.lock?.coolingOff.days : nil))
        ])
    }

    /// The policy's plans that keep recovery points in the vault, or copy them to it.
    private var policies: [BackupPlanPolicy] {
        context.target.part.whole.backupPlans.filter { $0.vault == state.name }
    }

    /// Why others may keep recovery points in the vault that a lock refuses; nil when nothing speaks for it.
    private func others(refusedBy lock: VaultLock) -> String? {
        guard let vault = state.vault.value ?? nil else { return nil }
        if state.name == "Default" { return "Default is the vault of everybody who names none" }
        if let other = vault.points.value?.first(where: isOfOthers) {
            return "Backup plan \(other.planName ?? other.plan ?? "") keeps recovery points in it too"
        }
        let rules = context.inventory.backupPlans.values.flatMap { ($0.plan.value ?? nil)?.document.value?.rules ?? [] }
        let refused = rules.filter { rule in
            guard rule.vault == state.name, !rule.name.hasPrefix("drctl-") else { return false }
            let days = rule.deleteAfterDays ?? .max
            return days < lock.minimumDays ?? 0 || days > lock.maximumDays ?? .max
        }
        if let rule = refused.map(\.name).min() { return "Rule \(rule) keeps recovery points otherwise" }
        return vault.isOwn ? nil : "drctl has not made the vault"
    }

    /// Whether a plan outside of the policy made a recovery point. Nil names and ids prove nothing.
    private func isOfOthers(_ point: RecoveryPointInVault) -> Bool {
        if let name = point.planName { return !policies.contains { $0.name == name } }
        // The plans of other regions, which copy to this one, have ids that are not known here.
        let here = context.policy.backupPlans.map { (context.inventory.backupPlans[$0.name]?.plan.value ?? nil)?.id }
        guard let id = point.plan, !here.isEmpty, !here.contains(nil) else { return false }
        let copies = context.target.part.whole.backupPlans.contains { plan in
            plan.vault == state.name && plan.copyRegions.contains { $0.rawValue == context.target.place.region }
        }
        return !copies && !here.contains(id)
    }
}

extension VaultLock: Recordable {
    package var recorded: JSONValue {
        ["minimum": minimumDays.recorded, "maximum": maximumDays.recorded, "compliance": .bool(isCompliance)]
    }
}
