package import RecoveryModel

/// What would be broken after a real restore: the source's settings against those of the restored instance.
package enum FidelityComparison {
    /// Differences, worst first. Placement that the drill itself chose (class, network) is compared with the RDS
    /// defaults in mind: a real restore has to give each of them too.
    package static func findings(source: InstanceFacts, restored: InstanceFacts) -> [FidelityFinding] {
        var findings: [FidelityFinding] = []
        func compare(
            _ setting: String, _ left: String?, _ right: String?, _ impact: FidelityFinding.Impact, _ remedy: String
        ) {
            guard left != right else { return }
            findings.append(
                FidelityFinding(
                    setting: setting, source: left ?? "none", restored: right ?? "none", impact: impact, remedy: remedy)
            )
        }
        let isCluster = source.kind == .cluster
        compare(
            isCluster ? "DBClusterParameterGroup" : "DBParameterGroup", source.parameterGroup, restored.parameterGroup,
            .breaksClients, "give --db-\(isCluster ? "cluster-" : "")parameter-group-name at the restore")
        compare(
            "DBParameterGroup of members", source.memberParameterGroup, restored.memberParameterGroup, .breaksClients,
            "give --db-parameter-group-name when adding instances")
        compare(
            "OptionGroup", source.optionGroup, restored.optionGroup, .breaksClients,
            "give --option-group-name at the restore")
        compare(
            "VpcSecurityGroups", list(source.securityGroups), list(restored.securityGroups), .breaksClients,
            "give --vpc-security-group-ids at the restore; the default group lets no application in")
        compare(
            "DBSubnetGroup", source.subnetGroup, restored.subnetGroup, .breaksClients,
            "give --db-subnet-group-name at the restore")
        compare(
            "MasterUserSecret", flag(source.masterSecret != nil), flag(restored.masterSecret != nil), .breaksClients,
            "a managed secret is not restored: make a new one and point the applications at it")
        compare(
            "DBInstanceClass", source.instanceClass, restored.instanceClass, .differs,
            isCluster ? "give --db-instance-class when adding instances" : "give --db-instance-class at the restore")
        compare(
            "DeletionProtection", flag(source.deletionProtection), flag(restored.deletionProtection), .losesProtection,
            "give --deletion-protection at the restore")
        compare(
            "BackupRetentionPeriod", String(source.backupRetentionDays), String(restored.backupRetentionDays),
            .losesProtection, "modify the instance after the restore")
        compare(
            "KmsKeyId", source.encryptionKey, restored.encryptionKey, .losesProtection,
            "copy the snapshot under the right key first")
        compare(
            "IAMDatabaseAuthentication", flag(source.iamAuthentication), flag(restored.iamAuthentication),
            .breaksClients, "give --enable-iam-database-authentication at the restore")
        compare(
            "PubliclyAccessible", flag(source.publiclyAccessible), flag(restored.publiclyAccessible), .differs,
            "give --no-publicly-accessible at the restore")
        let missing = source.tags.filter { !$0.key.hasPrefix("drctl:") && restored.tags[$0.key] != $0.value }
        if !missing.isEmpty {
            compare(
                "Tags", list(Array(missing.keys)), "missing", .differs,
                "give --tags at the restore: policies and alarms select by them")
        }
        for key in Set(source.otherSettings.keys).union(restored.otherSettings.keys).sorted() {
            compare(
                key, source.otherSettings[key], restored.otherSettings[key], .losesProtection,
                "modify the instance after the restore")
        }
        return findings.sorted { (rank($0.impact), $0.setting) < (rank($1.impact), $1.setting) }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.sorted().joined(separator: ", ")
    }

    private static func flag(_ value: Bool) -> String { value ? "yes" : "no" }

    private static func rank(_ impact: FidelityFinding.Impact) -> Int {
        switch impact {
        case .breaksClients: 0
        case .losesProtection: 1
        case .differs: 2
        }
    }
}
