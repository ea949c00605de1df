import AWSCore
package import ArgumentParser
import FoundationEssentials
import PostgresTools
package import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl backup create`: backs up one database.
package struct BackupCreateCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Back up a database, encrypted, with a manifest of what is in it",
        discussion: """
            Everything is read in one snapshot; nothing unencrypted touches a disk; a backup is there when it is whole.

              $ export DRCTL_DATABASE_URL=postgresql://backup:…@127.0.0.1:5432/knowledge_base
              $ drctl backup create --to s3://kb-backups/local --encrypt-to age1…
            """)

    @OptionGroup package var global: BackupVerbOptions
    @OptionGroup package var chosen: BackupPolicyOptions
    @OptionGroup package var server: ServerOptions

    @Option(
        help: ArgumentHelp("Where it is stored (default: $DRCTL_BACKUPS).", valueName: "folder|s3://bucket/prefix"))
    package var to: String?

    @Option(
        name: .customLong("encrypt-to"),
        help: ArgumentHelp(
            "Encrypt with age to this recipient: an age or ssh public key; may be repeated (default: $DRCTL_AGE_RECIPIENT).",
            valueName: "age1…"))
    package var encryptTo: [String] = []

    @Option(
        name: .customLong("kms-key"),
        help: ArgumentHelp("Let S3 encrypt with this key of KMS.", valueName: "alias/name|arn"))
    package var kmsKey: String?

    @Option(help: ArgumentHelp("How many sessions read rows at a time.", valueName: "count"))
    package var jobs: Int?

    @Option(
        name: .customLong("schema-version"),
        help: ArgumentHelp("A query for the schema's version, which goes into name and manifest.", valueName: "query"))
    package var schemaVersion: String?

    @Option(
        name: .customLong("signing-key"),
        help: ArgumentHelp(
            "Sign the manifest with this Ed25519 key (default: $DRCTL_SIGNING_KEY).",
            valueName: "file.pem|secretsmanager:name"))
    package var signingKey: String?

    @Flag(
        name: .customLong("publish-metrics"),
        help:
            "Write the backup's heartbeat of the policy to CloudWatch (DR/drctl): silence is what its alarm waits for.")
    package var publishMetrics = false

    @Option(
        help: ArgumentHelp(
            "Print a job for this scheduler that does the same, often enough for the RPO, and make no backup now.",
            valueName: "systemd|cron|kubernetes"))
    package var schedule: BackupSchedule.Scheduler?

    package init() {}

    package mutating func validate() throws {
        if schedule != nil, chosen.policy.isEmpty || chosen.policy == ["-"] {
            throw ValidationError("--schedule requires --policy FILE, which the job reads")
        }
        if publishMetrics, chosen.policy.isEmpty {
            throw ValidationError("--publish-metrics requires --policy, whose alarm waits for the heartbeat")
        }
        if let jobs, !(1...64).contains(jobs) { throw ValidationError("--jobs must be between 1 and 64") }
        if kmsKey != nil, !encryptTo.isEmpty { throw ValidationError("use only one of --encrypt-to and --kms-key") }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let programs = try context.backupPrograms()
        let policy = try context.selfManagedPolicy(chosen)
        let entry = policy?.entry
        if let schedule, let policy {
            try context.emit(job(policy.policy, policy.entry, context).text(for: schedule))
            return .success
        }
        let place = to ?? entry?.backups?.to ?? context.environment["DRCTL_BACKUPS"] ?? ""
        let encryption = try encryption(place, entry, context)
        let server = server.or(entry)
        let key = signingKey ?? context.environment["DRCTL_SIGNING_KEY"] ?? ""
        let needsAWS = server.secret != nil || key.hasPrefix("secretsmanager:") || publishMetrics
        let result = try await context.withBackups(
            place, option: "--to", kms: encryption.method == .kms ? encryption.recipients.first : nil,
            needsAWS: needsAWS
        ) { access in
            let signer = try await context.signingKey(signingKey, client: access.client)
            var order = BackupOrder(try await context.serverLogin(server, client: access.client), encryption)
            order.jobs = jobs ?? entry?.backups?.jobs ?? 1
            order.schemaVersionQuery = schemaVersion ?? entry?.backups?.schemaVersionQuery
            if let entry, order.connection.database != entry.database {
                throw CommandFailure(
                    .refused,
                    "the login is to database \(order.connection.database), and the policy names \(entry.database)",
                    hint: "fix `source` or `database` of the policy's entry")
            }
            let usual = await usualMilliseconds(of: order.connection.database, access.store, context)
            let creator = BackupCreator(
                store: access.store, programs: programs, version: Drctl.version, now: context.now,
                sign: signer.map { key in { @Sendable text in try key.signature(of: text) } },
                progress: { context.tellBackup($0, expected: usual) })
            var result = try await creator.create(order)
            if publishMetrics, let policy, let client = access.client {
                let beat = MetricSample("Heartbeat", ["Policy": policy.policy.name, "Job": "backup"], 1, .count)
                do {
                    try await MetricPublisher(client: client).publish([beat], at: context.now())
                } catch {
                    // The backup is there; the alarm of its silence will say so of the heartbeat.
                    result.remarks.append("the heartbeat was not published: \(error)")
                }
            }
            return result
        }
        try context.renderForCertain(Report(result))
        return .success
    }

    /// The job that makes these backups by the policy.
    private func job(
        _ policy: RecoveryPolicy, _ entry: SelfManagedPolicy, _ context: CommandContext
    ) -> BackupSchedule {
        let isThere = schedule != .kubernetes
        let program = isThere ? Self.program : "drctl"
        let file = chosen.policy.first ?? ""
        let named =
            isThere ? Self.absolute(file) : "/etc/drctl/" + (file.split(separator: "/").last.map(String.init) ?? "")
        let command =
            [program, "backup", "create", "--policy", named, "--database", entry.database, "--quiet"]
            + (publishMetrics ? ["--publish-metrics"] : [])
        return BackupSchedule(
            database: entry.database, rhythm: .init(within: policy.objectives.rpo), command: command,
            version: Drctl.version)
    }

    /// The path of this program.
    private static var program: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/usr/local/bin/drctl"
    }

    /// The path from the root: a scheduler starts the job in a folder of its own.
    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// How long it usually takes, where somebody sees it; nil where nobody does, or nothing is known.
    private func usualMilliseconds(
        of database: String, _ store: any BackupStore, _ context: CommandContext
    ) async -> Int? {
        guard context.console.isInteractive else { return nil }
        let listing = try? await BackupCatalogue(store, trust: .nobody).listing()
        return listing?.backups.compactMap(\.manifest?.manifest).last { $0.database == database }?.milliseconds
    }

    /// What keeps others from reading it: nothing is stored in the clear.
    private func encryption(
        _ place: String, _ entry: SelfManagedPolicy?, _ context: CommandContext
    ) throws -> BackupEncryption {
        if let kmsKey = kmsKey ?? (encryptTo.isEmpty ? entry?.backups?.encryption.kms : nil) {
            guard place.hasPrefix("s3://") else {
                throw CommandFailure(
                    .usage, "--kms-key is for S3, and the backup would be in a folder",
                    hint: "encrypt it with --encrypt-to")
            }
            return BackupEncryption(.kms, [kmsKey])
        }
        var recipients = encryptTo.isEmpty ? entry?.backups?.encryption.age ?? [] : encryptTo
        if recipients.isEmpty, let given = context.environment["DRCTL_AGE_RECIPIENT"] {
            recipients = given.split(separator: ",").map { String($0.drop { $0 == " " }) }
        }
        guard !recipients.isEmpty else {
            throw CommandFailure(
                .usage, "no recipient was named: a backup is not stored in the clear",
                hint: "make a key with `age-keygen -o key.txt`, and give its public key with --encrypt-to")
        }
        return BackupEncryption(.age, recipients)
    }
}

extension BackupSchedule.Scheduler: ExpressibleByArgument {}
