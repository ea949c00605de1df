/// A database instance, as far as a drill must know it: for its guards, its restore order and the fidelity report.
package struct InstanceFacts: Hashable, Sendable, Codable {
    package var id: String
    package var arn: String
    package var status: String
    package var engine: String
    package var engineVersion: String
    package var instanceClass: String
    /// In GiB.
    package var allocatedStorage: Int
    /// Nil until RDS has given one.
    package var host: String?
    package var port: Int?
    package var masterUser: String?
    package var database: String?
    package var masterSecret: String?
    package var tags: [String: String]
    package var subnetGroup: String?
    package var securityGroups: [String]
    package var parameterGroup: String?
    package var optionGroup: String?
    package var encryptionKey: String?
    package var publiclyAccessible: Bool
    package var deletionProtection: Bool
    package var iamAuthentication: Bool
    package var backupRetentionDays: Int
    package var earliestRestorable: Instant?
    package var latestRestorable: Instant?
    /// Whatever else a real restore should bring back, by RDS's names.
    package var otherSettings: [String: String]

    package init(id: String, arn: String, status: String, engine: String, engineVersion: String, instanceClass: String)
    {
        self.id = id
        self.arn = arn
        self.status = status
        self.engine = engine
        self.engineVersion = engineVersion
        self.instanceClass = instanceClass
        allocatedStorage = 0
        tags = [:]
        securityGroups = []
        publiclyAccessible = false
        deletionProtection = false
        iamAuthentication = false
        backupRetentionDays = 0
        otherSettings = [:]
    }
}

/// A security group's openness.
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
