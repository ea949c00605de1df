package import AWSNames
package import ArgumentParser
import FoundationEssentials
import RecoveryEngine
import RecoveryModel
package import RecoveryReports
import RecoveryRuntime

/// `drctl drill run`: runs one drill, from preflight to evidence.
package struct DrillRunCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Restore, verify, measure, delete, and store the evidence",
        discussion: """
            Exit code 0: verified; 3: the data is not verified, or RTO or RPO was missed; 1: an operation failed; 5:
            refused before anything was changed; 6: something could not be deleted.

              $ drctl drill run --at "1h ago" --policy policies/knowledge-base.yaml

            Every night, the databases whose proof is older than `drill.every`, or missing; the oldest first:

              $ drctl drill run --due --policy policies

            Of a PostgreSQL outside RDS (`selfManaged`) it restores the newest backup on the server that the policy names:

              $ drctl drill run --database knowledge_base --policy policies/self-managed.yaml
            """)

    package static var reports: Report.Kind { .drill }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var settings: DrillSettings

    @Option(
        help: ArgumentHelp(
            "Restore to this time: RFC 3339, `15m ago`, `latest`, or `now`, which writes two rows to `drill.marker`.",
            valueName: "time"))
    package var at: String?

    @Option(
        help: ArgumentHelp(
            "Restore to just before this event: `last ModifyDBInstance`, a CloudTrail event id, or words of an RDS event.",
            valueName: "event"))
    package var before: String?

    @Option(
        help: ArgumentHelp(
            "Restore this snapshot, or a copy of one that another account shares (`drill.sharedFrom`).",
            valueName: "id|arn"))
    package var snapshot: String?

    @Option(
        name: .customLong("from-vault"),
        help: ArgumentHelp(
            "Restore the newest recovery point in this vault of AWS Backup, by AWS Backup (`drill.restoreRole`).",
            valueName: "name|arn"))
    package var fromVault: String?

    @Flag(help: "Take a snapshot for the drill and restore it.")
    package var fresh = false

    @Flag(help: "Restore the newest snapshot of any kind.")
    package var newest = false

    @Option(
        name: .customLong("from-region"),
        help: ArgumentHelp("Restore a copied snapshot in this region: the newest, or --snapshot.", valueName: "code"))
    package var fromRegion: Region?

    @Option(help: ArgumentHelp("The instance, if the policy selects several.", valueName: "id"))
    package var instance: String?

    @Option(help: ArgumentHelp("Time limit such as 30m (default: the RTO).", valueName: "duration"))
    package var deadline: String?

    @Flag(help: "Read every page of the restored database, and measure how long it takes.")
    package var warm = false

    @Flag(help: "Verify the restored tables and indexes with PostgreSQL's amcheck.")
    package var amcheck = false

    @Option(
        help: ArgumentHelp(
            "Of tables larger than this, such as 50GiB, take checksums of a sample of one row in a hundred.",
            valueName: "size"))
    package var sample: String?

    @Flag(
        name: .customLong("as-production"),
        help: "Restore with production's class and Multi-AZ, whatever `drill.into` says.")
    package var asProduction = false

    @Flag(name: .customLong("share-security-groups"), help: "Allow security groups that the source uses too.")
    package var shareSecurityGroups = false

    @Option(
        name: .customLong("exported-secrets"),
        help: ArgumentHelp(
            "Log in to the copy with the values of this file of `secrets export`, as a proof of it.",
            valueName: "file.age"))
    package var exportedSecrets: String?

    @Option(help: ArgumentHelp("The file with age's key (default: $DRCTL_AGE_IDENTITY).", valueName: "file"))
    package var identity: String?

    @Flag(name: .customLong("dry-run"), help: "Check everything and show the plan, but change nothing.")
    package var dryRun = false

    @Flag(
        help: "Drill each database of the policies whose proof is missing or older than `drill.every`, as one series.")
    package var due = false

    @Flag(help: "Drill each database of the policies, as one series.")
    package var all = false

    @Option(
        name: .customLong("at-most"),
        help: ArgumentHelp("With --due and --all: how many drills run side by side (default: 4).", valueName: "count"))
    package var atMost: Int?

    package init() {}

    package func validate() throws {
        if due, all { throw ValidationError("use only one of --due and --all") }
        if due || all, let one = [("--instance", instance), ("--snapshot", snapshot)].first(where: { $0.1 != nil })?.0 {
            throw ValidationError("\(one) is about one database, --due and --all about several")
        }
        if exportedSecrets != nil, due || all {
            throw ValidationError("--exported-secrets is about one database, --due and --all about several")
        }
        if atMost != nil, !due, !all { throw ValidationError("--at-most requires --due or --all") }
        if let atMost, !(1...100).contains(atMost) { throw ValidationError("--at-most must be between 1 and 100") }
        if [at != nil, before != nil, snapshot != nil, fromVault != nil, fresh, newest].count(where: { $0 }) > 1 {
            throw ValidationError("use only one of --at, --before, --snapshot, --from-vault, --fresh and --newest")
        }
        if fromRegion != nil, at != nil || fresh || fromVault != nil {
            throw ValidationError(
                "--from-region cannot be combined with --at, --fresh or --from-vault: only copied snapshots can be restored in another region"
            )
        }
        if let sample, ByteCount(sample) == nil { throw ValidationError("--sample must be a size such as 50GiB") }
        if let deadline, TimeSpan(deadline) == nil {
            throw ValidationError("--deadline must be a duration such as 30m")
        }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let options = try drillOptions(context)
        guard !due, !all else {
            return try await context.drillSeries(
                options, settings, isForced: all, width: atMost, isRehearsal: dryRun)
        }
        if instance == nil, let (document, entry) = try context.outsideRDS(settings.database) {
            _ = try context.loadPolicies()
            try requireNothingOfRDS()
            let drills = BackupDrills(context: context, document: document, entry: entry, settings: settings)
            let record = try await drills.run(options, isRehearsal: dryRun)
            try context.render(record)
            return record.verdict.exitStatus
        }
        let document = try context.loadPolicy(of: instance)
        if exportedSecrets != nil, document.policy.databases.allSatisfy(\.secrets.isEmpty) {
            throw CommandFailure(
                .refused, "the policy names no secret, so that --exported-secrets would prove nothing",
                hint: "name them in `databases[].secrets`")
        }
        let (settings, dryRun) = (settings, dryRun)
        let exported = try await exported(context)
        let record = try await context.withTarget(of: document, database: instance) { part, target in
            var drills = Drills(context: context, document: part, settings: settings, session: target.session)
            drills.exported = exported
            let request = try await drills.request(options)
            return dryRun ? try await drills.rehearse(request) : try await drills.run(request)
        }
        try context.render(record)
        return record.verdict.exitStatus
    }

    /// The logins of an export, by secret; nil without one.
    ///
    /// - Throws: `CommandFailure`.
    private func exported(_ context: CommandContext) async throws -> [String: Redacted<String>]? {
        guard let exportedSecrets else { return nil }
        guard let identity = identity ?? context.environment["DRCTL_AGE_IDENTITY"], !identity.isEmpty else {
            throw CommandFailure(
                .usage, "\(exportedSecrets) is encrypted with age, and no key was given",
                hint: "give the file of the key with --identity, or set DRCTL_AGE_IDENTITY")
        }
        let bundle: SecretBundle
        do {
            bundle = try SecretBundle(json: try await context.opened(exportedSecrets, identity).secret)
        } catch let refusal as SecretBundle.Refusal {
            throw CommandFailure(.usage, "\(exportedSecrets): \(refusal)", hint: "export them with --form json")
        }
        return bundle.values.compactMapValues { value in
            if case .text(let text) = value.secret { Redacted(text) } else { nil }
        }
    }

    /// Refuses what a database outside RDS does not have.
    ///
    /// - Throws: `CommandFailure`.
    private func requireNothingOfRDS() throws {
        let given = [
            ("--before", before != nil), ("--snapshot", snapshot != nil), ("--fresh", fresh),
            ("--from-vault", fromVault != nil), ("--from-region", fromRegion != nil), ("--warm", warm),
            ("--sample", sample != nil),
            ("--as-production", asProduction), ("--exported-secrets", exportedSecrets != nil),
            ("--share-security-groups", shareSecurityGroups),
            ("--secret", settings.secret != nil), ("--iam-user", settings.iamUser != nil),
            ("--database-url-file", settings.databaseURLFile != nil),
        ].first { $0.1 }?.0
        guard let given else { return }
        throw CommandFailure(
            .usage, "\(given) is for databases of RDS, and the drill is of one outside",
            hint: "the policy's `selfManaged` names the backups and the server; choose a time with --at")
    }

    private func drillOptions(_ context: CommandContext) throws -> DrillOptions {
        var options = DrillOptions()
        if let at { options.selection = .pointInTime(at) }
        if let before { options.selection = .before(before) }
        if let snapshot { options.selection = .snapshot(snapshot) }
        if let fromVault { options.selection = .vault(fromVault) }
        if fresh { options.selection = .fresh }
        if newest { options.selection = .newest }
        options.copyRegion = fromRegion
        options.instance = instance
        options.asProduction = asProduction ? true : nil
        options.warms = warm
        options.checksStructures = amcheck
        options.sampleAbove = sample.flatMap { ByteCount($0) }
        options.deadline = deadline.flatMap { TimeSpan($0) }
        options.mayShareSecurityGroups = shareSecurityGroups
        options.pollInterval = try context.pollInterval(settings.pollInterval)
        return options
    }
}
