import AWSNames
import RecoveryModel

extension Runbook {
    /// What is in other accounts, as far as the policies say.
    private static func copies(_ facts: RunbookFacts) -> String {
        guard facts.policies.allSatisfy({ $0.policy.recover?.into.isEmpty ?? true }) else {
            return "What was copied to another account is recovered there, with credentials of that account."
        }
        let vaults = facts.policies.flatMap(\.policy.backupPlans).flatMap(\.copyTo).compactMap { copy in
            if case .vault(let arn) = copy { arn } else { nil as String? }
        }
        guard vaults.isEmpty else {
            return
                "AWS Backup copies to \(CountText.list(Set(vaults).sorted())); the policies name no account to recover in "
                + "(`recover.into`), so that what is there is restored by hand."
        }
        return
            "The policies ask for no copy in another account: what is lost with the account does not come back from here."
    }

    /// Every database in every account that its policy may recover in.
    private static func destinations(_ facts: RunbookFacts) -> [Block] {
        facts.databases().flatMap { estate, database -> [Block] in
            let into = (facts.policy(of: estate)?.recover?.into ?? []).filter { $0.account != estate.target.account }
            guard !into.isEmpty else { return [] }
            return [.heading("\(code: database.id) without account \(estate.target.account)")]
                + into.flatMap { one in
                    elsewhere(
                        estate, database, OtherPlace(region: one.region, account: one.account, target: one.target))
                }
        }
    }

    /// An account that is lost.
    static func account(_ facts: RunbookFacts) -> Chapter {
        let accounts = Set(facts.estates.map(\.target.account)).sorted().map(\.description)
        guard !accounts.isEmpty else { return Chapter("The account is lost", []) }
        return Chapter(
            "The account is lost",
            [
                .paragraph(
                    "RDS's automated backups and snapshots of account \(CountText.list(accounts)) are in it. \(copies(facts))"
                )
            ]
                + destinations(facts) + [
                    .steps([
                        Step("Nobody can enter: the account's root user and AWS Support can; see the contacts."),
                        Step(
                            """
                            Somebody else can: let the security team end their sessions first. Object Lock and deletion windows of keys \
                            hold what they protect for the time that they say; nothing else is certain.
                            """),
                        Step(
                            "Once the account is yours again, see what has changed and who did it, then recover what is lost:",
                            commands: facts.policies.map { policy in
                                var drift = ShellCommand("drctl drift")
                                drift.add("--policy", policy.file)
                                return drift.text
                            }),
                    ])
                ])
    }
}
