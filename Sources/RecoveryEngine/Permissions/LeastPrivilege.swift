package import AWSNames
package import RecoveryModel

/// The least-privilege policy of each duty, for a policy's targets in one account: the calls that drctl really makes, on the
/// resources that it names. What audit reads comes from the families, what apply writes from the plans of imagined
/// accounts; drill, backup and restore are lists, held by tests of their own.
///
/// A role is one in all regions, so its statements are the union over them: the same wherever they are written from.
///
/// https://docs.aws.amazon.com/service-authorization/latest/reference/
package enum LeastPrivilege {
    /// The statements of some duties in every region of some policies, for a role of one account.
    ///
    /// - Parameter job: The options that their verbs are run with.
    package static func statements(
        for duties: Set<RolePolicy.Duty>, of policies: [RecoveryPolicy], account: AccountID, job: JobOptions = .init()
    ) -> [AccessStatement] {
        let targets = policies.flatMap { Target.blanks(of: $0) { Place(account: account, region: $0) } }
        return duties.sorted().flatMap { duty in
            grants(for: duty, on: targets, job: job)
        }.statements
    }

    /// The statements of a duty in every region of some policies, for a role of one account.
    package static func statements(
        for duty: RolePolicy.Duty, of policies: [RecoveryPolicy], account: AccountID
    ) -> [AccessStatement] {
        statements(for: [duty], of: policies, account: account)
    }

    /// The statements of a duty on targets of one account.
    package static func statements(for duty: RolePolicy.Duty, on targets: [Target]) -> [AccessStatement] {
        grants(for: duty, on: targets, job: JobOptions()).statements
    }

    /// The inline policies of a role with these duties by name, one a duty. What one of them allows, no other repeats:
    /// together they may have no more than IAM's limit.
    static func policies(
        of duties: Set<RolePolicy.Duty>, _ grants: [RolePolicy.Duty: [Grant]]
    ) -> [String: AccessPolicy] {
        var granted: Set<Grant> = []
        var policies: [String: AccessPolicy] = [:]
        for duty in RolePolicy.Duty.widestFirst where duties.contains(duty) {
            let more = grants[duty, default: []].filter { !granted.contains($0.bare) }
            granted.formUnion(more.map(\.bare))
            if !more.isEmpty { policies["drctl-\(duty.rawValue)"] = AccessPolicy(statements: more.statements) }
        }
        return policies
    }

    /// All that a duty may do, with what the options of its verbs and its policy's own places need.
    static func grants(
        for duty: RolePolicy.Duty, on targets: [Target], job options: JobOptions
    ) -> [Grant] {
        grants(for: duty, on: targets) + targets.map(DutyScope.init).flatMap { job(options, of: duty, $0) }
    }

    /// All that a duty may do.
    static func grants(for duty: RolePolicy.Duty, on targets: [Target]) -> [Grant] {
        let scopes = targets.map(DutyScope.init)
        let reading: [(DutyScope) -> [Grant]] = [{ reads($0.target) }, orphans, assumeRoles]
        func all(_ parts: [(DutyScope) -> [Grant]]) -> [Grant] { parts.flatMap { scopes.flatMap($0) } }
        return switch duty {
        case .audit: all(reading + [publishMetrics, history])
        case .plan: all(reading + [foresight])
        case .drift: all(reading + [history])
        case .apply: all(reading + [{ writes($0.target) }, publishMetrics, history, foresight, ownRole])
        case .drill: scopes.flatMap(drill)
        case .backup: scopes.flatMap(backup)
        case .restore: scopes.flatMap(restore)
        case .recover: scopes.flatMap(recoverAnywhere)
        case .alarmsTest: scopes.flatMap(alarmsTest)
        case .rotate: all([rotation, assumeRoles])
        case .cost: all([{ reads($0.target) }, assumeRoles, storageMetrics])
        }
    }

    /// Ages and heartbeats, into the namespace of our alarms and no other.
    static func publishMetrics(_ scope: DutyScope) -> [Grant] {
        .allow(
            "PublishMetrics", ["cloudwatch:PutMetricData"], on: ["*"],
            when: .equal("cloudwatch:namespace", [RequiredAlarms.namespace]))
    }

    /// Who changed what.
    private static func history(_ scope: DutyScope) -> [Grant] {
        .allow("AnyResource", ["cloudtrail:LookupEvents"], on: ["*"])
    }

    /// What a plan asks besides: who else manages a resource, what a lifecycle rule would delete at once, whose a bucket is
    /// that does not answer, and whether quotas have room.
    private static func foresight(_ scope: DutyScope) -> [Grant] {
        // Of every bucket: it stands with what is read of them.
        let buckets = scope.target.buckets.map { scope.arn("s3", $0.name) }
        let policy = scope.target.policy
        let account =
            ["tag:GetResources"] + (policy.roles.isEmpty ? [] : ["iam:GetAccountSummary"])
            + (policy.databases.isEmpty ? [] : ["rds:DescribeAccountAttributes"])
            + (buckets.isEmpty ? [] : ["s3:ListAllMyBuckets"])
            + (policy.keys.isEmpty ? [] : ["kms:ListKeys", "kms:ListAliases"])
            + (buckets.isEmpty && policy.keys.isEmpty ? [] : ["servicequotas:GetServiceQuota"])
        return .allow("AnyResource", account, on: ["*"])
            + .allow("Buckets", ["s3:ListBucketVersions"], on: buckets)
    }

    /// What an apply asks of its own role beforehand.
    private static func ownRole(_ scope: DutyScope) -> [Grant] {
        .allow("Roles", ["iam:SimulatePrincipalPolicy", "iam:GetRole"], on: scope.roles(of: .apply))
    }

    /// How large databases and buckets are.
    private static func storageMetrics(_ scope: DutyScope) -> [Grant] {
        .allow("AnyResource", ["cloudwatch:GetMetricData"], on: ["*"])
    }

    /// The roles by which a run enters the other accounts. It is made from the first account of the scope.
    private static func assumeRoles(_ scope: DutyScope) -> [Grant] {
        let policy = scope.target.part.whole
        let accounts = policy.scope.accounts.map(\.description)
        guard let role = policy.scope.assumeRole, accounts.first == scope.target.place.account else { return [] }
        let partition = scope.target.place.partition
        return .allow(
            "EnterOtherAccounts", ["sts:AssumeRole"],
            on: accounts.dropFirst().map { "arn:\(partition):iam::\($0):role/\(role.name)" })
    }
}

extension RolePolicy.Duty {
    /// Those that include others before these.
    fileprivate static let widestFirst: [RolePolicy.Duty] = [
        .apply, .audit, .drift, .plan, .recover, .drill, .backup, .restore, .rotate, .alarmsTest, .cost,
    ]
}
