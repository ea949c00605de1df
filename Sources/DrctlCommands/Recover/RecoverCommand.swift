import AWSNames
package import ArgumentParser
import RecoveryEngine
import RecoveryModel
package import RecoveryReports
import RecoveryRuntime

/// `drctl recover`: the real recovery.
package struct RecoverCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Recover a database for real, into production's own settings",
        discussion: """
            The machine of `drctl drill`, with another mission: production's name, network, class and settings, nothing
            deleted, and the names switched over when told to.

              $ drctl recover plan --policy policies/knowledge-base.yaml
            """,
        subcommands: [
            RecoverPlanCommand.self, RecoverApproveCommand.self, RecoverRunCommand.self, RecoverStatusCommand.self,
            RecoverResumeCommand.self, RecoverRollbackCommand.self,
        ])

    package init() {}
}

/// `drctl recover plan`: every guard, and what would be done.
package struct RecoverPlanCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Check everything and show what a recovery would do",
        discussion: """
            Changes nothing. Exit code 5: a guard refuses; 3: there is no recovery point.

              $ drctl recover plan --save recovery.json --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .drill }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var settings: DrillSettings
    @OptionGroup package var choice: RecoverOptions

    @Option(help: ArgumentHelp("Write the plan to this file, for `drctl recover run --plan`.", valueName: "file"))
    package var save: String?

    @Option(
        help: ArgumentHelp(
            "Sign the saved plan with this Ed25519 key, one of the policy's `recover.approvers`.", valueName: "file.pem"
        ))
    package var key: String?

    package init() {}

    package func validate() throws {
        if key != nil, save == nil { throw ValidationError("--key signs the plan that --save writes") }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let document = try context.loadPolicy(of: choice.instance)
        let (settings, instance) = (settings, choice.instance)
        let options = choice.values(try context.pollInterval(settings.pollInterval))
        let (record, plan) = try await context.withTarget(
            of: document, database: instance, elsewhere: choice.elsewhere
        ) { part, target in
            let recoveries = Recoveries(context: context, document: part, settings: settings, target: target)
            let request = try await recoveries.request(instance, options)
            let (record, order) = try await recoveries.rehearse(request)
            return (record, order.map { RecoveryPlan(request, $0, options, drctl: Drctl.version, at: context.now()) })
        }
        if let save, let plan {
            let bytes = try plan.encoded()
            try context.write(bytes, to: save)
            context.console.say("Plan: \(save)")
            if let key { try context.sign(save, bytes, with: key, of: document.policy) }
        }
        try context.render(record, verbose: true)
        return record.verdict.exitStatus
    }
}

/// `drctl recover run`: recovers.
package struct RecoverRunCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Restore into production's settings, verify, switch over when told to, and store the evidence",
        discussion: """
            Asks for the database's name. Exit code 0: recovered and verified; 3: not verified, a setting differs, or RTO or
            RPO was missed; 1: an operation failed; 5: refused before anything was changed.

              $ drctl recover run --policy policies/knowledge-base.yaml

            A database whose data is damaged, to just before the damage; the recovered one gets its name:

              $ drctl recover run --at 2026-11-23T05:09:59Z --even-though-healthy --switch rename --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .drill }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var settings: DrillSettings
    @OptionGroup package var choice: RecoverOptions

    @Option(help: ArgumentHelp("Do what this plan of `drctl recover plan --save` says.", valueName: "file"))
    package var plan: String?

    @Option(help: ArgumentHelp("The database's name, where nobody can type it.", valueName: "id"))
    package var confirm: String?

    package init() {}

    package func validate() throws {
        if plan != nil, !choice.isEmpty {
            throw ValidationError("--plan says what to recover: remove the other options")
        }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let read = try plan.map { try context.recoveryPlan($0) }
        let saved = read?.plan
        let instance = saved?.request.source ?? choice.instance
        let document = try context.loadPolicy(of: instance)
        try context.requireApproval(of: plan, read?.bytes, by: document.policy)
        let (settings, confirm, now) = (settings, confirm, context.now())
        let options = choice.values(try context.pollInterval(settings.pollInterval))
        let (region, elsewhere) = saved?.request.places ?? (nil, choice.elsewhere)
        let record = try await context.withTarget(
            of: document, database: instance, region: region, elsewhere: elsewhere
        ) { part, target in
            let recoveries = Recoveries(context: context, document: part, settings: settings, target: target)
            var request: DrillRequest
            if let saved {
                try saved.require(policy: part.policy.name, digest: part.digest, target.session, at: now)
                var again = saved.options
                (again.selection, again.pollInterval) = (nil, options.pollInterval)
                request = try await recoveries.request(saved.request.source, again)
                try saved.require(request.mission)
                // The names and the point are the plan's. Whatever else it says is the policy's, and is read from there.
                request.id = saved.request.id
                request.target.id = saved.request.target.id
                if let name = saved.request.mission?.oldName { request.mission?.oldName = name }
                (request.selection, request.event) = (saved.request.selection, saved.request.event)
                request.startedAt = now
            } else {
                request = try await recoveries.request(instance, options)
            }
            let (planned, order) = try await recoveries.rehearse(request)
            guard let order else { return planned }
            try saved?.require(order)
            context.console.say(planned.summary)
            try context.confirm(request.source, given: confirm, "\(request.source) is to be recovered")
            return try await recoveries.run(request)
        }
        try context.render(record)
        return record.verdict.exitStatus
    }
}

/// `drctl recover resume`: continues a recovery whose process ended.
package struct RecoverResumeCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Continue a recovery whose process was killed",
        discussion: """
            Continues the unfinished recovery of the policy from its ledger; what was confirmed is not asked again.

              $ drctl recover resume --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .drill }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var settings: DrillSettings

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let documents = try context.loadPolicies()
        let open = try documents.flatMap { document in
            try context.unfinishedRecoveries(of: document.policy.name).map { (document, $0.ledger, $0.machine) }
        }
        guard let (document, ledger, machine) = open.last else {
            throw CommandFailure(
                .refused,
                "no unfinished recovery of \(CountText.list(documents.map(\.policy.name))) found on this machine",
                hint: "a recovery is resumed where its ledger is: name that folder with --state")
        }
        guard open.count == 1 else {
            throw CommandFailure(
                .usage, "several recoveries are unfinished: \(CountText.list(open.map { "\($0.2.request.id)" }))",
                hint: "choose one of their policies with --policy")
        }
        let settings = settings
        let (region, elsewhere) = machine.request.places
        let record = try await context.withTarget(of: document, region: region, elsewhere: elsewhere) { part, target in
            let scope = machine.request.scope
            guard target.session.account == scope.account, target.session.region == scope.region else {
                throw CommandFailure(
                    .refused, "recovery \(machine.request.id) was begun in \(scope.account), \(scope.region)",
                    hint: "choose that account with --profile or --assume-role")
            }
            return try await Recoveries(context: context, document: part, settings: settings, target: target)
                .resume(ledger, machine)
        }
        try context.render(record)
        return record.verdict.exitStatus
    }
}

extension DrillRequest {
    /// The database's own region, and where it is recovered when that is another region or account.
    fileprivate var places: (region: Region?, elsewhere: WorkPlace?) {
        guard let home = mission?.home else { return (scope.region, nil) }
        let account = home.account == nil ? nil : scope.account
        return (home.region, WorkPlace(region: scope.region, account: account, former: home.account))
    }
}
