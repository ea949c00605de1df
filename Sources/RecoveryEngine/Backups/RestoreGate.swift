package import RecoveryModel

/// What is known of the server and the database that a backup would be restored to.
package struct RestoreTarget: Hashable, Sendable {
    /// PostgreSQL's `server_version_num`.
    package var serverNumber: Int
    /// The major version of pg_restore.
    package var toolMajor: Int
    /// The roles that the server has.
    package var roles: Set<String>
    /// What no other cluster has; nil where the login may not read it.
    package var systemIdentifier: String?
    /// The database that would be replaced; nil where it does not exist, or a new one is made.
    package var existing: Existing?

    /// A database that is there.
    package struct Existing: Hashable, Sendable {
        package var name: String
        /// The values of `drctl.environment` that the database, a role in it, or the whole server has been given, with
        /// spaces between them; nil for none.
        package var environment: String?
        /// Why the policy calls it production; nil when it does not, or there is none.
        package var production: String?

        /// Whether one of them says production, as people write it.
        package var isProduction: Bool {
            (environment ?? "").split(separator: " ").contains {
                ["production", "prod", "live"].contains($0.lowercased())
            }
        }
        /// The answer of the manifest's query, `none` where it has no answer; nil where there is no query.
        package var schemaVersion: String?

        package init(name: String, environment: String? = nil, schemaVersion: String? = nil) {
            self.name = name
            self.environment = environment
            self.schemaVersion = schemaVersion
        }
    }

    package init(serverNumber: Int, toolMajor: Int, roles: Set<String>, existing: Existing? = nil) {
        self.serverNumber = serverNumber
        self.toolMajor = toolMajor
        self.roles = roles
        self.existing = existing
    }
}

/// Why a backup is not restored, decided before anything is changed.
package struct RestoreObjection: Hashable, Sendable {
    package var reason: String
    package var cure: String
}

/// What the person who restores has agreed to.
package struct RestoreConsent: Hashable, Sendable {
    /// The database's name, typed.
    package var confirmed: String?
    /// Without owners and privileges.
    package var leavesOwners = false
    /// The schema version of the target that may be replaced by another one.
    package var acceptedSchemaVersion: String?

    package init() {}
}

/// The rules that a restore has to pass.
package enum RestoreGate {
    /// The version that has `transaction_timeout`: https://www.postgresql.org/docs/17/release-17.html
    private static let timeoutsSince = 17

    /// Whether programs of a version cannot restore to a server of another one, though they can dump it: they set what the
    /// server does not know, and end at the first error.
    package static func isTooNew(_ tools: Int, for server: Int) -> Bool {
        tools >= timeoutsSince && server < timeoutsSince
    }

    /// All objections, the gravest first.
    package static func objections(
        to manifest: BackupManifest, into target: RestoreTarget, by consent: RestoreConsent
    ) -> [RestoreObjection] {
        var objections: [RestoreObjection] = []
        func object(_ reason: String, _ cure: String) {
            objections.append(RestoreObjection(reason: reason, cure: cure))
        }
        if let existing = target.existing {
            if existing.isProduction {
                object(
                    "database \(existing.name) is marked as production (drctl.environment)",
                    "restore beside it, without --into, and switch the application over")
            } else if let production = existing.production {
                object(production, "restore beside it, without --into, and switch the application over")
            } else if consent.confirmed != existing.name {
                object(
                    "database \(existing.name) exists and would be replaced",
                    "type its name when asked, or give --confirm \(existing.name)")
            }
            if let now = existing.schemaVersion, now != manifest.schemaVersion, now != consent.acceptedSchemaVersion {
                object(
                    "database \(existing.name) has schema version \(now), and the backup has "
                        + (manifest.schemaVersion ?? "none"),
                    "deploy the application of the backup's version, or give --accept-schema-version \(now)")
            }
        }
        let (backup, server) = (manifest.server.major, target.serverNumber / 10_000)
        if server < backup {
            object(
                "the backup is of PostgreSQL \(backup), and the server is older: \(server)",
                "restore to a server of version \(backup) or newer")
        }
        if let dumped = manifest.tools["pg_dump"].flatMap({ Int($0.prefix { $0.isNumber }) }),
            target.toolMajor < dumped
        {
            object(
                "the backup was made by pg_dump \(dumped), which pg_restore \(target.toolMajor) does not read",
                "install the client programs of version \(dumped), or name them with DRCTL_PG_BIN")
        }
        if server >= backup, isTooNew(target.toolMajor, for: server) {
            object(
                "pg_restore \(target.toolMajor) sets transaction_timeout, which a server of version \(server) does not have",
                "use the client programs of version \(server) (DRCTL_PG_BIN) for backups that they have made, or restore to a "
                    + "server of version \(timeoutsSince) or newer")
        }
        let missing = manifest.roles.filter { !target.roles.contains($0) }
        if !missing.isEmpty, !consent.leavesOwners {
            object(
                "the server has no " + (missing.count == 1 ? "role " : "roles ") + CountText.list(missing)
                    + ", which own objects of the backup or have privileges on them",
                "create them from the backup's globals, or give --no-owner")
        }
        return objections
    }
}
