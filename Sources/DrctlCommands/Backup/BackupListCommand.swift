package import ArgumentParser
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl backup list`: what a place has.
package struct BackupListCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List backups and what was verified of them",
        discussion: """
            Exit code 4: the manifest of one cannot be believed.

              $ drctl backup list --from backups
            """)

    @OptionGroup package var global: BackupVerbOptions
    @OptionGroup package var chosen: BackupPolicyOptions
    @OptionGroup package var source: BackupSourceOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let trust = try context.backupTrust(source)
        let entry = try context.selfManaged(chosen)
        let place = source.from ?? entry?.backups?.to
        let listing = try await context.withBackups(place, option: "--from") { access in
            try await BackupCatalogue(access.store, trust: trust).listing()
        }
        try context.render(listing)
        return listing.backups.contains { $0.damage != nil } ? .incomplete : .success
    }
}
