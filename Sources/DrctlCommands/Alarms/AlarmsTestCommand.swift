package import ArgumentParser
import FoundationEssentials
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl alarms test`: makes the alarms go off, and looks how far their alerts come.
package struct AlarmsTestCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Set each alarm to ALARM, and see whether its alert arrives",
        discussion: """
            Subscribers are notified, and read in the alert that it is a test. Each alarm's former state is put back, also
            after an error or a signal. Refused when an alarm, a composite alarm that follows it, or the topic does more
            than notify, or what they do cannot be read, unless --fire.
            Exit code 0: every alert came as far as was asked for; 3: a link is broken; 4: something could not be seen; 5:
            refused before anything was changed; 6: something could not be put back.

              $ drctl alarms test --probe --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions

    @Option(help: ArgumentHelp("Only this alarm; may be repeated.", valueName: "name"))
    package var alarm: [String] = []

    @Flag(help: "Subscribe a temporary SQS queue, and see each message arrive.")
    package var probe = false

    @Flag(help: "Test what does more than notify, or may, too.")
    package var fire = false

    @Option(
        help: ArgumentHelp(
            "How long to wait for an action, and again for its message (default: 60).", valueName: "seconds"))
    package var wait = 60.0

    @Option(
        name: .customLong("poll-interval"),
        help: ArgumentHelp("The time between two looks (default: 2).", valueName: "seconds"))
    package var pollInterval: Double?

    @OptionGroup package var location: EvidencePlaceOption

    @Option(
        name: .customLong("signing-key"),
        help: ArgumentHelp(
            "Sign evidence with this Ed25519 key (default: $DRCTL_SIGNING_KEY, a path, secret or PEM text, or the policy's).",
            valueName: "file.pem|secretsmanager:name"))
    package var signingKey: String?

    package init() {}

    package func validate() throws {
        if !(0.1...900).contains(wait) { throw ValidationError("--wait must be between 0.1 and 900 seconds") }
        if let pollInterval, pollInterval < 0.01 { throw ValidationError("--poll-interval must be at least 0.01") }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let policies = try context.loadPolicies().map(\.policy)
        let test = AlarmTest(
            context: context, alarms: alarm, usesProbe: probe, fires: fire, wait: Int(wait * 1_000),
            pause: try context.pollInterval(pollInterval), evidence: location.evidence, signingKey: signingKey)
        // One target after the other: CloudWatch allows few of these calls, and people are notified by each.
        let outcome = try await context.withTargets(RunPolicies(policies: policies)) { run in
            let chosen = try await test.choose(run)
            var entries: [RunOutcome<AlarmTestRecord>.Entry] = []
            for planned in run.list.targets {
                entries.append(
                    try await run.entry(planned) { target in
                        let record = try await test.run(target, chosen)
                        return (record, test.status(of: record))
                    })
            }
            return run.outcome(entries)
        }
        try context.renderForCertain(Report(AlarmTestReport(outcome.run)))
        context.complain(of: outcome.run.failures)
        let statuses = outcome.run.values.map(test.status)
        // What is left behind and what is broken is not covered up by another target's failure.
        if statuses.contains(.cleanupFailed) { return .cleanupFailed }
        return statuses.contains(.notVerified) ? .notVerified : outcome.status
    }
}
