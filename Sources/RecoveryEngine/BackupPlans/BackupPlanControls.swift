import RecoveryModel

extension Control where Judged == BackupPlanSubject {
    /// There is a plan.
    static let planExists = Control(
        "backup-plan.plan-exists",
        title: "The backup plan exists",
        why: "Automated backups end after 35 days; without a plan nothing older can be restored.",
        severity: .high,
        standards: [.nist80053("CP-9")] + Standard.backups,
        field: "backupPlans[].name",
        required: { _ in true },
        observed: { $0.state.plan.map { $0 != nil } },
        satisfies: { exists, _ in exists },
        showRequired: { _ in "exists" },
        showObserved: { $0 ? "exists" : "not found" },
        remedy: { subject, _ in subject.planRemedy }
    )

    /// It runs as often as asked, into the vault.
    static let planFrequency = Control(
        "backup-plan.plan-frequency",
        title: "The backup plan runs often enough",
        why: "What happens between two recovery points is lost once automated backups no longer reach back to it.",
        severity: .high,
        standards: [.awsConfig("backup-plan-min-frequency-and-min-retention-check"), .nist80053("CP-9")]
            + Standard.backups,
        field: "backupPlans[]",
        isJudged: \.exists,
        required: \.policy.tiers,
        observed: { subject in
            subject.undone { rule, tier in rule.runs(asOftenAs: tier, into: subject.policy.vault) }
        },
        satisfies: { undone, _ in undone.isEmpty },
        showRequired: { Shown.text($0.map(\.interval.adverb)) },
        showObserved: { $0.isEmpty ? "as required" : "no rule that runs \(Shown.text($0))" },
        remedy: { subject, _ in subject.planRemedy }
    )

    /// What it makes is kept as long as asked.
    static let planRetention = Control(
        "backup-plan.plan-retention",
        title: "The backup plan keeps recovery points long enough",
        why: "A fault that is found late can only be undone from a recovery point that is still there.",
        severity: .high,
        standards: [
            .awsConfig("backup-plan-min-frequency-and-min-retention-check"),
            .awsConfig("backup-recovery-point-minimum-retention-check"), .nist80053("CP-9"),
        ] + Standard.backups,
        field: "backupPlans[]",
        isJudged: \.exists,
        required: \.policy.tiers,
        observed: { subject in
            subject.undone { rule, tier in
                subject.both(rule.runs(asOftenAs: tier, into: subject.policy.vault), rule.keeps(tier))
            }
        },
        satisfies: { undone, _ in undone.isEmpty },
        showRequired: { tiers in
            Shown.text(tiers.map { "\($0.interval.adverb) for at least \(Shown.days($0.keepDays))" })
        },
        showObserved: { $0.isEmpty ? "as required" : "kept shorter, or not made: \(Shown.text($0))" },
        remedy: { subject, _ in subject.planRemedy }
    )

    /// Each recovery point is copied where it has to be.
    static let planCopies = Control(
        "backup-plan.plan-copies",
        title: "The rules of the backup plan copy to every required vault",
        why: "When the region or the account is lost, its vaults are lost with it.",
        severity: .critical,
        standards: [.nist80053("CP-6"), .nist80053("CP-6(1)"), .nist80053("CP-9(5)")] + Standard.copies,
        field: "backupPlans[].copyTo",
        isJudged: \.exists,
        required: { $0.copyVaults.isEmpty ? nil : $0.copyVaults },
        observed: { subject in
            subject.undone { rule, tier in
                subject.copyVaults.reduce(rule.runs(asOftenAs: tier, into: subject.policy.vault)) {
                    subject.both($0, rule.copies($1, for: tier))
                }
            }
        },
        satisfies: { undone, _ in undone.isEmpty },
        showRequired: { "copied to \(Shown.text($0))" },
        showObserved: { $0.isEmpty ? "as required" : "not copied everywhere, or not for as long: \(Shown.text($0))" },
        remedy: { subject, _ in subject.planRemedy }
    )
}

extension BackupPlanSubject {
    /// True only when both are, unknown when that hangs on what is unknown.
    func both(_ one: Bool?, _ other: Bool?) -> Bool? {
        if one == false || other == false { return false }
        return one == nil || other == nil ? nil : true
    }

    /// The tiers that no rule does, by their adverb. Unavailable when a rule that is not understood may do one.
    func undone(_ does: (BackupPlanRule, BackupPlanPolicy.Tier) -> Bool?) -> Collected<[String]> {
        document.flatMap { document in
            guard let document else { return .known(policy.tiers.map(\.interval.adverb)) }
            var undone: [String] = []
            for tier in policy.tiers {
                let answers = document.rules.map { ($0, does($0, tier)) }
                if answers.contains(where: { $0.1 == true }) { continue }
                if let (rule, _) = answers.first(where: { $0.1 == nil }) {
                    return .unavailable(
                        CollectionFailure(
                            operation: "backup:GetBackupPlan",
                            reason: "what rule \(rule.name) does cannot be told: \(rule.schedule ?? "no schedule")"
                                + (rule.foreign.isEmpty ? "" : ", \(Shown.text(rule.foreign))")))
                }
                undone.append(tier.interval.adverb)
            }
            return .known(undone)
        }
    }
}
