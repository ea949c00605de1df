import RecoveryModel

/// A setting with how the call carries it and how RDS describes it afterwards.
struct SettingExample: Sendable, CustomStringConvertible {
    enum Name: CaseIterable {
        case backupRetention, backupWindow, maintenanceWindow, deletionProtection, copyTagsToSnapshots, publicAccess
        case multiAZ, minorVersionUpgrades, iamAuthentication, logExports, parameterGroup, storageLimit
    }

    var setting: DatabaseSetting
    /// The parameters of the call that carry it.
    var request: [String: String]
    /// What differs in the description once it is in force, of the database or of its members.
    var described: Described.Elements = [:]
    var ofMembers: Described.Elements = [:]

    var description: String { setting.detail.line }

    /// For every setting that RDS takes for the kind.
    static func all(_ kind: DatabaseKind) -> [SettingExample] { Name.allCases.compactMap { example(of: $0, kind) } }

    /// Nil for a setting that a cluster has by its members only.
    static func example(of name: Name, _ kind: DatabaseKind) -> SettingExample? {
        func flag(
            _ setting: (Edit<Bool>) -> DatabaseSetting, _ parameter: String, _ element: String? = nil
        ) -> SettingExample {
            let value = name == .publicAccess ? "false" : "true"
            let change = [element ?? parameter: value]
            let isMembers = name == .minorVersionUpgrades || name == .publicAccess
            return SettingExample(
                setting: setting(Edit(value == "false", to: value == "true")), request: [parameter: value],
                described: isMembers && kind == .cluster ? [:] : change, ofMembers: isMembers ? change : [:])
        }
        switch name {
        case .backupRetention:
            return SettingExample(
                setting: .backupRetention(days: Edit(1, to: 30)), request: ["BackupRetentionPeriod": "30"],
                described: ["BackupRetentionPeriod": "30"])
        case .backupWindow:
            return DailyWindow("02:00-02:30").map {
                SettingExample(
                    setting: .backupWindow(Edit(nil, to: $0)), request: ["PreferredBackupWindow": "02:00-02:30"],
                    described: ["PreferredBackupWindow": "02:00-02:30"])
            }
        case .maintenanceWindow:
            return WeeklyWindow("mon:04:00-mon:05:00").map {
                SettingExample(
                    setting: .maintenanceWindow(Edit(nil, to: $0)),
                    request: ["PreferredMaintenanceWindow": "mon:04:00-mon:05:00"],
                    described: ["PreferredMaintenanceWindow": "mon:04:00-mon:05:00"])
            }
        case .deletionProtection: return flag(DatabaseSetting.deletionProtection, "DeletionProtection")
        case .copyTagsToSnapshots: return flag(DatabaseSetting.copyTagsToSnapshots, "CopyTagsToSnapshot")
        case .publicAccess:
            return kind == .cluster ? nil : flag(DatabaseSetting.publicAccess, "PubliclyAccessible")
        case .multiAZ: return kind == .cluster ? nil : flag(DatabaseSetting.multiAZ, "MultiAZ")
        case .minorVersionUpgrades: return flag(DatabaseSetting.minorVersionUpgrades, "AutoMinorVersionUpgrade")
        case .iamAuthentication:
            return flag(
                DatabaseSetting.iamAuthentication, "EnableIAMDatabaseAuthentication", "IAMDatabaseAuthenticationEnabled"
            )
        case .logExports:
            // What is exported already is not asked for again.
            return SettingExample(
                setting: .logExports(Edit(["upgrade"], to: ["postgresql", "upgrade"])),
                request: ["CloudwatchLogsExportConfiguration.EnableLogTypes.member.1": "postgresql"],
                described: ["EnabledCloudwatchLogsExports": Described.list(["postgresql", "upgrade"])])
        case .storageLimit:
            return kind == .cluster
                ? nil
                : SettingExample(
                    setting: .storageLimit(Edit(nil, to: 500)), request: ["MaxAllocatedStorage": "500"],
                    described: ["MaxAllocatedStorage": "500"])
        case .parameterGroup:
            return SettingExample(
                setting: .parameterGroup(Edit("default", to: "kb")),
                request: [kind.pick(instance: "DBParameterGroupName", cluster: "DBClusterParameterGroupName"): "kb"],
                described: kind.pick(
                    instance: ["DBParameterGroups": Described.group("kb")], cluster: ["DBClusterParameterGroup": "kb"]))
        }
    }
}

extension DatabaseSetting {
    /// A new setting does not compile until it has a name, a name until it has an example.
    var exampleName: SettingExample.Name {
        switch self {
        case .backupRetention: .backupRetention
        case .backupWindow: .backupWindow
        case .maintenanceWindow: .maintenanceWindow
        case .deletionProtection: .deletionProtection
        case .copyTagsToSnapshots: .copyTagsToSnapshots
        case .publicAccess: .publicAccess
        case .multiAZ: .multiAZ
        case .minorVersionUpgrades: .minorVersionUpgrades
        case .iamAuthentication: .iamAuthentication
        case .logExports: .logExports
        case .parameterGroup: .parameterGroup
        case .storageLimit: .storageLimit
        }
    }
}
