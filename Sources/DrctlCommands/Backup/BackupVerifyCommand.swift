package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl backup verify`: whether backups are what their manifests say.
package struct BackupVerifyCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify backups: checksums, archives, or by a restore into a scratch database",
        discussion: """
            What was verified, and has not changed since, is not read again. With --restore and --policy the checks of the
            policy's `drill` are run in the restored data. Exit code 3: a backup is damaged; 6: the scratch database could not
            be dropped.

              $ drctl backup verify --all --from backups --identity key.txt
              $ drctl backup verify --restore --from backups --identity key.txt --database-url-file scratch-server
            """)

    @OptionGroup package var global: BackupVerbOptions
    @OptionGroup package var chosen: BackupPolicyOptions
    @OptionGroup package var source: BackupSourceOptions
    @OptionGroup package var keys: IdentityOptions
    @OptionGroup package var server: ServerOptions

    @Argument(help: "The backup (default: the newest).")
    package var name: String?

    @Flag(help: "Verify every backup.")
    package var all = false

    @Flag(name: .customLong("checksums"), help: "Compare the checksums only, which needs no key.")
    package var checksumsOnly = false

    @Flag(help: "Restore into a scratch database, count every row, and drop it again.")
    package var restore = false

    @Flag(help: "Read again what has not changed since it was verified.")
    package var again = false

    @Option(help: ArgumentHelp("How many sessions restore at a time.", valueName: "count"))
    package var jobs = 1

    package init() {}

    package mutating func validate() throws {
        if checksumsOnly, restore { throw ValidationError("use only one of --checksums and --restore") }
        if all, name != nil { throw ValidationError("use either --all or the name of a backup") }
        if !(1...64).contains(jobs) { throw ValidationError("--jobs must be between 1 and 64") }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let programs = try context.backupPrograms()
        let trust = try context.backupTrust(source)
        let owner = try context.selfManagedPolicy(chosen)
        let entry = owner?.entry
        let asked = owner?.policy.drill?.asked ?? []
        let database = chosen.database ?? entry?.database
        let result = try await context.withBackups(
            source.from ?? entry?.backups?.to, option: "--from", needsAWS: server.secret != nil
        ) { access in
            let catalogue = BackupCatalogue(access.store, trust: trust)
            let backups = all ? try await catalogue.listing().backups : [try await catalogue.find(name, of: database)]
            var order = BackupVerifier.Order(checksumsOnly ? .checksums : restore ? .restore : .archive)
            order.identity = context.identity(keys)
            order.again = again
            if restore {
                var scratch = BackupRestoreOrder(try await context.serverLogin(server, client: access.client))
                scratch.identity = order.identity
                scratch.jobs = jobs
                order.restore = scratch
                order.checks = { CheckPlanner.policyChecks(asked, $0) }
            }
            let verifier = BackupVerifier(
                store: access.store, programs: programs, now: context.now, progress: { context.tellBackup($0) })
            var checkups: [BackupCheckup] = []
            for backup in backups {
                context.console.live("  \(backup.name)")
                checkups.append(try await verifier.verify(backup, order))
            }
            return BackupCheckups(place: access.store.place, checkups: checkups)
        }
        try context.renderForCertain(Report(result))
        guard !result.checkups.isEmpty else { return .incomplete }
        guard result.checkups.allSatisfy({ $0.leftover == nil }) else { return .cleanupFailed }
        return result.isGood ? .success : .notVerified
    }
}
