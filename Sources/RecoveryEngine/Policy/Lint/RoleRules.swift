import RecoveryModel

extension LintRule {
    static let roleRules = [writesAndDeletes, trustsAnyBranch, trustsForeignAccount, sameName]

    private static let writesAndDeletes = LintRule(
        id: "role-writes-and-deletes", severity: .error,
        reason:
            "An attacker who takes over a role that may write backups and change their retention can delete them all."
    ) { subject in
        subject.roles.compactMap { path, role in
            guard role.may.contains(.backup), role.may.contains(.apply) else { return nil }
            return Finding(
                path: path.appending("may"),
                summary: "`\(role.name)` may `backup` and `apply`, which may delete backups",
                fix: "split it into two roles")
        }
    }

    private static let trustsAnyBranch = LintRule(
        id: "trust-any-branch", severity: .warning,
        reason: "Without a ref any branch of the repository may assume the role, including those of pull requests."
    ) { subject in
        subject.roles.compactMap { path, role in
            guard case .githubActions(let github) = role.trust, github.isForAnyRef else { return nil }
            return Finding(
                path: path.appending("trust").appending("githubActions"),
                summary: "any branch may assume `\(role.name)`", fix: "add `ref: refs/heads/main`")
        }
    }

    private static let trustsForeignAccount = LintRule(
        id: "trust-foreign-account", severity: .warning,
        reason: "The role can be assumed from an account outside the policy's scope."
    ) { subject in
        subject.roles.compactMap { path, role in
            guard case .account(let account, _) = role.trust, !subject.policy.scope.accounts.contains(account) else {
                return nil
            }
            return Finding(
                path: path.appending("trust").appending("account"),
                summary: "\(account) is not in `scope.accounts`", fix: "check that this account is intended")
        }
    }

    private static let sameName = LintRule(
        id: "same-name", severity: .error, reason: "With two entries for one resource it is unclear which one applies."
    ) { subject in
        repeated(subject.roles.map { ($0.0.appending("name"), $0.1.name) })
            + repeated(subject.keys.map { ($0.0.appending("alias"), $0.1.alias) })
            + repeated(subject.buckets.map { ($0.0.appending("bucket"), $0.1.bucket) })
            + subject.policy.scope.regions.flatMap { region in
                // The same id in another region is another database.
                repeated(
                    subject.databases.filter { subject.policy.regions(of: $1).contains(region) }.flatMap {
                        path, database in
                        database.select.ids.enumerated().map {
                            (path.appending("select").appending("ids").appending($0), $1)
                        }
                    })
            }
    }

    private static func repeated(_ names: [(FieldPath, String)]) -> [Finding] {
        var seen: Set<String> = []
        return names.compactMap { path, name in
            guard !seen.insert(name).inserted else { return nil }
            return Finding(path: path, summary: "`\(name)` already has an entry", fix: "merge the two entries")
        }
    }
}
