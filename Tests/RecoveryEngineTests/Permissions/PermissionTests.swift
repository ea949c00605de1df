import RecoveryEngine
import RecoveryModel
import Testing

/// What `drctl iam apply` grants comes from the facts of changes; these hold both directions.
@Suite("Permissions of plans")
struct PermissionTests {
    private let granted: [AccessStatement]
    private let target: Target
    /// Every violation's plan, and the plans of an estate where nothing is as it should be.
    private let plans: [Plan]

    init() throws {
        let estate = try Estate.complete()
        target = estate.target
        granted = LeastPrivilege.statements(for: .apply, on: [estate.target])
        plans =
            Violation.all.map { violation in
                var broken = estate.with { violation.change(&$0) }
                // Permissions are of one policy; what another one asks for is no part of it.
                broken.policy = estate.policy
                return Planner.plan(broken.audit)
            } + [
                Planner.plan(try Estate.bare().audit), Planner.plan(try Estate.neglected().audit),
            ]
    }

    /// Whether the call is granted in the context that its need states.
    private func grants(_ need: Need) -> Bool {
        var context: [String: [String]] = [:]
        for (test, keys) in need.condition where test != "Null" { context.merge(keys) { $1 } }
        if need.action.hasPrefix("iam:") {
            context["iam:PermissionsBoundary"] = ["arn:aws:iam::123456789012:policy/boundary"]
        }
        return Granted(granted).allows(need.action, on: need.arn(at: target.place), in: context)
    }

    /// The one that applies does not change itself.
    private func isOwn(_ need: Need) -> Bool { need.resource == "role/kb-auditor" }

    @Test func `no planned change lacks a granted action`() {
        for step in plans.flatMap(\.steps) {
            for need in step.facts.needs where !isOwn(need) {
                #expect(grants(need), "\(step.facts.line): \(need)")
            }
        }
    }

    @Test func `no granted action lacks a change or a read that uses it`() {
        var used = Set(plans.flatMap(\.steps).flatMap(\.facts.needs).map(\.action))
        used.formUnion(Catalogue.families.flatMap { $0.reads(target) }.map(\.action))
        // The nightly audit publishes its own metrics.
        used.insert("cloudwatch:PutMetricData")
        // What is asked of a plan before it is made, and of a difference after it is found.
        used.formUnion([
            "tag:GetResources", "s3:ListBucketVersions", "iam:SimulatePrincipalPolicy", "cloudtrail:LookupEvents",
            "iam:GetAccountSummary", "rds:DescribeAccountAttributes", "s3:ListAllMyBuckets",
            "servicequotas:GetServiceQuota", "kms:ListKeys", "kms:ListAliases",
        ])
        // What looks for orphans.
        used.formUnion(["iam:ListRoles", "iam:ListRoleTags", "cloudwatch:GetDashboard"])
        // What an inventory keeps of clusters.
        used.insert("rds:DescribeDBClusterEndpoints")
        for action in granted.flatMap(\.actions) { #expect(used.contains(action), "\(action)") }
    }

    @Test func `no resource is everything where a resource can be named`() {
        // https://docs.aws.amazon.com/service-authorization/latest/reference/: these have no resource level, or list.
        let unnamed: Set<String> = [
            "rds:DescribeDBInstances", "rds:DescribeDBClusters", "rds:DescribeDBSnapshots",
            "rds:DescribeDBSnapshotAttributes", "rds:DescribeDBClusterSnapshots",
            "rds:DescribeDBClusterSnapshotAttributes", "rds:DescribeDBInstanceAutomatedBackups",
            "rds:DescribeDBParameterGroups", "rds:DescribeDBClusterParameterGroups", "rds:DescribeOptionGroups",
            "rds:DescribeDBMajorEngineVersions", "rds:DescribeAccountAttributes", "iam:GetAccountSummary",
            "s3:ListAllMyBuckets", "servicequotas:GetServiceQuota", "kms:ListKeys", "kms:ListAliases",
            "rds:DescribeDBParameters", "rds:DescribeDBClusterParameters", "rds:DescribeEventSubscriptions",
            "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:PutMetricData",
            "s3:GetAccountPublicAccessBlock",
            "tag:GetResources", "cloudtrail:LookupEvents",
            "events:ListRuleNamesByTarget", "backup:ListBackupVaults", "backup:ListBackupPlans", "backup:ListCopyJobs",
            "backup:ListRestoreJobs", "backup-storage:MountCapsule",
            "kms:CreateKey", "kms:ListKeys", "kms:ListAliases", "iam:ListRoles", "sns:GetSubscriptionAttributes",
            // Policies of AWS's own are named by no account.
            "iam:GetPolicy", "iam:GetPolicyVersion",
        ]
        for statement in granted where statement.resources.contains("*") {
            #expect(Set(statement.actions).isSubset(of: unnamed), "\(statement.actions)")
        }
    }

    @Test func `a duty's statements are the same however often they are derived`() {
        for duty in RolePolicy.Duty.allCases {
            #expect(
                LeastPrivilege.statements(for: duty, on: [target]) == LeastPrivilege.statements(for: duty, on: [target])
            )
        }
    }

    @Test func `a policy without clusters grants nothing on clusters, one without buckets nothing on buckets`() throws {
        let small = try Estate.bare().with {
            $0.policy.storage = []
            $0.policy.keys = []
        }
        let actions = LeastPrivilege.statements(for: .apply, on: [small.target]).flatMap(\.actions)
        #expect(!actions.contains { $0.contains("DBCluster") }, "\(actions)")
        #expect(!actions.contains { $0.hasPrefix("s3:") }, "\(actions)")
    }
}

extension Estate {
    /// The compliant estate's resources, every setting of which is something else, by somebody else.
    static func neglected() throws -> Estate {
        try complete().with { estate in
            for violation in Violation.all where violation.isSetting { violation.change(&estate) }
            estate.cluster.parameterGroup = .known("default.aurora-postgresql15")
            estate.role?.inlinePolicies = .known(["more": .ofWriter])
            estate.inventory.eventSubscriptions = .known([
                "knowledge-base-database-events": EventSubscription(
                    name: "knowledge-base-database-events", topic: topicARN, sourceType: "db-instance",
                    sources: ["another"], categories: ["creation"], enabled: false)
            ])
        }
    }
}

extension Violation {
    /// Whether the resource stays and one of its settings differs, so that several can be had together.
    var isSetting: Bool {
        guard case .changes = fix else { return false }
        return !control.description.hasSuffix("exists")
    }
}
