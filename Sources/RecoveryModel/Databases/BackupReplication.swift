package import AWSNames

/// The replication of an instance's automated backups to another region.
///
/// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html
package struct BackupReplication: Hashable, Codable, Sendable {
    package var instance: String
    /// The instance's ARN.
    package var source: String
    /// The ARN of whatever is made in the region that receives the copies, with `*` for its id.
    package var replica: String
    package var region: Region
    /// How long the copies are kept there, 1 to 35.
    package var days: Int
    /// The ARN of the key of that region; nil for a database without encryption.
    package var key: String?

    package init(
        instance: String, source: String, replica: String, region: Region, days: Int, key: String?
    ) {
        self.instance = instance
        self.source = source
        self.replica = replica
        self.region = region
        self.days = days
        self.key = key
    }

    /// What the change says of itself.
    var facts: ChangeFacts {
        var facts = ChangeFacts(
            ResourceReference(.database, instance), .replicateBackups,
            "replicate the automated backups of database \(instance) to \(region)",
            needs: [
                Need("rds:DescribeDBInstances", "*"),
                Need("rds:StartDBInstanceAutomatedBackupsReplication", "db:\(instance)"),
                Need("rds:StartDBInstanceAutomatedBackupsReplication", replica),
            ] + keyNeeds,
            [
                ChangeFacts.Setting(name: "region", before: nil, after: region.rawValue),
                ChangeFacts.Setting(name: "kept for", before: nil, after: Shown.days(days)),
            ])
        facts.reversal = .partial("the replication can be stopped; what was copied until then has cost storage")
        return facts
    }

    /// RDS uses the key in the caller's name, for its own copies and for nothing else.
    ///
    /// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
    private var keyNeeds: [Need] {
        guard let key else { return [] }
        let condition: AccessCondition = ["StringEquals": ["kms:ViaService": ["rds.\(region).amazonaws.com"]]]
        return ["kms:CreateGrant", "kms:DescribeKey"].map { Need($0, key, when: condition) }
    }
}
