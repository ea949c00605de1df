import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

/// Verifies what restore tests of AWS Backup have restored for one policy in one session, and answers them.
struct RestoreTestValidation: Sendable {
    let context: CommandContext
    let document: PolicyDocument
    let settings: DrillSettings
    let session: AWSSession

    private var tests: RestoreTests { RestoreTests(client: session.client) }

    /// Verifies what a job has restored, stores the evidence, and answers.
    ///
    /// - Throws: `CommandFailure` for a job that cannot be validated; then nothing is answered.
    ///
    /// - Parameter source: The ARN of what it is of, for when AWS Backup does not say it.
    func verify(_ id: String, of source: String? = nil) async throws -> DrillRecord {
        guard var job = try await tests.job(id) else {
            throw CommandFailure(
                .usage, "restore job \(id) not found in \(session.region)",
                hint: "choose the job's region with --region")
        }
        job.source = job.source ?? source
        let databases = try await databases()
        if let obstacle = RestoreTestReview.obstacle(to: job, of: databases) {
            throw CommandFailure(.refused, obstacle, hint: "AWS Backup was not answered")
        }
        guard let adopted = RestoreTestReview.adopted(job),
            let database = databases.first(where: { $0.arn == job.source })
        else {
            throw CommandFailure(.refused, "restore job \(id) has restored no database of RDS")
        }
        var options = DrillOptions()
        options.instance = database.name
        options.adopted = adopted
        let drills = Drills(context: context, document: document, settings: settings, session: session)
        let record = try await drills.run(try await drills.request(options))
        // Where nothing was looked at there is nothing to answer: the test ends as not validated.
        if record.recoveryPoint != nil, record.verdict != .refused, record.verdict != .interrupted {
            try await tests.answer(
                id, isVerified: record.verdict == .verified, "\(record.drill): \(record.summary)")
            context.console.say("Answered restore job \(id)")
        }
        return record
    }

    /// Verifies every job that waits for its answer, the oldest first. One that cannot be verified keeps none of the others
    /// from their answers: the review after it shows what is still open.
    func verifyAll(since: Instant) async throws {
        let waiting = RestoreTestReview.waiting(
            try await tests.jobs(since: since), for: try await databases(), of: try await plans())
        for job in waiting {
            do {
                let record = try await verify(job.id, of: job.source)
                context.console.say("Restore job \(job.id): \(record.verdict.rawValue): \(record.summary)")
            } catch let error as CancellationError {
                throw error
            } catch {
                // Another poll, or the rule of EventBridge, may have answered it meanwhile.
                context.console.say("Restore job \(job.id): \(CommandFailure(error).message)")
            }
        }
    }

    /// What became of the restore tests of each database.
    func review(since: Instant) async throws -> [RestoreTestState] {
        RestoreTestReview.states(
            of: try await databases(), try await tests.jobs(since: since), of: try await plans(), now: context.now())
    }

    /// Where AWS Backup makes the drills, only the tests of the policy's own plan count.
    private func plans() async throws -> RestoreTestReview.Plans {
        guard document.policy.drill?.engine == .awsBackup else { return .any }
        guard let name = document.policy.restoreTestingPlan else { return .only(nil) }
        return .only(try await tests.plan(name))
    }

    /// The policy's databases with their ARNs. Where AWS Backup makes the drills, its tests are of instances only.
    private func databases() async throws -> [ResourceReference] {
        let selected = try await DrillSources(client: session.client).selected(by: document.policy)
        let place = Place(account: session.account, region: session.region)
        return selected.ids.compactMap { id in
            let kind: DatabaseKind = selected.clusters.contains(id) ? .cluster : .instance
            if kind == .cluster, document.policy.drill?.engine == .awsBackup { return nil }
            return ResourceReference(kind.resource, id, arn: place.arn("rds", kind.arnPart(id)))
        }
    }
}
