import AWSNames
import RecoveryModel

extension LintRule {
    static let backupPlanRules = [
        unknownBackupPlan, unusedBackupPlan, sameBackupPlan, emptyBackupPlan, vaultLockNeedsConsent,
        vaultLockBeyondRetention, vaultCopyOutsideScope, sharedVault,
    ]

    private static let unknownBackupPlan = LintRule(
        id: "unknown-backup-plan", severity: .error,
        reason: "A plan that is not there backs up nothing."
    ) { subject in
        let known = Set(subject.policy.backupPlans.map(\.name))
        return subject.databases.compactMap { path, database in
            guard let name = database.backups.awsBackup, !known.contains(name) else { return nil }
            return Finding(
                path: path.appending("backups").appending("awsBackup"), summary: "`\(name)` is not in `backupPlans`",
                fix: Spelling.hint(for: name, in: known.sorted())
                    ?? "add `- {name: \(name), daily: 35d}` to `backupPlans`")
        }
    }

    private static let unusedBackupPlan = LintRule(
        id: "unused-backup-plan", severity: .error,
        reason: "A plan that covers no database keeps no recovery point, and looks as if it did."
    ) { subject in
        let used = Set(subject.policy.databases.compactMap(\.backups.awsBackup))
        return subject.backupPlans.filter { !used.contains($0.1.name) }.map { path, plan in
            Finding(
                path: path.appending("name"), summary: "no database has the plan `\(plan.name)`",
                fix: "write `awsBackup: \(plan.name)` in the `backups` of a database, or remove the plan")
        }
    }

    private static let sameBackupPlan = LintRule(
        id: "duplicate-backup-plan", severity: .error, reason: "Of two plans of one name only one can be meant."
    ) { subject in
        var seen: Set<String> = []
        return subject.backupPlans.filter { !seen.insert($0.1.name).inserted }.map { path, plan in
            Finding(
                path: path.appending("name"), summary: "`\(plan.name)` is there twice", fix: "choose another name")
        }
    }

    private static let emptyBackupPlan = LintRule(
        id: "empty-backup-plan", severity: .error, reason: "A plan without a rule makes no recovery point."
    ) { subject in
        subject.backupPlans.filter { $0.1.tiers.isEmpty }.map { path, plan in
            Finding(
                path: path, summary: "the plan `\(plan.name)` has neither `daily` nor `monthly`",
                fix: "write `daily: 35d`, `monthly: 1y` or both")
        }
    }

    private static let vaultLockNeedsConsent = LintRule(
        id: "compliance-vault-lock", severity: .error,
        reason:
            "Once its cooling-off time is over nobody can remove a compliance lock, not even AWS, nor delete the vault or "
            + "what is in it."
    ) { subject in
        subject.backupPlans.compactMap { path, plan in
            guard let lock = plan.lock, lock.mode == .compliance, !lock.irreversibilityAccepted else { return nil }
            return Finding(
                path: path.appending("lock").appending("mode"), summary: "compliance mode cannot be undone",
                fix: "write `iUnderstandThisCannotBeUndone: true` beside it, or `mode: governance`")
        }
    }

    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
    private static let vaultLockBeyondRetention = LintRule(
        id: "vault-lock-refuses-backups", severity: .error,
        reason: "AWS Backup fails every job whose retention is outside of the vault lock's bounds."
    ) { subject in
        subject.backupPlans.compactMap { path, plan in
            guard let lock = plan.lock, let shortest = plan.tiers.map(\.keepDays).min(),
                let longest = plan.tiers.map(\.keepDays).max()
            else { return nil }
            let place = path.appending("lock")
            if lock.minimum.days > shortest {
                return Finding(
                    path: place.appending("minimum"),
                    summary:
                        "the vault accepts nothing that is kept less than \(lock.minimum.shown), and the plan keeps "
                        + "recovery points for \(Shown.days(shortest))",
                    fix: "write `minimum: \(shortest)d` or less")
            }
            guard let maximum = lock.maximum, maximum.days < longest else { return nil }
            return Finding(
                path: place.appending("maximum"),
                summary:
                    "the vault accepts nothing that is kept longer than \(maximum.shown), and the plan keeps recovery "
                    + "points for \(Shown.days(longest))",
                fix: "write `maximum: \(longest)d` or more")
        }
    }

    private static let vaultCopyOutsideScope = LintRule(
        id: "vault-copy-outside-scope", severity: .error,
        reason: "drctl keeps a vault only in the policy's regions, and a copy beside its source is lost with it."
    ) { subject in
        subject.backupPlans.flatMap { path, plan in
            let homes = subject.homes(of: plan)
            return plan.copyTo.enumerated().compactMap { index, copy -> Finding? in
                guard case .region(let region) = copy else { return nil }
                let place = path.appending("copyTo").appending(index)
                if homes.contains(region) {
                    return Finding(
                        path: place, summary: "\(region) is the databases' own region", fix: "choose another region")
                }
                guard !subject.policy.scope.regions.contains(region) else { return nil }
                return Finding(
                    path: place, summary: "\(region) is not in `scope.regions`", fix: "add it to `scope.regions`")
            }
        }
    }

    private static let sharedVault = LintRule(
        id: "vault-shared-otherwise", severity: .error, reason: "A vault has one key and one lock."
    ) { subject in
        let plans = subject.backupPlans
        return plans.enumerated().compactMap { index, item in
            let (path, plan) = item
            guard
                let other = plans[..<index].map(\.1).first(where: { $0.vault == plan.vault }),
                other.encryptionKey != plan.encryptionKey || other.lock != plan.lock
            else { return nil }
            return Finding(
                path: path, summary: "`\(other.name)` has the vault \(plan.vault) with another key or lock",
                fix: "write the same `encryption` and `lock` in both, or give one of them another `vault`")
        }
    }
}
