/// A type of resource that templates declare, with what CloudFormation says of it.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
package enum TemplateType: String, CaseIterable, Sendable {
    case database = "AWS::RDS::DBInstance"
    case cluster = "AWS::RDS::DBCluster"
    case parameterGroup = "AWS::RDS::DBParameterGroup"
    case clusterParameterGroup = "AWS::RDS::DBClusterParameterGroup"
    case eventSubscription = "AWS::RDS::EventSubscription"
    case bucket = "AWS::S3::Bucket"
    case bucketPolicy = "AWS::S3::BucketPolicy"
    case key = "AWS::KMS::Key"
    case alias = "AWS::KMS::Alias"
    case role = "AWS::IAM::Role"
    case identityProvider = "AWS::IAM::OIDCProvider"
    case secret = "AWS::SecretsManager::Secret"
    case topic = "AWS::SNS::Topic"
    case topicPolicy = "AWS::SNS::TopicPolicy"
    case alarm = "AWS::CloudWatch::Alarm"
    case dashboard = "AWS::CloudWatch::Dashboard"

    /// The type's last word, with which logical ids begin.
    var word: String { rawValue.split(separator: ":").last.map(String.init) ?? rawValue }

    var takesTags: Bool {
        switch self {
        case .bucketPolicy, .alias, .topicPolicy, .dashboard: false
        default: true
        }
    }

    /// True for what outlives its stack: what holds backups, what protects and finds that, and what others may use too.
    /// What these refer to is retained with them.
    var isRetained: Bool {
        switch self {
        case .database, .cluster, .bucket, .bucketPolicy, .key, .alias, .secret, .identityProvider: true
        default: false
        }
    }
}
