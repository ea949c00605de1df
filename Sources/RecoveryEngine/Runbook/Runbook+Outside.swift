import RecoveryModel

extension Runbook {
    /// PostgreSQL outside RDS: backup, restore, and what to do without drctl.
    static func outside(_ facts: RunbookFacts) -> Chapter {
        let entries = facts.policies.flatMap { policy in policy.policy.selfManaged.map { (policy.file, $0) } }
        return Chapter(
            "Databases outside RDS",
            entries.flatMap { file, entry -> [Block] in
                let heading = Block.heading("\(code: entry.database)")
                if let stanza = entry.pgBackRest { return [heading] + restore(entry, stanza, file) }
                guard let backups = entry.backups else { return [] }
                return [heading, .paragraph(place(backups))] + backup(entry, file) + restore(entry, file)
            } + (entries.contains { $0.1.backups != nil } ? byHand(entries.map(\.1)) : []))
    }

    /// What pgBackRest restores; drctl proves it by drills, and leaves the real restore to it.
    private static func restore(
        _ entry: SelfManagedPolicy, _ stanza: SelfManagedPolicy.PgBackRest, _ file: String
    ) -> [Block] {
        var program = ShellCommand("pgbackrest")
        program.add("--stanza", stanza.stanza)
        program.add("--config", stanza.config)
        program.add("--repo", stanza.repository.map { "\($0)" })
        var drill = ShellCommand("drctl drill run")
        drill.add("--policy", file)
        drill.add("--database", entry.database)
        return [
            .paragraph(
                """
                pgBackRest backs up the whole server, stanza \(code: stanza.stanza), and archives its log: it is restored to \
                any point in time.
                """),
            .heading("Restore \(code: entry.database)"),
            .steps([
                Step("What is there:", program.text + " info"),
                Step(
                    """
                    Restore to TIME (such as `2026-11-30 14:00:00+00`) on a server of the same version that is stopped, into a \
                    data directory that is empty. Its old one is moved aside, not deleted:
                    """, program.text + " --type=time --target=TIME --target-action=promote restore"),
                Step("Then start it, and ask it what the policy's checks ask."),
                Step(
                    "Whether the same works in a scratch server, without touching any other:",
                    drill.text + " --at TIME"),
            ]),
        ]
    }

    private static func place(_ backups: SelfManagedPolicy.Backups) -> RunbookText {
        let keep = backups.keep
        let kept = [
            (keep.daily, "day"), (keep.weekly, "week"), (keep.monthly, "month"), (keep.yearly, "year"),
        ].filter { $0.0 > 0 }.map { CountText.of($0.0, $0.1) }
        return """
            Backups are in \(code: backups.to), encrypted with \(backups.encryption.words), and kept: the newest of \
            \(CountText.list(kept)).
            """
    }

    private static func command(_ verb: String, _ entry: SelfManagedPolicy, _ file: String, _ rest: String = "")
        -> String
    {
        var command = ShellCommand("drctl backup \(verb)")
        command.add("--policy", file)
        command.add("--database", entry.database)
        return command.text + rest
    }

    private static func backup(_ entry: SelfManagedPolicy, _ file: String) -> [Block] {
        [
            .heading("Back up \(code: entry.database)"),
            .steps([
                Step("Make one now, as the schedule does:", command("create", entry, file)),
                Step("What is there, the newest first:", command("list", entry, file)),
                Step(
                    "That it is whole: every row is restored into a scratch database of the server in SERVER-URL-FILE:",
                    command(
                        "verify", entry, file, "\(entry.identity) --restore --database-url-file SERVER-URL-FILE")),
            ]),
        ]
    }

    private static func restore(_ entry: SelfManagedPolicy, _ file: String) -> [Block] {
        let options = "\(entry.identity) --database-url-file SERVER-URL-FILE"
        return [
            .heading("Restore \(code: entry.database)"),
            .steps([
                Step(
                    """
                    Put the login of a server's administrator into a file that only you can read (mode 0600), as \
                    `postgresql://USER:PASSWORD@HOST:5432/postgres`. It is SERVER-URL-FILE below.
                    """),
                Step(
                    """
                    Restore the newest backup into a database of its own, which gets the name NAME_restored_TIME once every row is \
                    there. Nothing that exists is touched:
                    """, command("restore", entry, file, options)),
                Step(
                    """
                    Or into its own name: it asks for that name, keeps the old database as NAME_replaced_TIME, and ends \
                    the sessions on it. A database marked as production is refused:
                    """, command("restore", entry, file, options + " --into \(ShellCommand.quoted(entry.database))")),
            ]),
        ]
    }

    /// With public programs alone.
    private static func byHand(_ entries: [SelfManagedPolicy]) -> [Block] {
        let kinds: [Bool] = [true, false].filter { kind in entries.contains { $0.isEncryptedByAge == kind } }
        return [
            .heading("Without drctl, outside RDS"),
            .paragraph(
                """
                In the folder of one backup. TARGET is the URL of an empty database made from template0, on the server that is \
                to have the data; the roles of `globals.sql` go to that server too, and those that it has stay. In a bucket, \
                `aws s3 cp --recursive` fetches the folder, and `sha256sum` compares the parts with manifest.json.
                """),
            .steps(kinds.map { byHand($0, entries) }),
        ]
    }

    /// The commands for the backups that age encrypts, or for those of which S3 does.
    private static func byHand(_ isEncrypted: Bool, _ entries: [SelfManagedPolicy]) -> Step {
        let own = entries.filter { $0.isEncryptedByAge == isEncrypted }.map(\.database)
        let whose = "Of \(CountText.list(own))" + (isEncrypted ? ", with the identity's file as KEY" : "")
        let open = isEncrypted ? "age --decrypt --identity \"$KEY\" \"$1\" | zstd -dc" : "zstd -dc \"$1\""
        let end = isEncrypted ? ".zst.age" : ".zst"
        let restore = "pg_restore --exit-on-error --dbname=\"$TARGET\""
        return Step(
            "\(whose): roles, definitions, rows, then indexes and constraints:", "open() { \(open); }",
            "open globals.sql\(end) | psql \"$TARGET\"", "open definitions.dump\(end) | \(restore) --section=pre-data",
            "for part in data-*.dump\(end); do open \"$part\" | \(restore); done",
            "open definitions.dump\(end) | \(restore) --section=post-data")
    }
}

extension SelfManagedPolicy {
    /// The option that opens a backup; nothing where S3 does.
    fileprivate var identity: String { isEncryptedByAge == true ? " --identity KEY-FILE" : "" }

    /// False where S3 encrypts; nil for what is no dump.
    fileprivate var isEncryptedByAge: Bool? { backups.map { $0.encryption.age != nil } }
}

extension SelfManagedPolicy.Encryption {
    fileprivate var words: String {
        if let kms { return "the key \(kms)" }
        return "age for \(CountText.of((age ?? []).count, "recipient"))"
    }
}
