import RecoveryModel

extension Record<SelfManagedPolicy> {
    /// One entry of `selfManaged`.
    static let selfManaged = Record(
        fields: [
            .required(
                "database", \.database, .text("database name", maximum: 63),
                "The database's name, by which commands choose it: `--database`."),
            .required(
                "source", \.source, .record(.source, blank: SelfManagedPolicy.Source()),
                "Where the login comes from. The policy contains no password."),
            .alternative(
                "backups", \.backups, .record(.backups, blank: SelfManagedPolicy.Backups()),
                "Dumps of `drctl backup`: where they are, how they are made, and how long they stay."),
            .alternative(
                "pgBackRest", \.pgBackRest, .record(.pgBackRest, blank: SelfManagedPolicy.PgBackRest()),
                "The stanza of pgBackRest, where the team runs that."),
            .optional(
                "drill", \.drill, .record(.drill, blank: SelfManagedPolicy.Drill()),
                "Where `drctl drill run` restores dumps; the checks are those of the policy's `drill`."),
        ], exactlyOneOf: ["backups", "pgBackRest"])
}

extension Record<SelfManagedPolicy.PgBackRest> {
    fileprivate static let pgBackRest = Record(fields: [
        .required(
            "stanza", \.stanza, .text("stanza", maximum: 256).checked(isPlain),
            "Its name in pgBackRest's configuration."),
        .optional(
            "config", \.config, .text("file", maximum: 4_096),
            "pgBackRest's configuration file, where it is not in its usual place. Keys of the repository are read from it alone."
        ),
        .optional(
            "repository", \.repository, .count(1...256),
            "The number of the repository that is judged and restored from; default: the first with backups."),
        .defaulted(
            "backupEvery", \.backupEvery, .duration, "How old the newest backup may be; log is judged by the RPO.",
            fallback: "24h"),
        .optional(
            "drill", \.drill, .record(.stanzaDrill, blank: SelfManagedPolicy.StanzaDrill()),
            "Where `drctl drill run` starts a server of its own; the checks are those of the policy's `drill`."),
    ])

    /// A stanza is an argument of programs, and a folder of the repository.
    private static func isPlain(_ name: String) -> Refusal? {
        guard name.isEmpty || name.hasPrefix("-") || name.contains("/") else { return nil }
        return Refusal(
            "invalid-value", "`\(name)` is no name of a stanza", hint: "write it as in pgBackRest's configuration")
    }
}

extension Record<SelfManagedPolicy.StanzaDrill> {
    fileprivate static let stanzaDrill = Record(fields: [
        .required(
            "folder", \.folder, .text("absolute path", maximum: 96).checked(isAbsolute),
            "A folder on the machine that drills, with room for the whole cluster. Each drill makes a folder of its own in it."
        ),
        .defaulted(
            "user", \.user, .text("role", maximum: 63), "The superuser of the cluster, as whom the checks are asked.",
            fallback: "postgres"),
    ])

    private static func isAbsolute(_ path: String) -> Refusal? {
        guard !path.hasPrefix("/") || path.contains("'") || path.contains("\"") else { return nil }
        return Refusal(
            "invalid-value", "`\(path)` is no absolute path without quotes", hint: "write it from the root: /srv/drills"
        )
    }
}

extension Record<SelfManagedPolicy.Drill> {
    fileprivate static let drill = Record(fields: [
        .required(
            "server", \.server, .record(.source, blank: SelfManagedPolicy.Source()),
            "The login to a server for scratch databases. It is another server than the source's."),
        .optional(
            "identity", \.identity, .text("file", maximum: 4_096),
            "The file of age's key, where `DRCTL_AGE_IDENTITY` does not name it."),
    ])
}

extension Record<SelfManagedPolicy.Source> {
    fileprivate static let source = Record(
        fields: [
            .alternative(
                "service", \.service, .text("service name", maximum: 256),
                "A service of `PGSERVICEFILE` or `~/.pg_service.conf`."),
            .alternative(
                "urlFile", \.urlFile, .text("file", maximum: 4_096), "A file of mode 0600 with the postgresql:// URL."),
            .alternative(
                "secret", \.secret, .name(.secret),
                "A secret of Secrets Manager with host, port, dbname, username and password."),
            .alternative(
                "compose", \.compose, .text("`FILE:SERVICE`", maximum: 4_096),
                "A service of a Docker Compose file that runs the image `postgres` and publishes its port."),
        ], exactlyOneOf: ["service", "urlFile", "secret", "compose"])
}

extension Record<SelfManagedPolicy.Backups> {
    fileprivate static let backups = Record(fields: [
        .required("to", \.to, .backupPlace, "A folder, or a bucket with a prefix."),
        .required(
            "encryption", \.encryption, .record(.encryption, blank: SelfManagedPolicy.Encryption()),
            "What backups are encrypted with."),
        .defaulted("jobs", \.jobs, .count(1...64), "How many sessions read rows at a time.", fallback: "1"),
        .optional(
            "schemaVersion", \.schemaVersionQuery, .keyed("query", .sql, "A query for the schema's version."),
            "Recorded in the backup's name and manifest; a restore compares it."),
        .nested("keep", \.keep, .keep, "Which backups `drctl backup prune` keeps."),
        .defaulted(
            "verifyEvery", \.verifyEvery, .duration, "How old the newest verified backup may be.", fallback: "7d"),
    ])
}

extension Record<SelfManagedPolicy.Encryption> {
    fileprivate static let encryption = Record(
        fields: [
            .alternative(
                "age", \.age, .list(of: .text("recipient such as `age1…`", maximum: 4_096), minimum: 1),
                "Public keys of age or ssh, before anything leaves the machine."),
            .alternative("kms", \.kms, .keyReference, "The key with which S3 encrypts: `alias/NAME` or an ARN."),
        ], exactlyOneOf: ["age", "kms"])
}

extension Record<RetentionRules> {
    fileprivate static let keep = Record(fields: [
        .defaulted("daily", \.daily, .count(0...36_500), "The newest of so many days with a backup.", fallback: "30"),
        .defaulted("weekly", \.weekly, .count(0...5_200), "The newest of so many weeks.", fallback: "0"),
        .defaulted("monthly", \.monthly, .count(0...1_200), "The newest of so many months.", fallback: "12"),
        .defaulted("yearly", \.yearly, .count(0...100), "The newest of so many years.", fallback: "0"),
        .defaulted(
            "newest", \.minimum, .count(1...10_000), "At least so many, whatever their age.", fallback: "3"),
    ])
}

extension Shape where Value == String {
    fileprivate static let backupPlace = text("folder or URL such as `s3://kb-backups/local`", maximum: 1_024).checked {
        place in
        guard place.contains("://"), !(place.hasPrefix("s3://") && place.utf8.count > 5) else { return nil }
        return Refusal(
            "invalid-value", "`\(place.prefix(60))` is no place for backups",
            hint: "write a folder, or a bucket as s3://BUCKET/PREFIX")
    }
}
