import AWSCore
import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

/// What a drill proves is what a recovery does: the requests of both, side by side.
@Suite("Drill = recover")
struct DrillIsRecoveryTests {
    private let now = Instant("2026-11-23T05:10:00Z")!

    private var production: InstanceFacts {
        var source = InstanceFacts(
            id: "kb-prod", arn: "arn:aws:rds:us-east-1:123456789012:db:kb-prod", status: "available",
            engine: "postgres", engineVersion: "15.18", instanceClass: "db.m6g.large")
        (source.subnetGroup, source.securityGroups) = ("prod", ["sg-prod"])
        (source.parameterGroup, source.optionGroup) = ("kb-pg15", "kb-options")
        (source.publiclyAccessible, source.deletionProtection, source.iamAuthentication) = (false, true, true)
        (source.allocatedStorage, source.tags) = (500, ["app": "knowledge-base"])
        var settings = RestoreSettings()
        (settings.storageType, settings.iops, settings.storageThroughput) = ("gp3", 12_000, 500)
        (settings.multiAZ, settings.port, settings.logExports) = (true, 5_433, ["postgresql"])
        (settings.minorVersionUpgrades, settings.copiesTags) = (true, true)
        (settings.certificateAuthority, settings.networkType) = ("rds-ca-rsa2048-g1", "IPV4")
        source.settings = settings
        return source
    }

    private func request(_ instanceClass: String?) -> DrillRequest {
        let scope = DrillScope(account: ScriptedAWS.account, region: ScriptedAWS.region)
        return DrillRequest(
            id: DrillID(rawValue: "kb-1"), policy: "kb", policyDigest: "", scope: scope, startedAt: now,
            source: "kb-prod", protected: ["kb-prod"], selection: .latestRestorable,
            target: DrillTarget(
                id: "drctl-drill-kb", subnetGroup: "dr-drill", securityGroups: ["sg-drill"],
                instanceClass: instanceClass), rto: 1, rpo: 1, deadline: 1, checks: [], expires: now)
    }

    private func recovery() -> DrillRequest {
        var request = request(production.instanceClass)
        request.target = DrillTarget(
            id: "kb-prod-recovered", subnetGroup: "prod", securityGroups: ["sg-prod"],
            instanceClass: production.instanceClass)
        request.target.parameterGroup = production.parameterGroup
        request.mission = RecoveryMission(
            origin: .live, database: production.withoutState, switchover: .none, hook: nil, oldName: "kb-prod-before",
            mayBeHealthy: true)
        return request
    }

    private func sent(_ request: DrillRequest, _ point: RecoveryPoint) async throws -> [String: String] {
        let order = try #require(RestoreOrder(request, of: production, to: point, snapshots: []))
        let operation = point.snapshot == nil ? "RestoreDBInstanceToPointInTime" : "RestoreDBInstanceFromDBSnapshot"
        let aws = ScriptedAWS(["rds:\(operation)": [.ok()]])
        try await DrillCalls(client: aws.client, kind: .instance).restore(order)
        return try #require(aws.calls.first).parameters
    }

    private func differences(_ left: [String: String], _ right: [String: String]) -> Set<String> {
        Set(
            Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }.map { name in
                String(name.split(separator: ".")[0])
            })
    }

    @Test
    func `their requests differ in name, network, tags, and what teardown and one zone need, and in nothing else`()
        async throws
    {
        let points = [
            RecoveryPoint(kind: .pointInTime, snapshot: nil, time: now, reason: ""),
            RecoveryPoint(kind: .automatedSnapshot, snapshot: "rds:kb-prod-1", time: now, reason: ""),
        ]
        for point in points {
            let (drill, recovery) = (
                try await sent(request(production.instanceClass), point), try await sent(recovery(), point)
            )
            let name = point.snapshot == nil ? "TargetDBInstanceIdentifier" : "DBInstanceIdentifier"
            #expect(
                differences(drill, recovery) == [
                    name, "DBSubnetGroupName", "VpcSecurityGroupIds", "Tags", "DeletionProtection", "MultiAZ",
                    // The log groups would be left behind by teardown.
                    "EnableCloudwatchLogsExports",
                ])
            #expect(drill["StorageType"] == "gp3" && drill["Iops"] == "12000" && drill["Port"] == "5433")
            #expect(drill["OptionGroupName"] == "kb-options" && drill["DBParameterGroupName"] == "kb-pg15")
        }
    }

    @Test func `a drill as production has production's zones too`() async throws {
        let point = RecoveryPoint(kind: .pointInTime, snapshot: nil, time: now, reason: "")
        var rehearsal = request(nil)
        rehearsal.asProduction = true
        let (drill, recovery) = (try await sent(rehearsal, point), try await sent(recovery(), point))
        #expect(!differences(drill, recovery).contains("MultiAZ"))
        #expect(!differences(drill, recovery).contains("DBInstanceClass"))
    }

    @Test func `a drill with a class of its own differs in the class too`() async throws {
        let point = RecoveryPoint(kind: .pointInTime, snapshot: nil, time: now, reason: "")
        let (own, same) = (
            try await sent(request("db.t4g.medium"), point), try await sent(request(production.instanceClass), point)
        )
        #expect(differences(own, same) == ["DBInstanceClass"])
    }

    @Test func `a lost source is named by the id of its retained backups alone`() async throws {
        let point = RecoveryPoint(kind: .pointInTime, snapshot: nil, time: now, reason: "")
        var facts = DrillFacts(account: ScriptedAWS.account, caller: "")
        (facts.isSourceLive, facts.retainedBackup) = (false, "db-OLD")
        let order = try #require(
            RestoreOrder(recovery(), of: production, to: point, snapshots: [], facts: facts))
        let aws = ScriptedAWS(["rds:RestoreDBInstanceToPointInTime": [.ok()]])
        try await DrillCalls(client: aws.client, kind: .instance).restore(order)
        let parameters = try #require(aws.calls.first).parameters
        #expect(parameters["SourceDbiResourceId"] == "db-OLD")
        #expect(parameters["SourceDBInstanceIdentifier"] == nil)
    }

    @Test func `the requests of a cluster differ in the same, and its member in what a drill's copy does without`()
        async throws
    {
        var source = production
        (source.kind, source.engine) = (.cluster, "aurora-postgresql")
        var member = RestoreSettings.Member(
            id: "kb-prod-a", instanceClass: "db.r6g.large", promotionTier: 0, parameterGroup: "kb-members")
        (member.zone, member.monitoringInterval, member.monitoringRole) = ("us-east-1b", 60, "arn:role")
        (member.performanceInsights, member.performanceInsightsRetention) = (true, 31)
        source.settings?.members = [member]
        source.settings?.storageType = "aurora-iopt1"
        source.memberParameterGroup = "kb-members"
        let known = source.withoutState
        func ordered(_ request: DrillRequest, _ point: RecoveryPoint) throws -> RestoreOrder {
            var request = request
            request.kind = .cluster
            request.mission?.database = known
            return try #require(RestoreOrder(request, of: source, to: point, snapshots: []))
        }
        func sent(_ order: RestoreOrder) async throws -> (restore: [String: String], member: [String: String]) {
            let aws = ScriptedAWS([
                "rds:RestoreDBClusterToPointInTime": [.ok()], "rds:RestoreDBClusterFromSnapshot": [.ok()],
                "rds:CreateDBInstance": [.ok()],
            ])
            let calls = DrillCalls(client: aws.client, kind: .cluster)
            try await calls.restore(order)
            try await calls.addMember(order)
            return (try #require(aws.calls.first).parameters, try #require(aws.calls.last).parameters)
        }
        let points = [
            RecoveryPoint(kind: .pointInTime, snapshot: nil, time: now, reason: ""),
            RecoveryPoint(kind: .automatedSnapshot, snapshot: "rds:kb-prod-1", time: now, reason: ""),
        ]
        for point in points {
            let drill = try await sent(try ordered(request(member.instanceClass), point))
            let recovery = try await sent(try ordered(self.recovery(), point))
            #expect(
                differences(drill.restore, recovery.restore) == [
                    "DBClusterIdentifier", "DBSubnetGroupName", "VpcSecurityGroupIds", "Tags", "DeletionProtection",
                    "EnableCloudwatchLogsExports",
                ])
            #expect(recovery.restore["StorageType"] == "aurora-iopt1" && recovery.restore["Port"] == "5433")
            #expect(
                differences(drill.member, recovery.member) == [
                    "DBInstanceIdentifier", "DBClusterIdentifier", "Tags", "PromotionTier", "AvailabilityZone",
                    "MonitoringInterval", "MonitoringRoleArn", "EnablePerformanceInsights",
                    "PerformanceInsightsRetentionPeriod", "AutoMinorVersionUpgrade",
                ])
            #expect(recovery.member["DBParameterGroupName"] == "kb-members")
        }
    }
}
