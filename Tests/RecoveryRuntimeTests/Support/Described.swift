/// Resources as AWS describes them, neglected unless a test says otherwise: the elements of one description in XML.
///
/// What is given replaces the element of that name, or is added; the value is XML.
enum Described {
    typealias Elements = [String: String]

    static func instance(_ id: String, _ changes: Elements = [:]) -> String {
        xml(
            [
                ("DBInstanceIdentifier", id), ("DBInstanceArn", "arn:aws:rds:us-east-1:123456789012:db:\(id)"),
                ("Engine", "postgres"), ("EngineVersion", "15.7"), ("DBInstanceStatus", "available"),
                ("InstanceCreateTime", "2026-01-02T03:04:05Z"), ("AvailabilityZone", "us-east-1a"),
                ("MultiAZ", "false"), ("AllocatedStorage", "100"), ("BackupRetentionPeriod", "0"),
                ("PreferredBackupWindow", "07:00-07:30"),
                ("PreferredMaintenanceWindow", "sun:04:00-sun:04:30"), ("CopyTagsToSnapshot", "false"),
                ("DeletionProtection", "false"), ("StorageEncrypted", "false"), ("PubliclyAccessible", "true"),
                ("AutoMinorVersionUpgrade", "false"), ("IAMDatabaseAuthenticationEnabled", "false"),
                ("DBParameterGroups", group("default.postgres15")), ("PendingModifiedValues", ""), ("TagList", ""),
            ], changes)
    }

    static func cluster(_ id: String, _ changes: Elements = [:]) -> String {
        xml(
            [
                ("DBClusterIdentifier", id), ("DBClusterArn", "arn:aws:rds:us-east-1:123456789012:cluster:\(id)"),
                ("Engine", "aurora-postgresql"), ("EngineVersion", "15.7"), ("Status", "available"),
                ("ClusterCreateTime", "2026-01-02T03:04:05Z"), ("BackupRetentionPeriod", "1"),
                ("PreferredBackupWindow", "07:00-07:30"), ("PreferredMaintenanceWindow", "sun:04:00-sun:04:30"),
                ("CopyTagsToSnapshot", "false"), ("DeletionProtection", "false"), ("StorageEncrypted", "false"),
                ("IAMDatabaseAuthenticationEnabled", "false"),
                ("DBClusterParameterGroup", "default.aurora-postgresql15"),
                ("TagList", ""),
            ], changes)
    }

    /// A member of a cluster.
    static func member(_ id: String, of cluster: String, _ changes: Elements = [:]) -> String {
        instance(
            id, ["DBClusterIdentifier": cluster, "Engine": "aurora-postgresql"].merging(changes) { $1 })
    }

    /// The one group of an instance.
    static func group(_ name: String) -> String {
        "<DBParameterGroup><DBParameterGroupName>\(name)</DBParameterGroupName></DBParameterGroup>"
    }

    /// The elements of a list.
    static func list(_ values: [String], element: String = "member") -> String {
        values.map { "<\(element)>\($0)</\(element)>" }.joined()
    }

    static func instances(_ described: String...) -> Answer {
        .list("DBInstances", described, element: "DBInstance")
    }

    static func clusters(_ described: String...) -> Answer { .list("DBClusters", described, element: "DBCluster") }

    /// A document inside XML.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    private static func xml(_ base: [(String, String)], _ changes: Elements) -> String {
        let known = Set(base.map(\.0))
        let added = changes.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }
        let all = base.map { ($0.0, changes[$0.0] ?? $0.1) } + added.map { ($0.key, $0.value) }
        return all.map { "<\($0.0)>\($0.1)</\($0.0)>" }.joined()
    }
}
