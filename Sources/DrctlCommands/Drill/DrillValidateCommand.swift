package import ArgumentParser
import RecoveryEngine
import RecoveryModel
package import RecoveryReports
import RecoveryRuntime

/// `drctl drill validate`: verifies what a restore test of AWS Backup has restored, and answers it.
package struct DrillValidateCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Verify a restore test of AWS Backup by the policy's checks, and answer it",
        discussion: """
            With --restore-job: verifies the restored database, stores the evidence, and tells AWS Backup the result, as
            a rule of EventBridge has it done (templates/restore-test-validation.json). With --all: the same for every
            restore test within `drill.every` that waits for its answer, as a job of each hour has it done. Then, and
            without either: whether a restore test of every database was validated within `drill.every`; AWS Backup
            passes over in silence what it does not test. Exit code 0: verified, or all proven; 3: not verified, or not
            proven; 5: refused, without an answer.

              $ drctl drill validate --restore-job 1A2B3C4D-5678 --policy policies/knowledge-base.yaml

              $ drctl drill validate --all --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .drill }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var settings: DrillSettings

    @Option(
        name: .customLong("restore-job"),
        help: ArgumentHelp("The restore job of AWS Backup to verify and to answer.", valueName: "id"))
    package var restoreJob: String?

    @Flag(help: "Verify and answer every restore test within `drill.every` that waits for its answer.")
    package var all = false

    package init() {}

    package func validate() throws {
        if all, restoreJob != nil { throw ValidationError("use only one of --restore-job and --all") }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        guard let restoreJob else { return try await review(context) }
        let document = try context.loadPolicy(of: nil)
        let settings = settings
        let record = try await context.withTarget(of: document) { part, target -> DrillRecord in
            let tests = RestoreTestValidation(
                context: context, document: part, settings: settings, session: target.session)
            return try await tests.verify(restoreJob)
        }
        try context.render(record)
        return record.verdict.exitStatus
    }

    /// Whether every database was tested within `drill.every`, after what waits was verified if that is asked for.
    private func review(_ context: CommandContext) async throws -> ExitStatus {
        var states: [RestoreTestState] = []
        for document in try context.loadPolicies() {
            guard let every = document.policy.drill?.every else {
                throw CommandFailure(
                    .usage, "policy \(document.policy.name) does not say how often a drill is due",
                    hint: "set `drill.every`, or name a job with --restore-job")
            }
            let since = context.now() - every
            let (settings, verifiesAll) = (settings, all)
            states += try await context.withTarget(of: document) { part, target -> [RestoreTestState] in
                let tests = RestoreTestValidation(
                    context: context, document: part, settings: settings, session: target.session)
                if verifiesAll { try await tests.verifyAll(since: since) }
                return try await tests.review(since: since)
            }
        }
        let list = RestoreTestList(states: states)
        try context.render(list)
        return list.isProven ? .success : .notVerified
    }
}
