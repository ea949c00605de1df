import RecoveryModel

extension LintRule {
    /// What becomes of roles' duties: both would be found out by IAM's refusal otherwise, in the middle of an apply.
    static let dutyRules = [dutyWithoutTarget, permissionsTooLong]

    private static let dutyWithoutTarget = LintRule(
        id: "duty-without-target", severity: .error,
        reason: "A duty that the policy gives nothing to do has no permissions, and IAM takes no empty policy."
    ) { subject in
        guard let account = subject.policy.scope.accounts.first else { return [] }
        let targets = Target.blanks(of: subject.policy) { Place(account: account, region: $0) }
        let idle = Set(subject.roles.flatMap { $1.may }).filter {
            LeastPrivilege.grants(for: $0, on: targets, job: JobOptions()).isEmpty
        }
        return subject.roles.flatMap { path, role in
            role.may.filter(idle.contains).map { duty in
                let needsDatabases = [.drill, .recover].contains(duty)
                let missing = needsDatabases ? "databases" : "bucket for backups"
                return Finding(
                    path: path.appending("may"),
                    summary: "`\(role.name)` may `\(duty.rawValue)`, but the policy has no \(missing)",
                    fix: "add \(needsDatabases ? "`databases`" : "one to `storage`"), or remove `\(duty.rawValue)`")
            }
        }
    }

    private static let permissionsTooLong = LintRule(
        id: "permissions-too-long", severity: .error,
        reason:
            "IAM takes at most \(CountText.number(PolicySize.inlineOfRole)) characters of inline policies in a role."
    ) { subject in
        guard let account = subject.policy.scope.accounts.first, let region = subject.policy.scope.regions.first,
            !subject.roles.isEmpty
        else { return [] }
        let policies = Target(subject.policy, account: account, region: region).rolePolicies
        // Roles with the same duties have the same policies.
        var lengths: [Set<RolePolicy.Duty>: Int] = [:]
        return subject.roles.compactMap { path, role in
            let duties = Set(role.may)
            let length = lengths[duties] ?? policies[role.name, default: [:]].values.map(PolicySize.of).reduce(0, +)
            lengths[duties] = length
            guard length > PolicySize.inlineOfRole else { return nil }
            let parts = role.may.count > 1 ? "its duties over several roles" : "the policy by its databases and buckets"
            return Finding(
                path: path.appending("may"),
                summary: "the permissions of `\(role.name)` have \(CountText.number(length)) characters",
                fix: "split \(parts)")
        }
    }
}
