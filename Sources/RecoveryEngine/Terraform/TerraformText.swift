import RecoveryModel

/// Terraform's notation: texts are templates in which `${` begins an expression, and `%{` a directive.
enum TerraformText {
    /// A text that is read as it is.
    static func literal(_ text: String) -> String {
        text.replacing("${", with: "$${").replacing("%{", with: "%%{")
    }

    /// A text as an expression writes it; what it has in `${…}` stays an expression.
    static func quoted(template: String) -> String {
        let escaped = template.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n").replacing("\r", with: "\\r").replacing("\t", with: "\\t")
        return "\"\(escaped)\""
    }

    /// A text as an expression writes it, read as it is.
    static func quoted(_ text: String) -> String { quoted(template: literal(text)) }

    /// What CloudFormation fills in by itself.
    static let pseudo = [
        "AWS::AccountId": "data.aws_caller_identity.current.account_id",
        "AWS::Region": "data.aws_region.current.id",
        "AWS::Partition": "data.aws_partition.current.partition",
    ]
}

extension TemplateType {
    /// The resource of the AWS provider that is the thing itself; what a setting of its own makes is beside it.
    ///
    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs
    func terraformType(isMember: Bool) -> String {
        switch self {
        case .database: isMember ? "aws_rds_cluster_instance" : "aws_db_instance"
        case .cluster: "aws_rds_cluster"
        case .parameterGroup: "aws_db_parameter_group"
        case .clusterParameterGroup: "aws_rds_cluster_parameter_group"
        case .eventSubscription: "aws_db_event_subscription"
        case .eventRule: "aws_cloudwatch_event_rule"
        case .bucket: "aws_s3_bucket"
        case .bucketPolicy: "aws_s3_bucket_policy"
        case .key: "aws_kms_key"
        case .alias: "aws_kms_alias"
        case .role: "aws_iam_role"
        case .identityProvider: "aws_iam_openid_connect_provider"
        case .backupVault: "aws_backup_vault"
        case .backupPlan: "aws_backup_plan"
        case .backupSelection: "aws_backup_selection"
        case .restoreTestingPlan: "aws_backup_restore_testing_plan"
        case .restoreTestingSelection: "aws_backup_restore_testing_selection"
        case .topic: "aws_sns_topic"
        case .topicPolicy: "aws_sns_topic_policy"
        case .alarm: "aws_cloudwatch_metric_alarm"
        case .dashboard: "aws_cloudwatch_dashboard"
        }
    }

    /// The attribute that is what `Ref` gives.
    var terraformReference: String {
        switch self {
        case .database: "identifier"
        case .cluster: "cluster_identifier"
        case .parameterGroup, .clusterParameterGroup, .eventSubscription, .eventRule, .alias, .role, .backupVault,
            .restoreTestingPlan, .restoreTestingSelection:
            "name"
        case .bucket, .bucketPolicy: "bucket"
        case .key: "key_id"
        case .backupPlan, .backupSelection: "id"
        case .identityProvider, .topic, .topicPolicy: "arn"
        case .alarm: "alarm_name"
        case .dashboard: "dashboard_name"
        }
    }
}
