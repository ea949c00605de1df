/// A kind of resource that drctl judges: the one list below the engine, in the order in which reports show them.
///
/// The names are those of results and of baselines, and never change their meaning.
package enum ResourceKind: String, Sendable, Codable, CaseIterable, Comparable {
    case database, cluster, selfManaged, bucket, key, role, topic, alarm, eventSubscription, dashboard, secret, drill,
        policy
    case backupVault, backupPlan, restoreTestingPlan, eventRule

    /// The words that people read.
    package var name: String {
        switch self {
        case .eventSubscription: "event subscription"
        case .selfManaged: "self-managed database"
        case .backupVault: "backup vault"
        case .backupPlan: "backup plan"
        case .eventRule: "event rule"
        case .restoreTestingPlan: "restore testing plan"
        case .database, .cluster, .bucket, .key, .role, .topic, .alarm, .dashboard, .secret, .drill, .policy: rawValue
        }
    }

    /// Such as `AWS::S3::Bucket`; nil for what CloudFormation does not know.
    package var cloudFormationType: String? {
        switch self {
        case .database: "AWS::RDS::DBInstance"
        case .cluster: "AWS::RDS::DBCluster"
        case .bucket: "AWS::S3::Bucket"
        case .key: "AWS::KMS::Key"
        case .role: "AWS::IAM::Role"
        case .topic: "AWS::SNS::Topic"
        case .alarm: "AWS::CloudWatch::Alarm"
        case .eventSubscription: "AWS::RDS::EventSubscription"
        case .dashboard: "AWS::CloudWatch::Dashboard"
        case .secret: "AWS::SecretsManager::Secret"
        case .backupVault: "AWS::Backup::BackupVault"
        case .backupPlan: "AWS::Backup::BackupPlan"
        case .eventRule: "AWS::Events::Rule"
        case .restoreTestingPlan: "AWS::Backup::RestoreTestingPlan"
        case .selfManaged, .drill, .policy: nil
        }
    }

    private static let rank = Dictionary(uniqueKeysWithValues: zip(allCases, allCases.indices))

    /// In the order of declaration.
    package static func < (left: ResourceKind, right: ResourceKind) -> Bool {
        Self.rank[left, default: 0] < Self.rank[right, default: 0]
    }
}
