import RecoveryEngine
import RecoveryModel

extension Violation {
    /// One a control of clusters.
    static let ofClusters: [Violation] = [
        cluster("backup-retention", "aws rds modify-db-cluster --db-cluster-identifier kb-aurora --backup-retention") {
            $0.backupRetentionDays = .known(29)
        },
        cluster("backup-window", "aws rds modify-db-cluster") { $0.backupWindow = DailyWindow("03:00-03:30") },
        cluster("restorable-lag", "Look at the events of kb-aurora") {
            $0.latestRestorableTime = Estate.now.adding(seconds: -86_401)
        },
        cluster("recovery-point-exists", "Take a cluster snapshot now") {
            $0.latestRestorableTime = nil
            $0.snapshots = .known([.manual("half", status: "creating")])
        },
        cluster("recovery-point-age", "Take a snapshot now") {
            $0.latestRestorableTime = Estate.now.adding(seconds: -90_000)
            $0.snapshots = .known([.manual("old", age: 90_000)])
        },
        cluster("snapshot-encrypted", "Copy each of them with a key") {
            $0.snapshots = .known([.manual("old", encrypted: false)])
        },
        cluster("snapshot-not-shared", "Take the restore permission away") {
            $0.snapshots = .known([.manual("open", sharedWith: .known(["all"]))])
        },
        cluster("copy-tags", "aws rds modify-db-cluster") { $0.copyTagsToSnapshots = .known(false) },
        cluster("deletion-protection", "aws rds modify-db-cluster") { $0.deletionProtection = .known(false) },
        cluster("storage-encrypted", "Encryption cannot be switched on") { $0.storageEncrypted = .known(false) },
        cluster("encryption-key", "The key cannot be changed in place") {
            $0.encryptionKey = "arn:aws:kms:us-east-1:123456789012:key/other"
        },
        cluster("not-public", "For each of them") {
            $0.members = $0.members.map { members in
                var open = members
                open[1].publiclyAccessible = .known(true)
                return open
            }
        },
        cluster("multi-az", "Add a reader in another zone") { $0.members = $0.members.map { [$0[0]] } },
        cluster("iam-authentication", "aws rds modify-db-cluster") { $0.iamAuthentication = .known(false) },
        cluster("log-exports", "aws rds modify-db-cluster") { $0.logExports = [] },
        Violation("cluster.drill-current", on: "kb-aurora", .procedure("Run a drill of kb-aurora")) {
            $0.inventory.drills = .known([])
        },
    ]

    private static func cluster(
        _ control: String, _ procedure: String, _ change: @escaping @Sendable (inout DatabaseCluster) -> Void
    ) -> Violation {
        Violation(ControlID("cluster.\(control)"), on: "kb-aurora", .procedure(procedure)) { change(&$0.cluster) }
    }
}
