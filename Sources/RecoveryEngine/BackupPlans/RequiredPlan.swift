import AWSNames
import RecoveryModel

extension BackupPlanSubject {
    /// Where the plan has to copy to.
    var copyVaults: [String] {
        let place = context.target.place
        return policy.copyTo.map { copy in
            switch copy {
            case .region(let region):
                "arn:\(place.partition):backup:\(region.rawValue):\(place.account):backup-vault:\(policy.vault)"
            case .vault(let arn): arn
            }
        }
    }

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
        let own = zip(policy.tiers, requiredRules).filter { tier, _ in
            !isDone(tier, by: present.rules)
        }.map(\.1)
        var next = present
        next.rules.removeAll { rule in own.contains { $0.name == rule.name } }
        next.rules += own
        return .changes([.backupPlan(.update(name: policy.name, id: plan.id, Edit(present, to: next)))])
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
        return PlanSchedule.longestGap(of: schedule).map { $0 <= tier.interval.days }
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
