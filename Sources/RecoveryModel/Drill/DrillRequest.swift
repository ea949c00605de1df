package import AWSNames

/// Everything a drill needs to know, fixed before it starts: it is the ledger's first entry.
package struct DrillRequest: Hashable, Sendable, Codable {
    package var id: DrillID
    package var policy: String
    /// SHA-256 of the policy's text.
    package var policyDigest: String
    package var scope: DrillScope
    package var startedAt: Instant
    /// What is restored.
    package var kind = DatabaseKind.instance
    /// The instance or cluster that is restored from.
    package var source: String
    /// Instances and clusters that the policy protects: none may ever be deleted.
    package var protected: [String]
    package var selection: RecoveryPointSelection
    /// The event that the selection goes back before; nil when none was named.
    package var event: SourceEvent?
    package var target: DrillTarget
    /// In milliseconds.
    package var rto: Int
    package var rpo: Int
    /// In milliseconds from the start; not before the objective unless asked.
    package var deadline: Int
    package var checks: [PolicyCheck]
    package var schemaVersionQuery: String?
    package var freshnessQuery: String?
    /// The table that holds markers, as the policy writes it; it is written to only when `selection` is `marked`.
    package var marker: String?
    /// Whether every page is read once the data is verified.
    package var warms: Bool
    /// Whether PostgreSQL's amcheck looks at tables and indexes.
    package var checksStructures: Bool
    package var smoke: [String]
    /// Secrets that must be there; empty when the policy does not ask.
    package var secrets: [String]
    /// In US dollars.
    package var budget: Double?
    /// After it anybody may remove what the drill made.
    package var expires: Instant
    /// From earlier drills, in milliseconds: when the restore is expected to be done.
    package var expectedRestore: Int?
    /// In milliseconds: the least time between two looks at an instance.
    package var pollInterval: Int
    /// In milliseconds: how long removing may take before it counts as failed.
    package var teardownLimit: Int

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

    /// Where a copy is restored instead of the source's own region; nil for most drills.
    package var elsewhere: Region? { target.region == scope.region ? nil : target.region }
}

/// The instance that the drill makes; nothing is inherited unless said.
package struct DrillTarget: Hashable, Sendable, Codable {
    package var id: String
    /// Nil is the source's.
    package var region: Region?
    package var subnetGroup: String?
    package var securityGroups: [String]
    /// Nil takes the source's.
    package var instanceClass: String?
    /// Nil takes the source's.
    package var parameterGroup: String?
    /// True when the policy's groups may be those of the source.
    package var mayShareSecurityGroups: Bool
    /// The policy's own tags; the drill's are added.
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

/// A check of the policy that still has to be made into SQL: it depends on the recovery point's time.
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

/// What a cluster's restore takes besides: RDS restores its storage only, and an instance has to be added.
package struct ClusterOrder: Hashable, Sendable, Codable {
    package var engine: String
    /// Of the recovery point: without it RDS takes its newest.
    package var engineVersion: String
    /// The identifier of the instance that is added.
    package var member: String
    package var memberParameterGroup: String?
    /// Set when the instance is serverless: RDS restores no scaling range.
    package var capacity: ServerlessCapacity?

    package init(engine: String, engineVersion: String, member: String, memberParameterGroup: String?) {
        self.engine = engine
        self.engineVersion = engineVersion
        self.member = member
        self.memberParameterGroup = memberParameterGroup
    }
}
