/// A setting of a database that one Modify call can carry, with its value before and after.
package enum DatabaseSetting: Hashable, Codable, Sendable {
    case backupRetention(days: Edit<Int>)
    case backupWindow(Edit<DailyWindow>)
    case maintenanceWindow(Edit<WeeklyWindow>)
    case deletionProtection(Edit<Bool>)
    case copyTagsToSnapshots(Edit<Bool>)
    case publicAccess(Edit<Bool>)
    /// Of instances; a cluster's zones are those of its members.
    case multiAZ(Edit<Bool>)
    /// Of instances, members of Aurora clusters, and Multi-AZ DB clusters.
    case minorVersionUpgrades(Edit<Bool>)
    case iamAuthentication(Edit<Bool>)
    /// All log types that are exported, sorted; those exported before stay.
    case logExports(Edit<[String]>)
    case parameterGroup(Edit<String>)
    /// How far storage may grow by itself, in GiB. Of instances.
    case storageLimit(Edit<Int>)

    /// By its AWS name, with what it disturbs.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
    package var detail: ChangeFacts.Setting {
        switch self {
        case .backupRetention(let days):
            days.setting(
                "backup retention period",
                days.before == 0 ? .restart("enabling automated backups restarts the instance") : .none,
                shown: { $0 == 0 ? "disabled" : Shown.days($0) })
        case .backupWindow(let window): window.setting("backup window", shown: { "\($0) UTC" })
        case .maintenanceWindow(let window): window.setting("maintenance window", shown: { "\($0) UTC" })
        case .deletionProtection(let flag): flag.setting("deletion protection")
        case .copyTagsToSnapshots(let flag): flag.setting("copy tags to snapshots")
        case .publicAccess(let flag):
            flag.setting(
                "public access",
                flag.after ? .none : .clientsRefused("clients outside the VPC can no longer connect"))
        case .multiAZ(let flag):
            flag.setting(
                "Multi-AZ", flag.after ? .brief("writes are slower while the standby is created") : .none)
        case .minorVersionUpgrades(let flag): flag.setting("automatic minor version upgrades")
        case .iamAuthentication(let flag): flag.setting("IAM database authentication")
        case .logExports(let types): types.setting("log exports")
        case .parameterGroup(let group): group.setting("parameter group")
        case .storageLimit(let limit):
            limit.setting("maximum storage threshold", shown: { ByteCount(gibibytes: $0).shown })
        }
    }

    /// Whether RDS makes it in the maintenance window unless it is asked for at once. The others are made at once, or as
    /// soon as possible, in any case.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
    package var canWaitForWindow: Bool {
        switch self {
        case .backupRetention(let days): days.before == 0 || days.before == nil || days.after == 0
        case .multiAZ, .iamAuthentication: true
        case .backupWindow, .maintenanceWindow, .deletionProtection, .copyTagsToSnapshots, .publicAccess,
            .minorVersionUpgrades, .logExports, .parameterGroup, .storageLimit:
            false
        }
    }

    /// Which setting it is: two edits of one setting are never made by one call.
    package var name: String { detail.name }

    /// Whether a database that was read again has the value. Members' settings are read off the members.
    package func isInForce(on database: Database) -> Bool {
        func members(_ value: KeyPath<Database.Member, Collected<Bool>>, are wanted: Bool) -> Bool {
            database.members.value?.allSatisfy { $0[keyPath: value].value == wanted } ?? false
        }
        switch self {
        case .backupRetention(let days): return database.backupRetentionDays.value == days.after
        case .backupWindow(let window): return database.backupWindow.value == .some(window.after)
        case .maintenanceWindow(let window): return database.maintenanceWindow.value == .some(window.after)
        case .deletionProtection(let flag): return database.deletionProtection.value == flag.after
        case .copyTagsToSnapshots(let flag): return database.copyTagsToSnapshots.value == flag.after
        case .publicAccess(let flag): return members(\.publiclyAccessible, are: flag.after)
        case .multiAZ(let flag):
            guard case .instance(let multiAZ, _) = database.form else { return false }
            return multiAZ.value == flag.after
        case .minorVersionUpgrades(let flag): return members(\.minorVersionUpgrades, are: flag.after)
        case .iamAuthentication(let flag): return database.iamAuthentication.value == flag.after
        case .logExports(let types): return Set(database.logExports.value ?? []).isSuperset(of: types.after)
        case .parameterGroup(let group): return database.parameterGroup.value == .some(group.after)
        case .storageLimit(let limit): return database.storage.value?.limit == limit.after
        }
    }
}
