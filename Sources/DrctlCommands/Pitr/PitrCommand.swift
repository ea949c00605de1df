package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl pitr`: shows which points in time can be restored, and which one to choose.
package struct PitrCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "pitr",
        abstract: "Show which points in time can be restored, and which one to choose",
        discussion: """
            Read-only.

              $ drctl pitr window --policy policies/knowledge-base.yaml
            """,
        subcommands: [PitrWindowCommand.self, PitrAdviseCommand.self])

    package init() {}
}

/// `drctl pitr window`: shows the restorable window.
package struct PitrWindowCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "window",
        abstract: "Show which points in time can be restored now",
        discussion: """
            Exit code 0: the window exists; 3: no point in time can be restored; 4: with --all, some could not be read.

              $ drctl pitr window --policy policies/knowledge-base.yaml
              $ drctl pitr window --all --policy policies
            """)

    @OptionGroup package var global: LookupOptions

    @Option(help: ArgumentHelp("The instance, if the policy selects several.", valueName: "id"))
    package var instance: String?

    @Flag(help: "Show the window of each database of the policies.")
    package var all = false

    package init() {}

    package func validate() throws {
        if all, instance != nil { throw ValidationError("--instance is about one database, --all about several") }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        if all { return try await context.allWindows() }
        let source = try await context.source(instance, of: try context.loadPolicy(of: instance)).instance
        let window = RestorableWindow(of: source)
        try context.render(window)
        return window.isOpen ? .success : .notVerified
    }
}

/// `drctl pitr advise`: answers the questions of a recovery with this database's figures.
package struct PitrAdviseCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "advise",
        abstract: "Advise how to recover, with this database's figures",
        discussion: """
            Exit code 0: the database can be recovered; 3: no recovery point exists.

              $ drctl pitr advise --event 2026-11-23T05:10:00Z --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: LookupOptions

    @Option(
        help: ArgumentHelp(
            "The time of the damage: RFC 3339, `15m ago`, or an event such as `last ModifyDBInstance`.",
            valueName: "time|event"))
    package var event: String?

    @Option(help: ArgumentHelp("The instance, if the policy selects several.", valueName: "id"))
    package var instance: String?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let document = try context.loadPolicy(of: instance)
        let now = context.now()
        let source = try await context.source(instance, of: document)
        var damage: (at: Instant, event: SourceEvent?)?
        if let event {
            if let instant = RelativeTime.instant(event, now: now) {
                damage = (instant, nil)
            } else if event.first?.isNumber == true, EventQuery(event)?.isID != true {
                throw CommandFailure(
                    .usage, "\"\(event)\" is not a time", hint: "use a time such as \(now) or `15m ago`")
            } else {
                let found = try await context.withTarget(of: document, database: instance) { _, target in
                    try await target.session.event(event, of: source.instance.id, source.instance.kind, now: now)
                }
                damage = (found.at, found)
            }
        }
        var advice = PITRAdvice.make(
            source.instance, snapshots: source.snapshots, event: damage?.at, policyFile: document.file, now: now)
        if let found = damage?.event {
            advice.steps.insert(.init(question: "What happened?", answer: "\(found)", commands: []), at: 0)
        }
        try context.render(advice)
        return advice.target != nil || advice.snapshot != nil ? .success : .notVerified
    }
}

extension CommandContext {
    /// The selected instance as it is now.
    ///
    /// - Throws: `CommandFailure`, `ClientError`.
    fileprivate func source(
        _ wanted: String?, of document: PolicyDocument
    ) async throws -> (instance: InstanceFacts, snapshots: [SnapshotFacts]) {
        try await withTarget(of: document, database: wanted) { part, target in
            let sources = DrillSources(client: target.session.client)
            let selected = try await sources.selected(by: part.policy)
            guard !selected.ids.isEmpty else {
                throw CommandFailure(
                    .refused,
                    "the selectors of policy \(part.policy.name) match no database in \(target.session.region)",
                    hint: "compare `databases[].select` with the databases there and their tags")
            }
            try selected.require(wanted, of: part.policy)
            guard let id = wanted ?? (selected.ids.count == 1 ? selected.ids[0] : nil) else {
                throw CommandFailure(
                    .usage, "the policy selects \(CountText.list(selected.ids))",
                    hint: "choose one with --instance ID")
            }
            let kind: DatabaseKind = selected.clusters.contains(id) ? .cluster : .instance
            guard let described = try await sources.described(id, kind) else {
                throw CommandFailure(.refused, "\(kind.rawValue) \(id) not found in \(target.name.region)")
            }
            return described
        }
    }
}
