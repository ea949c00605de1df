package import RecoveryModel

/// Chooses the backup that a drill restores, and decides whether the server it would be restored on is one for drills.
package enum BackupChoice {
    /// The newest backup of a database, or the newest at a time. One that is damaged and newer is named, and not passed over
    /// in silence for an older one.
    ///
    /// - Returns: The backup, or why there is none.
    package static func newest(
        _ backups: [StoredBackup], of database: String, at limit: Instant?
    ) -> (backup: StoredBackup?, reason: String) {
        let until = limit.map { " at \($0.shown)" } ?? ""
        let good = backups.filter { backup in
            backup.manifest.map { manifest in limit.map { manifest.manifest.takenAt <= $0 } ?? true } ?? false
        }
        guard let newest = good.last else {
            return (nil, "there was no backup of \(database)\(until) that can be believed")
        }
        let prefix = BackupNaming.beginning(of: database)
        let last = limit.map { BackupNaming.beginning(of: database, at: $0) }
        let damaged = backups.last { backup in
            backup.manifest == nil && backup.name.hasPrefix(prefix) && backup.name > newest.name
                && last.map { backup.name <= $0 } ?? true
        }
        if let damaged {
            return (nil, "the newest backup\(until) is damaged: \(damaged.name): \(damaged.damage ?? "")")
        }
        return (newest, "")
    }
}

/// What is known of a server for scratch databases.
package struct ScratchServer: Sendable, Equatable {
    /// `server_version`, such as `15.18`.
    package var version: String
    /// What no other cluster has; nil where the login may not read it.
    package var systemIdentifier: String?
    /// The values of `drctl.environment` on the server and the database of the login.
    package var environment: String?
    /// Where the login goes, such as `127.0.0.1:5432`.
    package var address: String
    /// The same of the source's login; nil where that cannot be read on this machine.
    package var sourceAddress: String?
    /// Why policies protect the server, or why that cannot be told; nil when they do not.
    package var protection: String?
    /// What would refuse a restore there.
    package var target: RestoreTarget

    package init(version: String, address: String, target: RestoreTarget) {
        self.version = version
        self.address = address
        self.target = target
    }
}

extension GuardFinding {
    /// What a drill wants to know before it makes a database: that the server is not production's, and can hold the backup.
    package static func ofScratch(_ server: ScratchServer, _ manifest: BackupManifest) -> [GuardFinding] {
        [notSource(server, manifest), notProduction(server), fits(server, manifest), roles(server, manifest)]
    }

    private static func notSource(_ server: ScratchServer, _ manifest: BackupManifest) -> GuardFinding {
        let id = "server-is-not-source"
        let cure = "name another server in `selfManaged[].drill.server`"
        if let there = server.systemIdentifier, let source = manifest.server.systemIdentifier {
            return there == source
                ? GuardFinding(
                    id, .violated, "\(server.address) is the server that the backup was taken from", hint: cure)
                : GuardFinding(id, .met, "\(server.address) is another server than the source")
        }
        if server.sourceAddress == server.address {
            return GuardFinding(id, .violated, "\(server.address) is the source's address", hint: cure)
        }
        // A server has many addresses: another one does not make it another server.
        return GuardFinding(
            id, .unknown, "it cannot be told whether \(server.address) is the server that the backup was taken from",
            hint: "let the login execute pg_control_system(), there and when backing up")
    }

    private static func notProduction(_ server: ScratchServer) -> GuardFinding {
        if let protection = server.protection {
            return GuardFinding(
                "server-is-not-production", .violated, protection,
                hint: "name another server in `selfManaged[].drill.server`")
        }
        let marked = RestoreTarget.Existing(name: "", environment: server.environment).isProduction
        return marked
            ? GuardFinding(
                "server-is-not-production", .violated,
                "\(server.address) is marked as production (drctl.environment)",
                hint: "name another server in `selfManaged[].drill.server`")
            : GuardFinding("server-is-not-production", .met, "\(server.address) is not marked as production")
    }

    private static func fits(_ server: ScratchServer, _ manifest: BackupManifest) -> GuardFinding {
        var consent = RestoreConsent()
        consent.leavesOwners = true
        let objections = RestoreGate.objections(to: manifest, into: server.target, by: consent)
        guard let first = objections.first else {
            return GuardFinding("server-can-restore", .met, "PostgreSQL \(server.version) restores the backup")
        }
        return GuardFinding("server-can-restore", .violated, first.reason, hint: first.cure)
    }

    private static func roles(_ server: ScratchServer, _ manifest: BackupManifest) -> GuardFinding {
        let missing = manifest.roles.filter { !server.target.roles.contains($0) }
        return missing.isEmpty
            ? GuardFinding("roles", .met, "every role of the backup is there")
            : GuardFinding(
                "roles", .warned,
                "owners and privileges are not verified: the server has no role \(CountText.list(missing))",
                hint: "create them from the backup's globals")
    }
}
