extension Manifest {
    static let databases: [Entry] = [
        Entry(
            "rds", "RDS",
            Use(
                .audit,
                calls: """
                    DescribeDBClusterSnapshotAttributes DescribeDBParameters DescribeDBSnapshotAttributes
                    DescribeEventSubscriptions
                    """),
            Use(
                .audit, .drill, .recover,
                calls: """
                    DescribeDBClusters DescribeDBClusterSnapshots DescribeDBInstanceAutomatedBackups DescribeDBInstances
                    DescribeDBSnapshots
                    """),
            Use(
                .apply,
                calls: """
                    CreateDBParameterGroup CreateEventSubscription DeleteEventSubscription ModifyDBParameterGroup
                    ModifyEventSubscription RebootDBInstance RemoveSourceIdentifierFromSubscription
                    """),
            Use(
                .drill, .recover,
                calls: """
                    CreateDBInstance DescribeAccountAttributes DescribeDBClusterParameterGroups DescribeDBParameterGroups
                    DescribeDBSubnetGroups DescribeEvents RestoreDBClusterFromSnapshot RestoreDBClusterToPointInTime
                    RestoreDBInstanceFromDBSnapshot RestoreDBInstanceToPointInTime
                    """),
            Use(.apply, .drill, .recover, calls: "ModifyDBInstance"),
            Use(.drill, .databases, .recover, calls: "ModifyDBCluster"),
            Use(
                .drill,
                calls: """
                    CreateDBClusterSnapshot CreateDBSnapshot DeleteDBCluster DeleteDBClusterSnapshot DeleteDBInstance
                    DeleteDBSnapshot
                    """),
            // Parameters and restarts of clusters, the sources of subscriptions, what a class can do.
            Use(
                .databases,
                calls: """
                    AddSourceIdentifierToSubscription CreateDBClusterParameterGroup DescribeDBClusterParameters
                    ModifyDBClusterParameterGroup RebootDBCluster
                    """),
            // Retention of clusters, end of an engine's support, option groups; sharing that is withdrawn.
            Use(
                .controls,
                calls: """
                    DescribeDBClusterAutomatedBackups DescribeDBMajorEngineVersions DescribeOptionGroups
                    ModifyDBClusterSnapshotAttribute ModifyDBSnapshotAttribute
                    """),
            // What a restore leaves behind: roles of the database, a cluster's own endpoints.
            Use(
                .recover,
                calls: "AddRoleToDBCluster AddRoleToDBInstance CreateDBClusterEndpoint DescribeDBClusterEndpoints"),
            Use(
                .copies,
                calls: """
                    AddTagsToResource CopyDBClusterSnapshot CopyDBSnapshot StartDBInstanceAutomatedBackupsReplication
                    """)
        ).with {
            $0.rules.omitted = otherEngines
            $0.rules.decisive["SupportedEngineLifecycle"] = ["LifecycleSupportEndDate"]
        },
        Entry("ec2", "EC2", Use(.drill, calls: "DescribeSecurityGroups")),
        Entry("service-quotas", "ServiceQuotas", Use(.preflight, calls: "GetServiceQuota")),
    ]

    /// Other engines' features, and Aurora's that are no part of recovery.
    private static let otherEngines: [String: Set<String>] = [
        ShapeRules.everyShape: [
            "ActivityStreamEngineNativeAuditFieldsIncluded", "ActivityStreamKinesisStreamName",
            "ActivityStreamKmsKeyId", "ActivityStreamMode", "ActivityStreamPolicyStatus", "ActivityStreamStatus",
            "AdditionalStorageVolumes", "AutomationMode",
            "BacktrackConsumedChangeRecords", "BacktrackWindow", "CharacterSetName", "ClusterScalabilityType",
            "CustomIamInstanceProfile", "CustomerOwnedIpEnabled", "DBSecurityGroups", "DBSystemId",
            "DedicatedLogVolume", "DisableDomain", "Domain", "DomainAuthSecretArn", "DomainDnsIps", "DomainFqdn",
            "DomainIAMRoleName", "DomainMemberships", "DomainOu", "EarliestBacktrackTime", "EnableCustomerOwnedIp",
            "EnableGlobalWriteForwarding", "EnableLimitlessDatabase", "EnableLocalWriteForwarding",
            "GlobalClusterIdentifier", "GlobalWriteForwardingRequested",
            "GlobalWriteForwardingStatus", "LimitlessDatabase", "LocalWriteForwardingStatus", "MultiTenant",
            "NcharCharacterSetName", "ProcessorFeatures", "RdsCustomClusterConfiguration", "ReplicaMode",
            "ResumeFullAutomationModeMinutes", "ResumeFullAutomationModeTime", "ScalingConfiguration",
            "ScalingConfigurationInfo", "TagSpecifications", "TdeCredentialArn", "TdeCredentialPassword", "Timezone",
            "UpgradeRolloutOrder", "UseDefaultProcessorFeatures",
        ]
    ]
}
