import AWSNames
import RecoveryEngine
import RecoveryModel

/// A recovery of an Aurora cluster, as literals.
extension RecoveryFixtures {
    /// A cluster with two members that differ in everything that a member has of its own, and two custom endpoints.
    static func cluster(_ change: (inout InstanceFacts) -> Void = { _ in }) -> InstanceFacts {
        DrillFixtures.cluster { cluster in
            cluster.encryptionKey = "arn:aws:kms:us-east-1:123456789012:key/k"
            cluster.masterSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!cluster-1"
            (cluster.deletionProtection, cluster.iamAuthentication) = (true, true)
            (cluster.backupRetentionDays, cluster.publiclyAccessible) = (30, false)
            cluster.capacity = ServerlessCapacity(minimum: 0.5, maximum: 8)
            cluster.members = [
                .init(id: "kb-prod-a", status: "available", tags: [:], resourceID: "db-OLD-A"),
                .init(id: "kb-prod-b", status: "available", tags: [:], resourceID: "db-OLD-B"),
            ]
            var settings = RestoreSettings()
            (settings.resourceID, settings.storageType, settings.port) = ("cluster-OLD", "aurora-iopt1", 5_433)
            settings.logExports = ["postgresql"]
            (settings.backupWindow, settings.maintenanceWindow) = ("02:00-02:30", "sun:04:00-sun:05:00")
            settings.copiesTags = true
            settings.roles = [.init(arn: "arn:aws:iam::123456789012:role/import", feature: "s3Import")]
            settings.members = [writer, reader]
            settings.endpoints = [
                .init(id: "kb-reports", type: "READER", members: ["kb-prod-b"]),
                .init(id: "kb-rest", type: "ANY", members: [], excludedMembers: ["kb-prod-b"]),
            ]
            cluster.settings = settings
            change(&cluster)
        }
    }

    /// The one that Aurora would promote first, although its name is the last.
    private static var writer: RestoreSettings.Member {
        var member = RestoreSettings.Member(
            id: "kb-prod-b", instanceClass: "db.r6g.large", promotionTier: 0, parameterGroup: "kb-members")
        (member.zone, member.certificateAuthority) = ("us-east-1b", "rds-ca-rsa2048-g1")
        (member.monitoringInterval, member.monitoringRole) = (60, "arn:aws:iam::123456789012:role/monitoring")
        (member.performanceInsights, member.performanceInsightsRetention) = (true, 31)
        (member.minorVersionUpgrades, member.publiclyAccessible) = (true, false)
        (member.maintenanceWindow, member.tags) = ("mon:01:00-mon:01:30", ["app": "knowledge-base", "part": "b"])
        return member
    }

    private static var reader: RestoreSettings.Member {
        var member = RestoreSettings.Member(
            id: "kb-prod-a", instanceClass: "db.serverless", promotionTier: 15, parameterGroup: nil)
        (member.zone, member.monitoringInterval, member.performanceInsights) = ("us-east-1a", 0, false)
        (member.minorVersionUpgrades, member.publiclyAccessible) = (false, false)
        member.tags = ["app": "knowledge-base"]
        return member
    }

    static func clusterRequest(
        isLive: Bool = true, switchover: RecoveryMission.Switchover = .none, hook: String? = nil,
        _ change: (inout DrillRequest) -> Void = { _ in }
    ) -> DrillRequest {
        request(isLive: isLive, switchover: switchover, hook: hook) { request in
            let production = cluster().withoutState
            request.kind = .cluster
            request.mission?.database = production
            request.target.parameterGroup = production.parameterGroup
            request.target.instanceClass = production.instanceClass
            change(&request)
        }
    }

    static func clusterFacts(isLive: Bool = true, _ change: (inout DrillFacts) -> Void = { _ in }) -> DrillFacts {
        facts(isLive: isLive) { facts in
            facts.source = cluster { if !isLive { $0.status = "" } }
            facts.retainedBackup = isLive ? nil : "cluster-OLD"
            facts.memberGroups = ["kb-members": true]
            for index in facts.snapshots.indices { facts.snapshots[index].engine = "aurora-postgresql" }
            change(&facts)
        }
    }
}
