package import ArgumentParser
import RecoveryModel
package import RecoveryReports
import RecoveryRuntime

/// `drctl evidence show`: shows one record in full.
package struct EvidenceShowCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a record in full, the newest by default",
        discussion: """
              $ drctl evidence show knowledge-base 3 --output markdown
            """)

    package static var reports: Report.Kind { .drill }

    @OptionGroup package var global: EvidenceVerbOptions
    @OptionGroup package var places: EvidenceOptions

    @Argument(help: ArgumentHelp("The policy's name.", valueName: "policy"))
    package var policyName: String

    @Argument(help: ArgumentHelp("The record's number.", valueName: "number"))
    package var number: Int?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let (name, number) = (policyName, number)
        let requests = try context.evidenceRequests(places.source)
        guard let request = requests.first(where: { $0.policies?.contains(name) ?? true }) else {
            let named = requests.flatMap { $0.policies ?? [] }.sorted()
            throw CommandFailure(
                .usage, "--policy names no policy \(name)",
                hint: Spelling.hint(for: name, in: named) ?? "it names \(CountText.list(named))")
        }
        let (record, test, chain, policies) = try await context.withEvidence(request.source) { store, trust in
            let reading = try await store.reading(of: name, by: trust, at: context.now())
            let record = reading.drills.last { number == nil || $0.sequence == number }?.record
            // The newest record is that of a drill, unless a number names another one.
            let test = reading.alarmTests.last { number != nil && $0.sequence == number }?.record
            let isMissing = record == nil && test == nil
            return (record, test, reading.verification, isMissing ? try await store.policies() : [])
        }
        if let test {
            let target = TargetName(policy: test.policy, account: test.account, region: test.region)
            try context.render(AlarmTestReport(Run([.init(target, .done(test))])))
            return context.complain(of: [chain])
        }
        guard let record else {
            if let problem = chain.findings.first(where: { number == nil || $0.sequence == number }) {
                throw CommandFailure(
                    .incomplete, "failed to read the evidence of \(name): \(problem)",
                    hint: "run `drctl evidence verify`")
            }
            let wanted = number.map { "record \($0)" } ?? "evidence"
            let meant = policies.contains(name) ? nil : Spelling.hint(for: name, in: policies)
            throw CommandFailure(
                .usage, "\(wanted) of policy \(name) not found", hint: meant ?? "run `drctl evidence list`")
        }
        try context.render(record, verbose: true)
        return context.complain(of: [chain])
    }
}
