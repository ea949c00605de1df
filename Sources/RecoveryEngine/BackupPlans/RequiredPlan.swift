import AWSNames
package import RecoveryModel

extension BackupPlanSubject {
    /// Where the plan has to copy to.
    var copyVaults: [String] { policy.copyVaults(in: context.target.place) }

    /// drctl's own rules, which do all that is required.
    var requiredRules: [BackupPlanRule] {
        policy.tiers.map { tier in
            var rule = BackupPlanRule(
                name: tier.interval.ruleName, vault: policy.vault, schedule: tier.interval.schedule,
                deleteAfterDays: tier.keepDays)
            rule.copies = copyVaults.map { .init(vault: $0, deleteAfterDays: tier.keepDays) }
            return rule
        }
    }

    /// The plan with drctl's rules for the tiers of which some other rule leaves something undone; others' rules stay.
    var planRemedy: Remedy {
        guard case .known(let plan?) = state.plan, case .known(let present) = plan.document else {
            return .changes([
                .backupPlan(
                    .create(
                        name: policy.name, BackupPlanDocument(rules: requiredRules), tags: context.target.tags))
            ])
        }
        guard present.unheld.isEmpty else {
            return .procedure(
                "The plan has settings that drctl would lose by writing it (\(Shown.text(present.unheld))): add a rule that "
                    + "does this in AWS Backup.")
        }
        var next = present
        for (tier, required) in zip(policy.tiers, requiredRules) where !isDone(tier, by: present.rules) {
            var rule = required
            if let index = next.rules.firstIndex(where: { isOwn($0, for: required) }) {
                rule = extended(next.rules.remove(at: index), to: required, for: tier)
            } else {
                let names = next.rules.map(\.name)
                rule.name = Self.ownNames(required.name).first { !names.contains($0) } ?? required.name
            }
            next.rules.append(rule)
        }
        return .changes([.backupPlan(.update(name: policy.name, id: plan.id, Edit(present, to: next)))])
    }

    /// The names of drctl's own rule, the second and later for when a rule that does something else has the first.
    private static func ownNames(_ name: String) -> [String] { [name] + (2...99).map { "\(name)-\($0)" } }

    /// Whether a rule of the plan is drctl's own, to be extended. One that fills another vault is left alone, and so is
    /// a continuous one where more is asked for than the 35 days that AWS Backup keeps it.
    private func isOwn(_ rule: BackupPlanRule, for required: BackupPlanRule) -> Bool {
        Self.ownNames(required.name).contains(rule.name) && rule.vault == required.vault
            && !(rule.isContinuous && required.deleteAfterDays ?? .max > 35)
    }

    /// drctl's own rule as it is, with what the policy asks for besides: what others have added to it stays.
    private func extended(
        _ present: BackupPlanRule, to required: BackupPlanRule, for tier: BackupPlanPolicy.Tier
    ) -> BackupPlanRule {
        var rule = present
        if rule.runs(asOftenAs: tier, into: policy.vault) != true { rule.schedule = required.schedule }
        let locked = (vault.vault.value ?? nil)?.lock?.maximumDays
        let most = [locked, policy.lock?.maximum?.days].compactMap(\.self).min()
        rule.deleteAfterDays = longer(present.deleteAfterDays, tier.keepDays, most: most)
        for copy in required.copies {
            guard let index = rule.copies.firstIndex(where: { $0.vault == copy.vault }) else {
                rule.copies.append(copy)
                continue
            }
            // A vault of another account has a lock of its own, which is not known here.
            let isOurs = policy.copyTo[required.copies.firstIndex(of: copy) ?? 0] != .vault(arn: copy.vault)
            rule.copies[index].deleteAfterDays = longer(
                rule.copies[index].deleteAfterDays, tier.keepDays, most: isOurs ? policy.lock?.maximum?.days : nil)
        }
        return rule
    }

    /// The longer of a retention that is there and a required one, nil for ever, where a lock accepts it.
    private func longer(_ present: Int?, _ required: Int, most: Int?) -> Int? {
        let wanted = present.map { max($0, required) }
        guard let most, wanted ?? .max > most else { return wanted }
        return max(most, required)
    }

    /// Whether one rule does all that a tier asks for.
    private func isDone(_ tier: BackupPlanPolicy.Tier, by rules: [BackupPlanRule]) -> Bool {
        rules.contains { rule in
            rule.runs(asOftenAs: tier, into: policy.vault) == true && rule.keeps(tier) == true
                && copyVaults.allSatisfy { rule.copies($0, for: tier) == true }
        }
    }
}

extension BackupPlanRule {
    /// Whether it makes a recovery point in that vault as often as that; nil when its schedule is not understood.
    func runs(asOftenAs tier: BackupPlanPolicy.Tier, into vault: String) -> Bool? {
        guard self.vault == vault, let schedule else { return false }
        return PlanSchedule.runs(schedule, every: tier.interval)
    }

    /// Whether it keeps them long enough; nil when something else than days decides.
    func keeps(_ tier: BackupPlanPolicy.Tier) -> Bool? {
        if foreign.contains("DeleteAfterEvent") { return nil }
        return deleteAfterDays.map { $0 >= tier.keepDays } ?? true
    }

    /// Whether it copies to a vault and keeps the copies long enough; nil when something else than days decides.
    func copies(_ vault: String, for tier: BackupPlanPolicy.Tier) -> Bool? {
        let there = copies.filter { $0.vault == vault }
        guard !there.isEmpty else { return false }
        if foreign.contains("CopyActions DeleteAfterEvent") { return nil }
        return there.contains { $0.deleteAfterDays.map { $0 >= tier.keepDays } ?? true }
    }
}

extension BackupPlanPolicy {
    /// The ARNs of the vaults that its recovery points are copied to.
    package func copyVaults(in place: Place) -> [String] {
        copyTo.map { copy in
            switch copy {
            case .region(let region):
                "arn:\(place.partition):backup:\(region.rawValue):\(place.account):backup-vault:\(vault)"
            case .vault(let arn): arn
            }
        }
    }

    /// Those of them that are in the target's own account, which alone can be looked into. A template is for
    /// any account, so that a vault with an account's number is another's there.
    package func ownCopyVaults(in place: Place) -> [String] {
        zip(copyTo, copyVaults(in: place)).compactMap { copy, vault in
            switch copy {
            case .region: vault
            case .vault(let arn):
                ARN(arn)?.account == place.account ? vault : nil
            }
        }
    }
}
