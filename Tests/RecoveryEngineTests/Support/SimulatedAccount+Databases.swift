import RecoveryModel

extension SimulatedAccount {
    mutating func make(_ change: DatabaseChange, _ whole: Change) throws {
        switch change {
        case .modify(let kind, let id, let settings):
            guard !settings.isEmpty, Set(settings.map(\.name)).count == settings.count else {
                throw Refused(whole, "InvalidParameterCombination: a setting is given twice")
            }
            let groups = Set(parameters.keys)
            try update(kind, id, whole) { database in
                for setting in settings { try Self.set(setting, on: &database, whole, groups) }
                // RDS judges both windows together.
                if let backup = database.backupWindow.value ?? nil,
                    let maintenance = database.maintenanceWindow.value ?? nil, maintenance.overlaps(backup)
                {
                    throw Refused(whole, "InvalidParameterValue: the backup window and maintenance window overlap")
                }
            }
        case .modifyMember(let id, let cluster, let setting):
            try update(.cluster, cluster, whole) { database in
                guard database.form == .auroraCluster, var members = database.members.value,
                    let index = members.firstIndex(where: { $0.id == id })
                else { throw Refused(whole, "DBInstanceNotFound") }
                switch setting {
                case .publicAccess(let flag): members[index].publiclyAccessible = .known(flag.after)
                case .minorVersionUpgrades(let flag): members[index].minorVersionUpgrades = .known(flag.after)
                default: throw Refused(whole, "InvalidParameterCombination: the cluster has this setting")
                }
                database.members = .known(members)
            }
        case .createParameterGroup(let group, let family, _):
            guard family.wholeMatch(of: #/[a-z0-9-]+[0-9]+(\.[0-9]+)?/#) != nil else {
                throw Refused(whole, "InvalidParameterValue: no family \(family)")
            }
            parameters[group.name] = [:]
        case .setParameter(let group, let name, let value, let isDynamic):
            let users = (inventory.databases[group.kind]?.value ?? []).filter {
                $0.parameterGroup == .known(group.name)
            }
            guard !group.name.hasPrefix("default."), parameters[group.name] != nil || !users.isEmpty else {
                throw Refused(whole, "InvalidDBParameterGroupState: a default group cannot be modified")
            }
            parameters[group.name, default: [:]][name] = value.after
            guard isDynamic else { return }
            for user in users {
                guard let parameter = user.engine.tlsParameter, parameter.isDynamic, parameter.name == name else {
                    throw Refused(whole, "InvalidParameterCombination: \(name) is not dynamic for \(user.engine)")
                }
                try update(group.kind, user.id, whole) {
                    $0.forcesTLS = .known(parameter.on.contains(value.after))
                }
            }
        case .unshareSnapshot(let kind, let id, let database, let accounts):
            if let stranded = inventory.strandedSnapshots[kind]?.value,
                stranded.contains(where: { $0.snapshot.id == id })
            {
                inventory.strandedSnapshots[kind] = .known(
                    stranded.map {
                        var one = $0
                        guard one.snapshot.id == id else { return one }
                        one.snapshot.sharedWith = one.snapshot.sharedWith.map { $0.filter { !accounts.contains($0) } }
                        return one
                    })
                return
            }
            try update(kind, database, whole) { database in
                guard var snapshots = database.snapshots.value,
                    let index = snapshots.firstIndex(where: { $0.id == id }),
                    snapshots[index].kind == .manual, !accounts.isEmpty
                else { throw Refused(whole, "InvalidDBSnapshotState: only manual snapshots can be shared") }
                snapshots[index].sharedWith = snapshots[index].sharedWith.map { $0.filter { !accounts.contains($0) } }
                database.snapshots = .known(snapshots)
            }
        case .replicateBackups(let replication):
            try update(.instance, replication.instance, whole) { database in
                guard database.replicationRegions.isEmpty else {
                    throw Refused(whole, "InvalidDBInstanceAutomatedBackupState")
                }
                guard (database.backupRetentionDays.value ?? 0) > 0, (1...35).contains(replication.days) else {
                    throw Refused(whole, "InvalidDBInstanceState: automated backups are off")
                }
                guard database.storageEncrypted == .known(replication.key != nil) else {
                    throw Refused(whole, "InvalidParameterCombination: the key of the destination region")
                }
                database.replicationRegions = [replication.region]
                // What AWS does in some hours.
                database.copies[replication.region] = .known([.init(id: "auto-backup", restorableTo: Estate.now)])
            }
        case .restart(let kind, let id, let members):
            let groups = parameters
            try update(kind, id, whole) { database in
                let known = Set((database.members.value ?? []).map(\.id))
                guard (database.form == .auroraCluster) != members.isEmpty, known.isSuperset(of: members) else {
                    throw Refused(whole, "InvalidDBClusterStateFault: another form of database")
                }
                let group = database.parameterGroup.value?.flatMap { $0 } ?? ""
                if let parameter = database.engine.tlsParameter, let values = groups[group] {
                    database.forcesTLS = .known(parameter.on.contains(values[parameter.name] ?? ""))
                }
            }
        }
    }

    private mutating func update(
        _ kind: DatabaseKind, _ id: String, _ change: Change, _ body: (inout Database) throws -> Void
    ) throws {
        guard var all = inventory.databases[kind]?.value, let index = all.firstIndex(where: { $0.id == id }) else {
            throw Refused(change, "\(kind) not found")
        }
        try body(&all[index])
        inventory.databases[kind] = .known(all)
    }

    private static func set(
        _ setting: DatabaseSetting, on database: inout Database, _ change: Change, _ groups: Set<String>
    ) throws {
        func refuse(_ reason: String, unless holds: Bool) throws {
            if !holds { throw Refused(change, reason) }
        }
        let isInstance = database.kind == .instance
        switch setting {
        case .backupRetention(let days):
            try refuse("AWS Backup manages the automated backups", unless: !database.isManagedByAWSBackup)
            try refuse("retention is 0 to 35", unless: ((isInstance ? 0 : 1)...35).contains(days.after))
            database.backupRetentionDays = .known(days.after)
        case .backupWindow(let window):
            try refuse("AWS Backup manages the automated backups", unless: !database.isManagedByAWSBackup)
            try refuse("a window has 30 minutes", unless: window.after.length >= 30)
            database.backupWindow = .known(window.after)
        case .maintenanceWindow(let window):
            try refuse("a window has 30 minutes", unless: window.after.length >= 30)
            database.maintenanceWindow = .known(window.after)
        case .deletionProtection(let flag): database.deletionProtection = .known(flag.after)
        case .copyTagsToSnapshots(let flag): database.copyTagsToSnapshots = .known(flag.after)
        case .publicAccess(let flag):
            try refuse("a cluster has no such parameter", unless: isInstance)
            database.publiclyAccessible = .known(flag.after)
        case .multiAZ(let flag):
            try refuse("a cluster has no such parameter", unless: isInstance)
            let lacks = ["sqlserver-ex", "sqlserver-web"].contains(database.engine.description)
            try refuse("no Multi-AZ for this edition", unless: !lacks)
            database.multiAZ = .known(flag.after)
        case .minorVersionUpgrades(let flag):
            try refuse("Aurora has it by member", unless: database.form != .auroraCluster)
            database.members = database.members.map { members in
                members.map {
                    var member = $0
                    member.minorVersionUpgrades = .known(flag.after)
                    return member
                }
            }
        case .iamAuthentication(let flag):
            try refuse("no IAM authentication", unless: database.engine.hasIAMAuthentication || !flag.after)
            database.iamAuthentication = .known(flag.after)
        case .logExports(let types):
            let added = Set(types.after).subtracting(database.logExports.value ?? [])
            try refuse(
                "no such log for \(database.engine)",
                unless: !added.isEmpty && added.isSubset(of: database.engine.logTypes ?? []))
            database.logExports = .known(types.after)
        case .storageLimit(let limit):
            let allocated = database.storage.value?.allocated ?? 0
            let largest = database.engine.family == .sqlServer ? 16_384 : 65_536
            try refuse("a cluster has no such parameter", unless: isInstance)
            try refuse("Invalid max storage size", unless: limit.after <= largest && limit.after * 10 >= allocated * 11)
            database.storage = .known(.init(allocated: allocated, limit: limit.after))
        case .parameterGroup(let group):
            try refuse("DBParameterGroupNotFound", unless: groups.contains(group.after))
            database.parameterGroup = .known(group.after)
        }
    }
}
