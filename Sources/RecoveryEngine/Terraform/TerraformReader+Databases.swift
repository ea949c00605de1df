import RecoveryModel

extension TerraformReader {
    private static let common: [(String, String, Form)] = [
        ("Engine", "engine", .value), ("EngineVersion", "engine_version", .value),
        ("DBSubnetGroupName", "db_subnet_group_name", .value), ("StorageEncrypted", "storage_encrypted", .flag),
        ("KmsKeyId", "kms_key_id", .value), ("BackupRetentionPeriod", "backup_retention_period", .value),
        ("CopyTagsToSnapshot", "copy_tags_to_snapshot", .flag), ("DeletionProtection", "deletion_protection", .flag),
        ("EnableCloudwatchLogsExports", "enabled_cloudwatch_logs_exports", .value),
        ("EnableIAMDatabaseAuthentication", "iam_database_authentication_enabled", .flag),
        ("ManageMasterUserPassword", "manage_master_user_password", .flag), ("NetworkType", "network_type", .value),
        ("StorageType", "storage_type", .value), ("Iops", "iops", .number), ("Port", "port", .number),
        ("AllocatedStorage", "allocated_storage", .number), ("MonitoringInterval", "monitoring_interval", .value),
        ("MonitoringRoleArn", "monitoring_role_arn", .value),
    ]

    /// An instance, or a member of an Aurora cluster.
    ///
    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance
    mutating func database(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        let isMember = rest["DBClusterIdentifier"] != nil
        var names =
            Self.common + [
                ("DBInstanceIdentifier", "identifier", .value), ("DBInstanceClass", "instance_class", .value),
                ("AutoMinorVersionUpgrade", "auto_minor_version_upgrade", .flag),
                ("PubliclyAccessible", "publicly_accessible", .flag), ("AvailabilityZone", "availability_zone", .value),
                ("CACertificateIdentifier", "ca_cert_identifier", .value),
                ("EnablePerformanceInsights", "performance_insights_enabled", .flag),
                ("PerformanceInsightsKMSKeyId", "performance_insights_kms_key_id", .value),
                ("PerformanceInsightsRetentionPeriod", "performance_insights_retention_period", .value),
            ]
        if isMember {
            names += [
                ("DBClusterIdentifier", "cluster_identifier", .value), ("PromotionTier", "promotion_tier", .value),
                ("DBParameterGroupName", "db_parameter_group_name", .value),
                ("PreferredMaintenanceWindow", "preferred_maintenance_window", .value),
            ]
        } else {
            names += [
                ("DBParameterGroupName", "parameter_group_name", .value), ("MultiAZ", "multi_az", .flag),
                ("PreferredMaintenanceWindow", "maintenance_window", .value),
                ("PreferredBackupWindow", "backup_window", .value), ("MasterUsername", "username", .value),
                ("VPCSecurityGroups", "vpc_security_group_ids", .value), ("DBName", "db_name", .value),
                ("MaxAllocatedStorage", "max_allocated_storage", .number), ("LicenseModel", "license_model", .value),
                ("StorageThroughput", "storage_throughput", .number), ("OptionGroupName", "option_group_name", .value),
                ("SourceDBInstanceIdentifier", "replicate_source_db", .value),
            ]
        }
        var arguments = try take(names, &words)
        arguments.merge(try takeTags(&words)) { $1 }
        return [
            TerraformResource(
                type: isMember ? "aws_rds_cluster_instance" : "aws_db_instance", name: id, arguments: arguments,
                identifier: .own)
        ]
    }

    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_cluster
    mutating func cluster(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        var arguments = try take(
            Self.common + [
                ("DBClusterIdentifier", "cluster_identifier", .value), ("MasterUsername", "master_username", .value),
                ("VpcSecurityGroupIds", "vpc_security_group_ids", .value),
                ("DBClusterParameterGroupName", "db_cluster_parameter_group_name", .value),
                ("PreferredBackupWindow", "preferred_backup_window", .value),
                ("PreferredMaintenanceWindow", "preferred_maintenance_window", .value),
                ("DBClusterInstanceClass", "db_cluster_instance_class", .value), ("EngineMode", "engine_mode", .value),
                ("DatabaseName", "database_name", .value),
                ("PerformanceInsightsEnabled", "performance_insights_enabled", .flag),
            ], &words)
        arguments.merge(try takeTags(&words)) { $1 }
        return [TerraformResource(type: "aws_rds_cluster", name: id, arguments: arguments, identifier: .own)]
    }

    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_parameter_group
    mutating func parameterGroup(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        // A parameter of SQL Server waits for a restart.
        let isStatic = rest["Family"]?.compact.contains("sqlserver") ?? false
        var arguments = try take(
            [
                ("DBParameterGroupName", "name", .value), ("DBClusterParameterGroupName", "name", .value),
                ("Family", "family", .value), ("Description", "description", .value),
            ], &words)
        var parameters: [JSONValue] = []
        for (name, value) in (take("Parameters")?.members ?? [:]).sorted(by: { $0.key < $1.key }) {
            var parameter: [String: JSONValue] = ["name": .string(name), "value": try words.value(value)]
            if isStatic { parameter["apply_method"] = "pending-reboot" }
            parameters.append(.object(parameter))
        }
        if !parameters.isEmpty { arguments["parameter"] = .array(parameters) }
        arguments.merge(try takeTags(&words)) { $1 }
        return [
            TerraformResource(
                type: type.terraformType(isMember: false), name: id, arguments: arguments, identifier: .own)
        ]
    }

    /// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_event_subscription
    mutating func eventSubscription(_ words: inout TerraformWords) throws(TemplateRefusal) -> [TerraformResource] {
        var arguments = try take(
            [
                ("SubscriptionName", "name", .value), ("SnsTopicArn", "sns_topic", .value),
                ("SourceType", "source_type", .value), ("SourceIds", "source_ids", .value),
                ("EventCategories", "event_categories", .value), ("Enabled", "enabled", .flag),
            ], &words)
        arguments.merge(try takeTags(&words)) { $1 }
        return [TerraformResource(type: "aws_db_event_subscription", name: id, arguments: arguments, identifier: .own)]
    }
}
