import AWSNames
import RecoveryModel

@testable import RecoveryEngine

/// One thing after the other that guards have an opinion about: words of a request, and facts.
enum GuardChanges {
    typealias Change = (name: String, change: @Sendable (inout DrillRequest, inout DrillFacts) -> Void)

    static let ofRequests: [Change] = [
        ("of now", { request, _ in (request.selection, request.marker) = (.marked, "audit.marker") }),
        ("of now without a marker", { request, _ in request.selection = .marked }),
        ("into no group", { request, _ in request.target.securityGroups = [] }),
        ("into no subnets", { request, _ in request.target.subnetGroup = nil }),
        ("without a class", { request, _ in request.target.instanceClass = nil }),
        ("of a class without a price", { request, _ in request.target.instanceClass = "db.x9.huge" }),
        ("serverless", { request, _ in request.target.instanceClass = InstanceFacts.serverless }),
        ("within a small budget", { request, _ in request.budget = 0.01 }),
        ("within a large budget", { request, _ in request.budget = 1_000 }),
        (
            "of a class without a price within a budget",
            { request, _ in (request.target.instanceClass, request.budget) = ("db.x9.huge", 5) }
        ),
        (
            "as production",
            { request, facts in
                request.asProduction = true
                facts.source?.settings = RestoreSettings()
                facts.source?.settings?.multiAZ = true
            }
        ),
        ("with another group of parameters", { request, _ in request.target.parameterGroup = "kb-drill" }),
        ("with production's groups", { request, _ in request.target.securityGroups = ["sg-prod"] }),
        (
            "with production's groups, as agreed",
            { request, _ in
                (request.target.securityGroups, request.target.mayShareSecurityGroups) = (["sg-prod"], true)
            }
        ),
        ("of a name that is none", { request, _ in request.target.id = "-x" }),
        ("over its source", { request, _ in request.target.id = request.source }),
        ("elsewhere", { request, _ in request.target.region = Region("eu-west-1") }),
    ]

    static let ofFacts: [Change] = [
        ("another account", { _, facts in facts.account = AccountID("999999999999")! }),
        ("no source", { _, facts in facts.source = nil }),
        ("source not live", { _, facts in facts.isSourceLive = false }),
        (
            "no backup retained",
            { _, facts in
                (facts.isSourceLive, facts.retainedBackup, facts.backupFailure) = (false, nil, "none is retained")
            }
        ),
        ("source stopped", { _, facts in facts.source?.status = "stopped" }),
        ("source another engine", { _, facts in facts.source?.engine = "mysql" }),
        ("source without backups", { _, facts in facts.source?.backupRetentionDays = 0 }),
        (
            "source without storage",
            { request, facts in
                facts.source?.allocatedStorage = nil; request.budget = 5
            }
        ),
        ("source in a cluster", { _, facts in facts.source?.cluster = "kb-cluster" }),
        ("source serverless", { _, facts in facts.source?.instanceClass = InstanceFacts.serverless }),
        ("no snapshots", { _, facts in facts.snapshots = [] }),
        ("name taken", { request, facts in facts.instances[request.target.id] = [:] }),
        ("old name taken", { request, facts in facts.instances[request.mission?.oldName ?? "x"] = [:] }),
        ("no subnet group", { _, facts in facts.subnetGroupExists = false }),
        ("subnet group unread", { _, facts in facts.subnetGroupExists = nil }),
        ("no parameter group", { _, facts in facts.parameterGroupExists = false }),
        ("parameter group unread", { _, facts in facts.parameterGroupExists = nil }),
        ("parameter group there", { _, facts in facts.parameterGroupExists = true }),
        (
            "group unread",
            { _, facts in
                facts.securityGroups = [SecurityGroupFacts(id: "sg-drill", openRules: nil, failure: "denied")]
            }
        ),
        (
            "group open",
            { _, facts in
                facts.securityGroups = [SecurityGroupFacts(id: "sg-drill", openRules: ["tcp 5432 from 0.0.0.0/0"])]
            }
        ),
        ("no group seen", { _, facts in facts.securityGroups = [] }),
        ("key enabled", { _, facts in facts.key = .init(id: "k", state: "Enabled") }),
        ("key disabled", { _, facts in facts.key = .init(id: "k", state: "Disabled") }),
        ("key unread", { _, facts in facts.key = .init(id: "k", state: nil, failure: "denied") }),
        ("last instance", { _, facts in facts.quota = .init(used: 39, limit: 40) }),
        ("no instance left", { _, facts in facts.quota = .init(used: 40, limit: 40) }),
        (
            "two needed",
            { _, facts in
                facts.quota = .init(used: 38, limit: 40)
                facts.quota?.needed = 2
            }
        ),
        (
            "three needed",
            { _, facts in
                facts.quota = .init(used: 38, limit: 40)
                facts.quota?.needed = 3
            }
        ),
        ("quota unread", { _, facts in facts.quota = nil }),
        ("permissions unread", { _, facts in facts.permissions = PermissionFacts(failure: "denied") }),
        ("permissions not asked", { _, facts in facts.permissions = nil }),
        ("not permitted", { _, facts in facts.permissions = refused(("rds:DeleteDBInstance", true, [])) }),
        (
            "two not permitted",
            { _, facts in
                facts.permissions = refused(("rds:ModifyDBInstance", false, []), ("rds:DeleteDBInstance", true, []))
            }
        ),
        ("perhaps not permitted", { _, facts in facts.permissions = refused(("rds:ModifyDBInstance", false, [])) }),
        ("no grant", { _, facts in facts.permissions = refused(("kms:CreateGrant", false, [])) }),
        (
            "permitted by a tag",
            { _, facts in
                facts.permissions = refused(("rds:DeleteDBInstance", true, ["aws:ResourceTag/app", "aws:SourceIp"]))
            }
        ),
        ("no login", { _, facts in facts.loginFailure = "no secret" }),
        ("no psql", { _, facts in facts.clientVersion = nil }),
        ("member's group missing", { _, facts in facts.memberGroups = ["kb-members": false] }),
        ("member's group there", { _, facts in facts.memberGroups = ["kb-members": true] }),
    ]

    private static func refused(_ refusals: (action: String, isCertain: Bool, undecidedBy: [String])...)
        -> PermissionFacts
    {
        PermissionFacts(
            asked: 7,
            refusals: refusals.map {
                .init(action: $0.action, resource: "arn:x", undecidedBy: $0.undecidedBy, isCertain: $0.isCertain)
            })
    }
}
