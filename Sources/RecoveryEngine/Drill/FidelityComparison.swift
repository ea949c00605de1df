package import RecoveryModel

/// Compares the source's settings with those of the restored instance, to show what a real restore would break.
package enum FidelityComparison {
    /// Differences, worst first. Settings that the drill chose itself (class, network) are compared too: a real restore
    /// has to specify each of them.
    package static func findings(source: InstanceFacts, restored: InstanceFacts) -> [FidelityFinding] {
        var findings: [FidelityFinding] = []
        func compare(
            _ setting: String, _ left: String?, _ right: String?, _ impact: FidelityFinding.Impact, _ remedy: String
        ) {
            guard left != right || left == unknown else { return }
            findings.append(
                FidelityFinding(
                    setting: setting, source: left ?? "none", restored: right ?? "none", impact: impact, remedy: remedy)
            )
        }
        let isCluster = source.kind == .cluster
        compare(
            isCluster ? "DBClusterParameterGroup" : "DBParameterGroup", source.parameterGroup, restored.parameterGroup,
            .breaksClients, "pass --db-\(isCluster ? "cluster-" : "")parameter-group-name to the restore")
        compare(
            "DBParameterGroup of members", source.memberParameterGroup, restored.memberParameterGroup, .breaksClients,
            "pass --db-parameter-group-name when adding instances")
        compare(
            "OptionGroup", source.optionGroup, restored.optionGroup, .breaksClients,
            "pass --option-group-name to the restore")
        compare(
            "VpcSecurityGroups", source.securityGroups.map(list) ?? unknown,
            restored.securityGroups.map(list) ?? unknown, .breaksClients,
            "pass --vpc-security-group-ids to the restore; the default group admits no application")
        compare(
            "DBSubnetGroup", source.subnetGroup, restored.subnetGroup, .breaksClients,
            "pass --db-subnet-group-name to the restore")
        compare(
            "MasterUserSecret", flag(source.masterSecret != nil), flag(restored.masterSecret != nil), .breaksClients,
            "a managed secret is not restored: create a new one and update the applications")
        compare(
            "DBInstanceClass", source.instanceClass, restored.instanceClass, .differs,
            isCluster ? "pass --db-instance-class when adding instances" : "pass --db-instance-class to the restore")
        compare(
            "DeletionProtection", flag(source.deletionProtection), flag(restored.deletionProtection), .losesProtection,
            "pass --deletion-protection to the restore")
        compare(
            "BackupRetentionPeriod", source.backupRetentionDays.map(String.init) ?? unknown,
            restored.backupRetentionDays.map(String.init) ?? unknown, .losesProtection,
            "modify the instance after the restore")
        compare(
            "KmsKeyId", source.encryptionKey, restored.encryptionKey, .losesProtection,
            "copy the snapshot with the right key first")
        compare(
            "IAMDatabaseAuthentication", flag(source.iamAuthentication), flag(restored.iamAuthentication),
            .breaksClients, "pass --enable-iam-database-authentication to the restore")
        compare(
            "PubliclyAccessible", flag(source.publiclyAccessible), flag(restored.publiclyAccessible), .differs,
            "pass --no-publicly-accessible to the restore")
        let missing = source.tags.filter { !$0.key.hasPrefix("drctl:") && restored.tags[$0.key] != $0.value }
        if !missing.isEmpty {
            compare(
                "Tags", list(Array(missing.keys)), "missing", .differs,
                "pass --tags to the restore: policies and alarms select by tag")
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

    private static func flag(_ value: Bool?) -> String { value.map { $0 ? "yes" : "no" } ?? unknown }

    /// What RDS does not describe is not equal to anything.
    private static let unknown = "unknown"

    private static func rank(_ impact: FidelityFinding.Impact) -> Int {
        switch impact {
        case .breaksClients: 0
        case .losesProtection: 1
        case .differs: 2
        }
    }
}
