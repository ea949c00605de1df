import RecoveryModel

extension LintRule {
    static let selfManagedRules = [
        withoutScratch, scratchOfStanza, scratchIsSource, silentBackups, kmsNeedsBucket, sameSelfManaged,
    ]

    /// A drill that has nowhere to restore proves nothing.
    private static let withoutScratch = LintRule(
        id: "self-managed-without-server", severity: .warning,
        reason: "A drill restores into a scratch database on a server that is not production."
    ) { subject in
        guard subject.policy.drill != nil else { return [] }
        return subject.policy.selfManaged.enumerated().compactMap { index, entry in
            if let stanza = entry.pgBackRest {
                guard stanza.drill == nil else { return nil }
                return Finding(
                    path: FieldPath("selfManaged").appending(index).appending("pgBackRest"),
                    summary: "no folder for the drills of `\(entry.database)`",
                    fix: "add `drill: {folder: /srv/drills}`, a folder with room for the whole cluster")
            }
            guard entry.drill == nil else { return nil }
            return Finding(
                path: FieldPath("selfManaged").appending(index),
                summary: "no server for the drills of `\(entry.database)`",
                fix: "add `drill: {server: {service: NAME}}`, a server for scratch databases")
        }
    }

    /// pgBackRest restores whole clusters, which no server that exists can take.
    private static let scratchOfStanza = LintRule(
        id: "stanza-needs-folder", severity: .error,
        reason: "pgBackRest restores a whole cluster into a folder, and a drill starts a server on it."
    ) { subject in
        subject.policy.selfManaged.enumerated().compactMap { index, entry in
            guard entry.pgBackRest != nil, entry.drill != nil else { return nil }
            return Finding(
                path: FieldPath("selfManaged").appending(index).appending("drill"),
                summary: "`drill` of `\(entry.database)` names a server, and pgBackRest needs a folder",
                fix: "write it as `pgBackRest: {drill: {folder: /srv/drills}}`")
        }
    }

    /// The source's own server is what a drill must not touch.
    private static let scratchIsSource = LintRule(
        id: "self-managed-drills-on-source", severity: .error,
        reason: "A drill loads and drops whole databases, which production has to be protected from."
    ) { subject in
        subject.policy.selfManaged.enumerated().compactMap { index, entry in
            guard let server = entry.drill?.server,
                let owner = subject.policy.selfManaged.first(where: { $0.source == server })
            else { return nil }
            return Finding(
                path: FieldPath("selfManaged").appending(index).appending("drill").appending("server"),
                summary: "the drills of `\(entry.database)` would restore on the server of `\(owner.database)`",
                fix: "name the login to another server")
        }
    }

    /// A backup that nobody waits for is missed by nobody.
    private static let silentBackups = LintRule(
        id: "self-managed-silence", severity: .warning,
        reason: "A job outside AWS that stops is noticed by what does not arrive."
    ) { subject in
        guard subject.policy.selfManaged.contains(where: { $0.backups != nil }), let alarms = subject.policy.alarms,
            alarms.heartbeats["backup"] == nil
        else { return [] }
        return [
            Finding(
                path: FieldPath("alarms"), summary: "no alarm waits for the backups of `selfManaged`",
                fix: "add `heartbeat: {backup: 26h}`, and back up with --publish-metrics")
        ]
    }

    private static let kmsNeedsBucket = LintRule(
        id: "kms-needs-bucket", severity: .error, reason: "S3 encrypts what is in a bucket, and nothing in a folder."
    ) { subject in
        subject.policy.selfManaged.enumerated().compactMap { index, entry in
            guard let backups = entry.backups, backups.encryption.kms != nil, !backups.to.hasPrefix("s3://") else {
                return nil
            }
            return Finding(
                path: FieldPath("selfManaged").appending(index).appending("backups").appending("encryption"),
                summary: "backups in `\(backups.to)` cannot be encrypted by S3",
                fix: "encrypt them with `age`, or write `to` as s3://BUCKET/PREFIX")
        }
    }

    private static let sameSelfManaged = LintRule(
        id: "same-database-outside-rds", severity: .error,
        reason: "Commands choose a database by its name; with two of one name it is unclear which one is meant."
    ) { subject in
        var seen: Set<String> = []
        return subject.policy.selfManaged.enumerated().compactMap { index, entry in
            guard !seen.insert(entry.database).inserted else { return nil }
            return Finding(
                path: FieldPath("selfManaged").appending(index).appending("database"),
                summary: "`\(entry.database)` has an entry already", fix: "give the second one a policy of its own")
        }
    }
}
