import AWSNames
import RecoveryModel

extension Family {
    /// Instances or clusters: the controls have one meaning for both, and what one kind alone has stands apart.
    static func databases(_ kind: DatabaseKind) -> Family {
        // What both kinds have, with one meaning.
        let shared: [Control<DatabaseSubject>] = [
            .backupRetention(of: kind), .retentionWindowActual(of: kind), .backupWindow(of: kind),
            .maintenanceWindow(of: kind),
            .restorableLag(of: kind), .recoveryPointAge(of: kind), .recoveryPointExists(of: kind),
            .snapshotEncrypted(of: kind), .snapshotNotShared(of: kind), .copyTags(of: kind),
            .deletionProtection(of: kind), .storageHeadroom(of: kind), .storageEncrypted(of: kind),
            .encryptionKey(of: kind),
            .notPublic(of: kind), .minorVersionUpgrades(of: kind), .iamAuthentication(of: kind),
            .forceTLS(of: kind), .logExports(of: kind), .databaseStatus(of: kind), .pendingModifications(of: kind),
            .crossRegionCopy(of: kind), .monthlyCopies(of: kind), .drillCurrent(of: kind),
            .recoveryTimeProven(of: kind), .enhancedMonitoring(of: kind), .performanceInsights(of: kind),
            .certificate(of: kind), .engineSupported(of: kind),
            .parameterGroupRestorable(of: kind),
        ]
        let own: [Control<DatabaseSubject>] = kind.pick(
            instance: [.multiAZ, .optionGroupRestorable], cluster: [.clusterMultiAZ])
        return Family(
            kind.resource, controls: shared + own,
            subjects: { context in
                context.selections.filter { $0.policy.kind == kind }.flatMap { selection in
                    selection.databases.map {
                        DatabaseSubject(
                            context: context, entry: selection.entry, policy: selection.policy, database: $0)
                    }
                }
            },
            reads: { target in reads(kind, target) },
            imagine: { target, account, inventory in
                let entries = target.policy.databases.filter { $0.kind == kind }
                inventory.databases[kind] = .known(entries.flatMap { imagined($0, target, account) })
            },
            declares: { $0.base },
            parameters: { $0.parameters },
            live: { (subject) throws(CollectionFailure) in try subject.live }
        )
    }

    /// Bulk calls, and what is asked of single snapshots and groups. Instances are listed for clusters too: their members.
    private static func reads(_ kind: DatabaseKind, _ target: Target) -> [Need] {
        let entries = target.policy.databases.filter { $0.kind == kind }
        guard !entries.isEmpty else { return [] }
        let forcesTLS = entries.contains { $0.protection.forceTLS == true }
        let needsSupport = entries.contains { $0.protection.engineSupportedFor != nil }
        // Copies are there under keys of their own regions.
        let regions = Set(entries.flatMap(\.backups.copyTo).filter { $0.rawValue != target.place.region }).sorted()
        let keys = ["key/*"] + regions.map { target.place.elsewhere($0).arn("kms", "key/*") }
        let groups = kind.pick(
            instance: ["rds:DescribeDBParameterGroups", "rds:DescribeOptionGroups"],
            cluster: ["rds:DescribeDBClusterParameterGroups"])
        let actions =
            ["rds:DescribeDBInstances"] + (regions.isEmpty ? [] : groups)
            + (needsSupport ? ["rds:DescribeDBMajorEngineVersions"] : [])
            + kind.pick(
                instance: [
                    "rds:DescribeDBSnapshots", "rds:DescribeDBSnapshotAttributes",
                    "rds:DescribeDBInstanceAutomatedBackups",
                ] + (forcesTLS ? ["rds:DescribeDBParameters"] : []),
                cluster: [
                    "rds:DescribeDBClusters", "rds:DescribeDBClusterSnapshots",
                    "rds:DescribeDBClusterSnapshotAttributes",
                ]
                    + (forcesTLS ? ["rds:DescribeDBClusterParameters"] : []))
        return .all(actions, on: "*") + keys.map { Need("kms:DescribeKey", $0) }
    }

    /// What an entry means in an account that is not there. What tags select has no name yet: a template leaves it out,
    /// and a permission is for any name.
    private static func imagined(
        _ entry: DatabasePolicy, _ target: Target, _ account: ImaginedAccount
    ) -> [Database] {
        let ids = entry.select.ids.isEmpty && account != .empty ? ["*"] : Set(entry.select.ids).sorted()
        return ids.map { id in
            let failure = CollectionFailure.notCollected("an imagined account")
            var database = Database(
                id: id, arn: target.place.arn("rds", entry.kind.arnPart(id)),
                engine: entry.engine ?? DatabaseEngine("postgres"), form: entry.form, unseen: failure)
            database.clear(for: entry, account)
            for region in entry.backups.copyTo { database.copies[region] = .known([]) }
            if account == .altered { database.backupRetentionDays = .known(1) }
            if account == .altered, !target.keyAliases.isEmpty {
                (database.storageEncrypted, database.encryptionKey) = (
                    .known(true), .known(target.place.arn("kms", "key/*"))
                )
            }
            return database
        }
    }
}

extension Database.Snapshot {
    /// Any snapshot that people made, open to everybody.
    fileprivate static let sharedWithAll = Self(
        id: "*", kind: .manual, status: "available", createdAt: nil, encrypted: .known(false),
        encryptionKey: .known(nil), sharedWith: .known(["all"]))
}

extension Database {
    /// Sets nothing of what the entry asks for. Its parameter group is a default one, or one of somebody's.
    fileprivate mutating func clear(for entry: DatabasePolicy, _ account: ImaginedAccount) {
        tags = entry.select.tags
        engineVersion = engine.exampleVersion
        status = .known("available")
        backupRetentionDays = .known(0)
        backupWindow = .known(nil)
        maintenanceWindow = .known(nil)
        latestRestorableTime = .known(nil)
        earliestRestorableTime = .known(nil)
        copyTagsToSnapshots = .known(false)
        deletionProtection = .known(false)
        storage = .known(form == .auroraCluster ? .ofAurora : Storage(allocated: 0))
        storageEncrypted = .known(false)
        encryptionKey = .known(nil)
        iamAuthentication = .known(false)
        supportedUntil = .known(nil)
        optionGroup = .known(nil)
        logExports = .known([])
        parameterGroup = .known(account == .altered ? "*" : "default.*")
        forcesTLS = .known(engine.tlsParameter == nil ? nil : false)
        pendingModifications = .known([])
        snapshots = .known(account == .empty ? [] : [.sharedWithAll])
        members = .known(
            memberNames(entry, account).map {
                Member(
                    id: $0, zone: nil, publiclyAccessible: .known(true), minorVersionUpgrades: .known(false),
                    pendingModifications: .known([]))
            })
    }

    /// An Aurora cluster that is to survive the loss of a zone has two members. Live ones may have any name; permissions
    /// are for those that begin with the cluster's.
    private func memberNames(_ entry: DatabasePolicy, _ account: ImaginedAccount) -> [String] {
        guard form == .auroraCluster else { return [id] }
        if account != .empty { return [id == "*" ? id : "\(id)*"] }
        if let found = entry.select.members[id] { return found }
        return entry.protection.multiAZ == true ? ["\(id)-1", "\(id)-2"] : ["\(id)-1"]
    }
}
