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
            a rule of EventBridge has it done (templates/restore-test-validation.json). Without it: whether a restore
            test of every database was validated within `drill.every`; AWS Backup passes over in silence what it does
            not test. Exit code 0: verified, or all proven; 3: not verified, or not proven; 5: refused, without an answer.

              $ drctl drill validate --restore-job 1A2B3C4D-5678 --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .drill }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var settings: DrillSettings

    @Option(
        name: .customLong("restore-job"),
        help: ArgumentHelp("The restore job of AWS Backup to verify and to answer.", valueName: "id"))
    package var restoreJob: String?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        guard let restoreJob else { return try await review(context) }
        let document = try context.loadPolicy(of: nil)
        let settings = settings
        let record = try await context.withTarget(of: document) { part, target -> DrillRecord in
            let tests = RestoreTests(client: target.session.client)
            guard let job = try await tests.job(restoreJob) else {
                throw CommandFailure(
                    .usage, "restore job \(restoreJob) not found in \(target.session.region)",
                    hint: "choose the job's region with --region")
            }
            let databases = try await Self.databases(of: part, target.session)
            if let obstacle = RestoreTestReview.obstacle(to: job, of: databases) {
                throw CommandFailure(.refused, obstacle, hint: "AWS Backup was not answered")
            }
            guard let adopted = RestoreTestReview.adopted(job),
                let database = databases.first(where: { $0.arn == job.source })
            else {
                throw CommandFailure(.refused, "restore job \(restoreJob) has restored no database of RDS")
            }
            var options = DrillOptions()
            options.instance = database.name
            options.adopted = adopted
            let drills = Drills(context: context, document: part, settings: settings, session: target.session)
            let record = try await drills.run(try await drills.request(options))
            // Where nothing was looked at there is nothing to answer: the test ends as not validated.
            if record.recoveryPoint != nil, record.verdict != .refused, record.verdict != .interrupted {
                try await tests.answer(
                    restoreJob, isVerified: record.verdict == .verified, "\(record.drill): \(record.summary)")
                context.console.say("Answered restore job \(restoreJob)")
            }
            return record
        }
        try context.render(record)
        return record.verdict.exitStatus
    }

    /// Whether every database was tested within `drill.every`.
    private func review(_ context: CommandContext) async throws -> ExitStatus {
        var all: [RestoreTestState] = []
        for document in try context.loadPolicies() {
            guard let every = document.policy.drill?.every else {
                throw CommandFailure(
                    .usage, "policy \(document.policy.name) does not say how often a drill is due",
                    hint: "set `drill.every`, or name a job with --restore-job")
            }
            let since = context.now() - every
            all += try await context.withTarget(of: document) { part, target -> [RestoreTestState] in
                let databases = try await Self.databases(of: part, target.session)
                let jobs = try await RestoreTests(client: target.session.client).jobs(since: since)
                return RestoreTestReview.states(of: databases, jobs)
            }
        }
        let list = RestoreTestList(states: all)
        try context.render(list)
        return list.isProven ? .success : .notVerified
    }

    /// The policy's databases with their ARNs.
    private static func databases(
        of part: PolicyDocument, _ session: AWSSession
    ) async throws -> [ResourceReference] {
        let selected = try await DrillSources(client: session.client).selected(by: part.policy)
        let place = Place(account: session.account, region: session.region)
        return selected.ids.map { id in
            let kind: DatabaseKind = selected.clusters.contains(id) ? .cluster : .instance
            return ResourceReference(kind.resource, id, arn: place.arn("rds", kind.arnPart(id)))
        }
    }
}
