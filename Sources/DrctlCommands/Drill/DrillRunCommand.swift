package import AWSNames
package import ArgumentParser
import FoundationEssentials
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl drill run`: one drill, from preflight to evidence.
package struct DrillRunCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Restore, verify, measure, remove, and keep the evidence",
        discussion: """
            Exit code 0: verified; 3: the data did not verify, or RTO or RPO were missed; 1: an operation failed; 5: refused
            before anything was changed; 6: something could not be removed.

              $ drctl drill run --at "1h ago" --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var settings: DrillSettings

    @Option(
        help: ArgumentHelp(
            "Restore to this instant: RFC 3339, `15m ago`, `latest`, or `now`, which writes two rows to `drill.marker`.",
            valueName: "time"))
    package var at: String?

    @Option(
        help: ArgumentHelp(
            "Restore to just before this event: `last ModifyDBInstance`, a CloudTrail event id, words of an RDS event.",
            valueName: "event"))
    package var before: String?

    @Option(help: ArgumentHelp("Restore this snapshot.", valueName: "id"))
    package var snapshot: String?

    @Flag(help: "Take a snapshot for the drill and restore it.")
    package var fresh = false

    @Flag(help: "Restore the newest snapshot of any kind.")
    package var newest = false

    @Option(
        name: .customLong("from-region"),
        help: ArgumentHelp("Restore a copy in this region, there: the newest, or --snapshot.", valueName: "code"))
    package var fromRegion: Region?

    @Option(help: ArgumentHelp("Which instance, where the policy covers several.", valueName: "id"))
    package var instance: String?

    @Option(help: ArgumentHelp("Give up after this long, such as 30m; the RTO by default.", valueName: "span"))
    package var deadline: String?

    @Flag(help: "Read every page of the restored database, and measure until then.")
    package var warm = false

    @Flag(help: "Let PostgreSQL's amcheck examine the restored tables and indexes.")
    package var amcheck = false

    @Flag(name: .customLong("share-security-groups"), help: "The drill's groups may be those of the source.")
    package var shareSecurityGroups = false

    @Flag(name: .customLong("dry-run"), help: "Look at everything and show the plan; change nothing.")
    package var dryRun = false

    package init() {}

    package func validate() throws {
        if [at != nil, before != nil, snapshot != nil, fresh, newest].count(where: { $0 }) > 1 {
            throw ValidationError("give one of --at, --before, --snapshot, --fresh and --newest")
        }
        if fromRegion != nil, at != nil || fresh {
            throw ValidationError("in another region only copied snapshots can be restored: not --at or --fresh")
        }
        if let deadline, TimeSpan(deadline) == nil { throw ValidationError("--deadline is no span such as 30m") }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let document = try context.loadPolicy()
        let options = try drillOptions(context)
        let (settings, dryRun) = (settings, dryRun)
        let record = try await context.withSession(document.policy) { session in
            let drills = Drills(context: context, document: document, settings: settings, session: session)
            let request = try await drills.request(options)
            return dryRun ? try await drills.rehearse(request) : try await drills.run(request)
        }
        try context.render(record)
        return record.verdict.exitStatus
    }

    private func drillOptions(_ context: CommandContext) throws -> DrillOptions {
        var options = DrillOptions()
        if let at { options.selection = .pointInTime(at) }
        if let before { options.selection = .before(before) }
        if let snapshot { options.selection = .snapshot(snapshot) }
        if fresh { options.selection = .fresh }
        if newest { options.selection = .newest }
        options.copyRegion = fromRegion
        options.instance = instance
        options.warms = warm
        options.checksStructures = amcheck
        options.deadline = deadline.flatMap { TimeSpan($0) }
        options.mayShareSecurityGroups = shareSecurityGroups
        options.pollInterval = try context.pollInterval(settings.pollInterval)
        return options
    }
}
