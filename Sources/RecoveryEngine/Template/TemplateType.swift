/// A type of resource that templates declare, with what CloudFormation says of it.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
package enum TemplateType: String, CaseIterable, Sendable {
    case database = "AWS::RDS::DBInstance"
    case cluster = "AWS::RDS::DBCluster"
    case parameterGroup = "AWS::RDS::DBParameterGroup"
    case clusterParameterGroup = "AWS::RDS::DBClusterParameterGroup"
    case eventSubscription = "AWS::RDS::EventSubscription"
    case eventRule = "AWS::Events::Rule"
    case bucket = "AWS::S3::Bucket"
    case bucketPolicy = "AWS::S3::BucketPolicy"
    case key = "AWS::KMS::Key"
    case alias = "AWS::KMS::Alias"
    case role = "AWS::IAM::Role"
    case identityProvider = "AWS::IAM::OIDCProvider"
    case backupVault = "AWS::Backup::BackupVault"
    case backupPlan = "AWS::Backup::BackupPlan"
    case backupSelection = "AWS::Backup::BackupSelection"
    case restoreTestingPlan = "AWS::Backup::RestoreTestingPlan"
    case restoreTestingSelection = "AWS::Backup::RestoreTestingSelection"
    case topic = "AWS::SNS::Topic"
    case topicPolicy = "AWS::SNS::TopicPolicy"
    case alarm = "AWS::CloudWatch::Alarm"
    case dashboard = "AWS::CloudWatch::Dashboard"

    /// The type's last word, with which logical ids begin.
    var word: String { rawValue.split(separator: ":").last.map(String.init) ?? rawValue }

    var takesTags: Bool {
        switch self {
        case .bucketPolicy, .alias, .topicPolicy, .dashboard, .backupVault, .backupPlan, .backupSelection,
            .restoreTestingSelection:
            false
        default: true
        }
    }

    /// The property by which an import finds it; nil for what CloudFormation cannot import.
    ///
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-supported-resources.html
    package var identifier: String? {
        switch self {
        case .database: "DBInstanceIdentifier"
        case .cluster: "DBClusterIdentifier"
        case .parameterGroup: "DBParameterGroupName"
        case .clusterParameterGroup: "DBClusterParameterGroupName"
        case .eventSubscription: "SubscriptionName"
        case .eventRule: "Arn"
        case .bucket: "BucketName"
        case .bucketPolicy: "Bucket"
        case .key: "KeyId"
        case .alias: "AliasName"
        case .role: "RoleName"
        case .identityProvider: "Arn"
        case .backupVault: "BackupVaultName"
        case .backupPlan: "BackupPlanId"
        case .backupSelection: "Id"
        case .restoreTestingPlan: "RestoreTestingPlanName"
        // By its plan and its name at once.
        case .restoreTestingSelection: nil
        case .topic: "TopicArn"
        case .topicPolicy: nil
        case .alarm: "AlarmName"
        case .dashboard: "DashboardName"
        }
    }

    /// Properties of which CloudFormation replaces the resource when they change, its name aside: what is in it is lost,
    /// or it refuses, because the name is taken.
    package var createOnly: Set<String> {
        switch self {
        case .database:
            ["DBClusterIdentifier", "DBName", "DBSubnetGroupName", "KmsKeyId", "MasterUsername", "StorageEncrypted"]
        case .cluster:
            [
                "DatabaseName", "DBSubnetGroupName", "KmsKeyId", "MasterUsername", "PubliclyAccessible",
                "StorageEncrypted",
            ]
        case .parameterGroup, .clusterParameterGroup: ["Description", "Family"]
        case .eventSubscription: ["SnsTopicArn"]
        case .role: ["Path"]
        case .identityProvider: ["Url"]
        case .backupSelection: ["BackupPlanId", "BackupSelection"]
        case .backupVault: ["EncryptionKeyArn"]
        case .restoreTestingSelection:
            ["ProtectedResourceType", "RestoreTestingPlanName", "RestoreTestingSelectionName"]
        case .backupPlan, .restoreTestingPlan, .eventRule, .bucket, .bucketPolicy, .key, .alias, .topic, .topicPolicy,
            .alarm, .dashboard:
            []
        }
    }

    /// True for what outlives its stack: what holds backups, what protects and finds that, and what others may use too.
    /// What these refer to is retained with them.
    var isRetained: Bool {
        switch self {
        case .database, .cluster, .bucket, .bucketPolicy, .key, .alias, .backupVault, .identityProvider: true
        default: false
        }
    }
}
