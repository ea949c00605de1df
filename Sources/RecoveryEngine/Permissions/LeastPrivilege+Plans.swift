import RecoveryModel

// What audit reads and apply writes: from the families' reads and from the needs of imagined plans.
extension LeastPrivilege {
    /// What the observations of a target read.
    static func reads(_ target: Target) -> [Grant] {
        Catalogue.families.flatMap { $0.reads(target) }.map { grant($0, target) }
    }

    /// What the plans for an account with nothing, with everything neglected, and with everything set otherwise need.
    ///
    /// Roles that may apply are left out: who could write its own permissions would have none.
    static func writes(_ target: Target) -> [Grant] {
        let own = Set(target.part.whole.roles.filter { $0.may.contains(.apply) }.map { "role/\($0.name)" })
        return ImaginedAccount.allCases.flatMap { account -> [Grant] in
            let context = ControlContext(imagining: account, of: target, now: Instant(seconds: 0))
            return Auditor.verdicts(context).findings.flatMap { finding -> [Grant] in
                guard case .changes(let changes)? = finding.remedy else { return [] }
                let selector = selectorTags(of: finding, target)
                return changes.flatMap(\.facts.needs).filter { !own.contains($0.resource) }.map { need in
                    var narrowed = need
                    narrowed.condition = need.condition.and(boundary(need, target))
                    if need.selectsDatabases { narrowed.condition = narrowed.condition.and(selector) }
                    return grant(narrowed, target)
                }
            }
        }
    }

    /// A call, with the ARN that it is made on.
    static func grant(_ need: Need, _ target: Target) -> Grant {
        // These are named after their policy, and parameter groups after drctl: those of tagged databases are covered too,
        // and many need no more words than one.
        let own = [
            "alarm:\(target.policy.name)-", "es:\(target.policy.name)-", "pg:drctl-", "cluster-pg:drctl-",
        ]
        let prefix = own.first { need.resource.hasPrefix($0) }
        let service = String(need.action.prefix { $0 != ":" })
        return Grant(
            purpose: need.resource == "*" ? "AnyResource" : purposes[service] ?? service, action: need.action,
            arn: Need(need.action, prefix.map { $0 + "*" } ?? need.resource).arn(at: target.place),
            condition: need.condition)
    }

    private static let purposes = [
        "rds": "Databases", "s3": "Buckets", "kms": "Keys", "iam": "Roles", "sns": "Topic", "sqs": "Subscribers",
        "lambda": "Subscribers", "cloudwatch": "Alarms",
        "secretsmanager": "Secrets",
    ]

    /// The tags of the selector that a finding's database was selected by; none where it was named.
    private static func selectorTags(of finding: Finding, _ target: Target) -> AccessCondition {
        let databases = target.part.whole.databases
        guard DatabaseKind.allCases.map(\.resource).contains(finding.resource.kind), let entry = finding.entry,
            databases.indices.contains(entry), databases[entry].select.ids.isEmpty
        else { return [:] }
        return .tagged(databases[entry].select.tags)
    }

    /// What gives a role permissions does so inside the boundary that the policy names.
    ///
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
    private static func boundary(_ need: Need, _ target: Target) -> AccessCondition {
        let giving: Set<String> = [
            "iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary", "iam:UpdateAssumeRolePolicy",
        ]
        guard giving.contains(need.action),
            let role = target.policy.roles.first(where: { need.resource == "role/\($0.name)" }),
            let boundary = role.permissionsBoundary
        else { return [:] }
        return .equal("iam:PermissionsBoundary", [boundary])
    }
}

extension Need {
    /// Whether the resource is a database.
    fileprivate var selectsDatabases: Bool { resource.hasPrefix("db:") || resource.hasPrefix("cluster:") }
}
