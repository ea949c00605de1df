/// The properties of a database instance or cluster that a drill needs for its guards, its restore request and the
/// fidelity report.
package struct InstanceFacts: Hashable, Sendable, Codable {
    /// An instance of a cluster, through which its storage is accessed.
    package struct Member: Hashable, Sendable, Codable {
        package var id: String
        package var status: String
        package var tags: [String: String]
        /// The identifier that no other instance ever has; nil in ledgers of older versions.
        package var resourceID: String?

        package init(id: String, status: String, tags: [String: String], resourceID: String? = nil) {
            self.id = id
            self.status = status
            self.tags = tags
            self.resourceID = resourceID
        }
    }

    package var kind = DatabaseKind.instance
    /// The members of a cluster, sorted by id.
    package var members: [Member] = []
    /// The cluster that an instance is a member of.
    package var cluster: String?
    /// The parameter group of a cluster's members; the cluster's own is `parameterGroup`.
    package var memberParameterGroup: String?
    package var id: String
    package var arn: String
    package var status: String
    package var engine: String
    package var engineVersion: String
    package var instanceClass: String
    /// The scaling range of a cluster with serverless instances; nil without.
    package var capacity: ServerlessCapacity?
    /// In GiB.
    package var allocatedStorage: Int?
    /// Nil until RDS has assigned one.
    package var host: String?
    /// Where readers of a cluster connect.
    package var readerHost: String?
    /// Whether a cluster has custom endpoints, of which `settings` has more once they are read.
    package var hasEndpoints: Bool?
    package var port: Int?
    package var masterUser: String?
    package var database: String?
    package var masterSecret: String?
    package var tags: [String: String]
    package var subnetGroup: String?
    package var securityGroups: [String]?
    package var parameterGroup: String?
    package var optionGroup: String?
    package var encryptionKey: String?
    package var publiclyAccessible: Bool?
    package var deletionProtection: Bool?
    package var iamAuthentication: Bool?
    package var backupRetentionDays: Int?
    package var earliestRestorable: Instant?
    package var latestRestorable: Instant?
    /// Other settings that a real restore should carry over, by their RDS names.
    package var otherSettings: [String: String]
    /// What else a restore into production's own settings needs; nil in ledgers of older versions.
    package var settings: RestoreSettings?

    package init(id: String, arn: String, status: String, engine: String, engineVersion: String, instanceClass: String)
    {
        self.id = id
        self.arn = arn
        self.status = status
        self.engine = engine
        self.engineVersion = engineVersion
        self.instanceClass = instanceClass
        tags = [:]
        otherSettings = [:]
    }
}

/// The range of Aurora capacity units (about 2 GiB of memory each) in which a cluster's serverless instances scale.
///
/// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ServerlessV2ScalingConfiguration.html
package struct ServerlessCapacity: Hashable, Sendable, Codable {
    package var minimum: Double
    package var maximum: Double

    package init(minimum: Double, maximum: Double) {
        self.minimum = minimum
        self.maximum = maximum
    }
}

extension InstanceFacts {
    /// The instance class of Aurora Serverless v2.
    package static let serverless = "db.serverless"

    /// The RDS status of the whole: a cluster is only as ready as its least ready member.
    package var readiness: String {
        guard status == "available" else { return status }
        return members.first { $0.status != "available" }?.status ?? status
    }

    /// True for a cluster without instances, which accepts no connection.
    package var lacksMember: Bool { kind == .cluster && members.isEmpty }
}

/// The rules of a security group that are open to everybody.
package struct SecurityGroupFacts: Hashable, Sendable, Codable {
    package var id: String
    /// Rules that let in everybody, such as `0.0.0.0/0 tcp 5432`; nil when the rules could not be read.
    package var openRules: [String]?
    /// Why the rules could not be read.
    package var failure: String?

    package init(id: String, openRules: [String]?, failure: String? = nil) {
        self.id = id
        self.openRules = openRules
        self.failure = failure
    }
}
