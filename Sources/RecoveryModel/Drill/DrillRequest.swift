package import AWSNames

/// All parameters of a drill, fixed before it starts. The request is the ledger's first entry.
package struct DrillRequest: Hashable, Sendable, Codable {
    package var id: DrillID
    package var policy: String
    /// SHA-256 of the policy's text.
    package var policyDigest: String
    package var scope: DrillScope
    package var startedAt: Instant
    /// The kind of database that is restored.
    package var kind = DatabaseKind.instance
    /// The identifier of the instance or cluster to restore from.
    package var source: String
    /// Instances and clusters that the policy protects, which must never be deleted.
    package var protected: [String]
    package var selection: RecoveryPointSelection
    /// The event before which the drill restores; nil when none was named.
    package var event: SourceEvent?
    package var target: DrillTarget
    /// In milliseconds.
    package var rto: Int
    package var rpo: Int
    /// In milliseconds from the start; equal to the RTO unless set otherwise.
    package var deadline: Int
    package var checks: [PolicyCheck]
    package var schemaVersionQuery: String?
    package var freshnessQuery: String?
    /// The marker table as the policy writes it; the drill writes to it only when `selection` is `marked`.
    package var marker: String?
    /// True when every page is to be read once the data is verified.
    package var warms: Bool
    /// True when PostgreSQL's amcheck is to verify tables and indexes.
    package var checksStructures: Bool
    /// The risks that the policy accepts; nil in ledgers of older versions.
    package var accepted: [RestoreRisk]?
    /// How far figures may be off; nil in ledgers of older versions.
    package var anomaly: AnomalyLimit?
    /// The earlier drills to compare with, oldest first; nil when there is no history.
    package var earlier: [EarlierDrill]?
    /// In bytes: checksums of larger tables are of a sample; nil to read all rows.
    package var sampleAbove: Int?
    /// Why the evidence of earlier drills cannot be believed; nil when it can.
    package var historyDoubt: String?
    package var smoke: [String]
    /// The secrets that must exist; empty when the policy does not ask for this check.
    package var secrets: [String]
    /// In US dollars.
    package var budget: Double?
    /// The time after which anybody may delete what the drill created.
    package var expires: Instant
    /// The restore time expected from earlier drills, in milliseconds.
    package var expectedRestore: Int?
    /// The shortest time between two polls of an instance, in milliseconds.
    package var pollInterval: Int
    /// How long teardown may take before it counts as failed, in milliseconds.
    package var teardownLimit: Int
    /// The ARN of the role with which AWS Backup restores from a vault; nil for every other recovery point.
    package var restoreRole: String?
    /// True for a drill with production's class and Multi-AZ; nil in ledgers of older versions.
    package var asProduction: Bool?
    /// Set for a drill that verifies what AWS Backup has restored; nil for one that restores.
    package var adopted: AdoptedRestore?
    /// Set for a recovery; nil for a drill.
    package var mission: RecoveryMission?

    package init(
        id: DrillID, policy: String, policyDigest: String, scope: DrillScope, startedAt: Instant, source: String,
        protected: [String], selection: RecoveryPointSelection, target: DrillTarget, rto: Int, rpo: Int,
        deadline: Int, checks: [PolicyCheck], expires: Instant
    ) {
        self.id = id
        self.policy = policy
        self.policyDigest = policyDigest
        self.scope = scope
        self.startedAt = startedAt
        self.source = source
        self.protected = protected
        self.selection = selection
        self.target = target
        self.rto = rto
        self.rpo = rpo
        self.deadline = deadline
        self.checks = checks
        self.expires = expires
        warms = false
        checksStructures = false
        smoke = []
        secrets = []
        pollInterval = 2_000
        teardownLimit = 30 * 60_000
    }

    /// The region in which a copy is restored; nil for a drill in the source's own region.
    package var elsewhere: Region? { target.region == scope.region ? nil : target.region }
}

/// The instance that the drill creates; it inherits nothing from the source except where stated.
package struct DrillTarget: Hashable, Sendable, Codable {
    package var id: String
    /// Nil means the source's region.
    package var region: Region?
    package var subnetGroup: String?
    package var securityGroups: [String]
    /// Nil means the same as the source.
    package var instanceClass: String?
    /// Nil means the same as the source.
    package var parameterGroup: String?
    /// True when the policy's security groups may be the same as the source's.
    package var mayShareSecurityGroups: Bool
    /// The policy's tags, to which the drill's are added.
    package var tags: [String: String]

    package init(id: String, subnetGroup: String?, securityGroups: [String], instanceClass: String? = nil) {
        self.id = id
        self.subnetGroup = subnetGroup
        self.securityGroups = securityGroups
        self.instanceClass = instanceClass
        mayShareSecurityGroups = false
        tags = [:]
    }
}

/// A check of the policy that is not yet SQL, because its query depends on the recovery point's time.
package struct PolicyCheck: Hashable, Sendable, Codable {
    package enum Kind: Hashable, Sendable, Codable {
        case rowCount(table: String, until: String?)
        case checksum(table: String, columns: [String], until: String?)
        case query(String, PlannedCheck.Expectation)
    }

    package var name: String
    package var kind: Kind

    package init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// A restore with every parameter of the call.
package struct RestoreOrder: Hashable, Sendable, Codable {
    package var source: String
    package var point: RecoveryPoint
    package var target: String
    package var instanceClass: String
    package var subnetGroup: String
    package var securityGroups: [String]
    package var parameterGroup: String?
    package var optionGroup: String?
    package var iamAuthentication: Bool
    package var tags: [String: String]
    /// Set when the target is a cluster.
    package var cluster: ClusterOrder?
    /// Production's settings that the restore carries; nil in ledgers of older versions.
    package var settings: RestoreSettings?
    /// In GiB, of the source.
    package var allocatedStorage: Int?
    package var publiclyAccessible: Bool?
    package var deletionProtection: Bool?
    /// What is left of a source that is deleted, or in another region: the resource id of its retained backups, or the ARN
    /// of their replica.
    package var deletedSource: String?
    /// The ARN of the role with which AWS Backup restores the recovery point; nil where RDS restores.
    package var restoreRole: String?

    package init(
        source: String, point: RecoveryPoint, target: String, instanceClass: String, subnetGroup: String,
        securityGroups: [String], parameterGroup: String?, optionGroup: String?, iamAuthentication: Bool,
        tags: [String: String]
    ) {
        self.source = source
        self.point = point
        self.target = target
        self.instanceClass = instanceClass
        self.subnetGroup = subnetGroup
        self.securityGroups = securityGroups
        self.parameterGroup = parameterGroup
        self.optionGroup = optionGroup
        self.iamAuthentication = iamAuthentication
        self.tags = tags
    }
}

/// The additional parameters of a cluster's restore: RDS restores only the storage, and an instance has to be added.
package struct ClusterOrder: Hashable, Sendable, Codable {
    package var engine: String
    /// The engine version of the recovery point; RDS would otherwise choose the newest.
    package var engineVersion: String
    /// The identifier of the instance that is added.
    package var member: String
    package var memberParameterGroup: String?
    /// Set when the instance is serverless, since RDS does not restore the scaling range.
    package var capacity: ServerlessCapacity?
    /// Of a recovery, all members in the order in which they are created; nil for a drill, which adds one.
    package var members: [RestoreSettings.Member]?

    package init(engine: String, engineVersion: String, member: String, memberParameterGroup: String?) {
        self.engine = engine
        self.engineVersion = engineVersion
        self.member = member
        self.memberParameterGroup = memberParameterGroup
    }
}
