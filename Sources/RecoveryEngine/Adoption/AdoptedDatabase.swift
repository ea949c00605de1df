import RecoveryModel

extension Adoption where Entry == DatabasePolicy {
    /// The database as it is.
    ///
    /// - Parameter findings: The verdicts of the defaults on it.
    init(_ database: Database, as live: LiveDatabase, _ keys: KeyNames, _ findings: [Finding]) {
        self.init(live.entry)
        take(database.maintenanceWindow, at: FieldPath("maintenanceWindow"), into: \.maintenanceWindow) { window in
            window.flatMap { (30...1_440).contains($0.length) ? $0 : nil }
        }
        take(database.backupWindow, at: FieldPath("backups", "window"), into: \.backups.window, isDefault: true) { $0 }
        take(
            database.backupRetentionDays, at: FieldPath("backups", "retention"), into: \.backups.retention,
            isDefault: true
        ) { $0 == 0 ? nil : TimeSpan($0, .days) }
        takeProtection(database, keys)
        compare(findings)
    }

    private mutating func takeProtection(_ database: Database, _ keys: KeyNames) {
        func path(_ name: String) -> FieldPath { FieldPath("protection", name) }
        take(
            database.storageEncrypted, at: path("encryption"), into: \.protection.encrypted, isDefault: true
        ) { $0 ? true : nil }
        if entry.protection.encrypted == true {
            switch database.encryptionKey {
            case .known(let key): entry.protection.encryptionKey = key.flatMap(keys.name)
            case .unavailable(let failure):
                remark("Encrypted; the key could not be read (\(failure)).", at: path("encryption"))
            }
        }
        take(database.deletionProtection, at: path("deletionProtection"), into: \.protection.deletionProtection) { $0 }
        take(database.copyTagsToSnapshots, at: path("copyTagsToSnapshots"), into: \.protection.copyTagsToSnapshots) {
            $0
        }
        take(
            database.members(where: \.publiclyAccessible, is: true), at: path("publicAccess"),
            into: \.protection.publicAccess
        ) { !$0.isEmpty }
        take(database.standby, at: path("multiAZ"), into: \.protection.multiAZ) { $0 }
        // What is required only when it is asked for is written where it holds.
        take(
            database.members(where: \.minorVersionUpgrades, is: false), at: path("minorVersionUpgrades"),
            into: \.protection.minorVersionUpgrades
        ) { $0.isEmpty ? true : nil }
        take(database.iamAuthentication, at: path("iamAuthentication"), into: \.protection.iamAuthentication) {
            $0 ? true : nil
        }
        if database.engine.tlsParameter != nil {
            take(database.forcesTLS, at: path("forceTLS"), into: \.protection.forceTLS) { $0 == true ? true : nil }
        }
        take(database.logExports, at: path("exportLogs"), into: \.protection.exportLogs) { exported in
            let known = Set(exported).intersection(database.engine.logTypes ?? []).sorted()
            return known.isEmpty ? nil : known
        }
        // An Aurora volume grows by itself, and nobody can set how far.
        if database.form != .auroraCluster {
            take(database.storage, at: path("storageLimit"), into: \.protection.storageLimit) { storage in
                storage.limit == nil ? nil : ByteCount(gibibytes: storage.reach)
            }
        }
    }
}

extension Database {
    /// Whether the loss of a zone leaves it another one.
    fileprivate var standby: Collected<Bool> {
        if case .instance(let multiAZ, _) = form { return multiAZ }
        return members.map { Set($0.compactMap(\.zone)).count > 1 }
    }
}

/// The names of keys: by alias where the account has one, so that a policy names what people know.
struct KeyNames: Sendable {
    /// By the key's id, without `alias/`.
    let aliases: [String: [String]]
    let place: Place

    /// `alias/NAME`, or the ARN; nil for a key of AWS's, of which a policy says no more than that there is one.
    func name(_ observed: String) -> String? {
        if let start = observed.firstRange(of: "alias/")?.lowerBound {
            let alias = String(observed[start...])
            return alias.hasPrefix("alias/aws/") ? nil : KeyReference(alias)?.text
        }
        let id = observed.split(separator: "/").last.map(String.init) ?? observed
        let names = aliases[id] ?? []
        guard !names.contains(where: { $0.hasPrefix("aws/") }) else { return nil }
        let named = names.sorted().first.map { "alias/\($0)" }
        return KeyReference(named ?? (observed.contains(":") ? observed : place.arn("kms", "key/\(id)")))?.text
    }
}
