import RecoveryModel

extension LintRule {
    static let roleRules = [writesAndDeletes, trustsAnyBranch, trustsForeignAccount, sameName]

    private static let writesAndDeletes = LintRule(
        id: "role-writes-and-deletes", severity: .error,
        reason: "Whoever takes over a role that may write backups and change their retention can delete them all."
    ) { subject in
        subject.roles.compactMap { path, role in
            guard role.may.contains(.backup), role.may.contains(.apply) else { return nil }
            return Finding(
                path: path.appending("may"), summary: "`\(role.name)` may back up, and `apply` may delete backups",
                fix: "make two roles of it")
        }
    }

    private static let trustsAnyBranch = LintRule(
        id: "trust-any-branch", severity: .warning,
        reason: "Without a ref any branch of the repository may assume the role, those of pull requests too."
    ) { subject in
        subject.roles.compactMap { path, role in
            guard case .githubActions(_, nil) = role.trust else { return nil }
            return Finding(
                path: path.appending("trust").appending("githubActions"),
                summary: "any branch may assume `\(role.name)`", fix: "add `ref: refs/heads/main`")
        }
    }

    private static let trustsForeignAccount = LintRule(
        id: "trust-foreign-account", severity: .warning,
        reason: "The role can be assumed from an account that the policy does not hold in."
    ) { subject in
        subject.roles.compactMap { path, role in
            guard case .account(let account, _) = role.trust, !subject.policy.scope.accounts.contains(account) else {
                return nil
            }
            return Finding(
                path: path.appending("trust").appending("account"),
                summary: "\(account) is not among `scope.accounts`", fix: "check that this account is meant")
        }
    }

    private static let sameName = LintRule(
        id: "same-name", severity: .error, reason: "Two entries for the same resource leave open which one holds."
    ) { subject in
        repeated(subject.roles.map { ($0.0.appending("name"), $0.1.name) })
            + repeated(subject.keys.map { ($0.0.appending("alias"), $0.1.alias) })
            + repeated(subject.buckets.map { ($0.0.appending("bucket"), $0.1.bucket) })
            + repeated(
                subject.databases.flatMap { path, database in
                    database.select.ids.enumerated().map {
                        (path.appending("select").appending("ids").appending($0), $1)
                    }
                })
    }

    private static func repeated(_ names: [(FieldPath, String)]) -> [Finding] {
        var seen: Set<String> = []
        return names.compactMap { path, name in
            guard !seen.insert(name).inserted else { return nil }
            return Finding(path: path, summary: "`\(name)` has an entry already", fix: "make one entry of the two")
        }
    }
}
