package import RecoveryModel

/// Decides what restore tests of AWS Backup prove of each database.
package enum RestoreTestReview {
    /// Whose tests count.
    package enum Plans: Hashable, Sendable {
        /// Those of every restore testing plan.
        case any
        /// Those of the plan with this ARN; of no plan at all without one.
        case only(String?)

        fileprivate func include(_ job: RestoreTestJob) -> Bool {
            switch self {
            case .any: job.plan != nil
            case .only(let arn): arn != nil && job.plan == arn
            }
        }
    }

    /// How long a restore may wait for its answer before an earlier proof no longer holds: who looks once a day finds it.
    package static let answerTime = TimeSpan(1, .days)

    /// A state for each database, in their order.
    ///
    /// - Parameters:
    ///   - databases: Each with its ARN.
    ///   - jobs: Those since the proof has to be made again, in any order; restores that somebody started do not count.
    package static func states(
        of databases: [ResourceReference], _ jobs: [RestoreTestJob], of plans: Plans, now: Instant
    ) -> [RestoreTestState] {
        let tests = attributed(jobs.filter(plans.include))
        let own = Dictionary(grouping: tests.filter { $0.source != nil }) { $0.source ?? "" }
        let strays = tests.filter { $0.source == nil }
        return databases.map { database in
            let certain = state(of: database, own[database.arn ?? ""] ?? [], now)
            // What may be a test of the database, and would change what is proven, leaves it open.
            let stray = strays.first { stray in
                state(of: database, (own[database.arn ?? ""] ?? []) + [stray], now).outcome != certain.outcome
            }
            return stray.map { RestoreTestState(database: database, outcome: .unknown, job: $0) } ?? certain
        }
    }

    /// A test that was validated holds until a later one fails: one that runs, or was restored just now, says nothing yet.
    private static func state(
        of database: ResourceReference, _ jobs: [RestoreTestJob], _ now: Instant
    ) -> RestoreTestState {
        let jobs = jobs.sorted(by: isEarlier)
        func state(_ job: RestoreTestJob?) -> RestoreTestState {
            RestoreTestState(database: database, outcome: job.map(outcome) ?? .missing, job: job)
        }
        guard let proof = jobs.lastIndex(where: { outcome(of: $0) == .proven }) else { return state(jobs.last) }
        let later = jobs[(proof + 1)...]
        let failed = later.last { outcome(of: $0) == .failed }
        let neglected = later.last { job in
            outcome(of: job) == .unvalidated && now - (job.completedAt ?? job.startedAt) > Double(answerTime.seconds)
        }
        return state(failed ?? neglected ?? jobs[proof])
    }

    /// Jobs with what they are of, where another job of the same recovery point tells it; sorted by their beginning.
    private static func attributed(_ jobs: [RestoreTestJob]) -> [RestoreTestJob] {
        let named = jobs.filter { $0.source != nil }
        let sources = Dictionary(named.map { ($0.recoveryPoint, $0.source) }) { first, _ in first }
        return jobs.sorted(by: isEarlier).map { job in
            var job = job
            job.source = job.source ?? sources[job.recoveryPoint] ?? nil
            return job
        }
    }

    private static func isEarlier(_ left: RestoreTestJob, _ right: RestoreTestJob) -> Bool {
        (left.startedAt, left.id) < (right.startedAt, right.id)
    }

    private static func outcome(of job: RestoreTestJob) -> RestoreTestState.Outcome {
        switch job.status {
        case "PENDING", "RUNNING", "CREATED": return .running
        case "COMPLETED": break
        // What failed, was aborted, or has a status that is not known.
        default: return .failed
        }
        switch job.validation {
        case "SUCCESSFUL"?: return .proven
        case nil, "VALIDATING"?: return .unvalidated
        default: return .failed
        }
    }

    /// The tests of these databases that have restored something and wait for an answer, the oldest first.
    package static func waiting(
        _ jobs: [RestoreTestJob], for databases: [ResourceReference], of plans: Plans
    ) -> [RestoreTestJob] {
        attributed(jobs.filter(plans.include)).filter { obstacle(to: $0, of: databases) == nil }
    }

    /// Why a job cannot be validated, for people; nil when it can.
    package static func obstacle(to job: RestoreTestJob, of databases: [ResourceReference]) -> String? {
        guard job.plan != nil else {
            return "restore job \(job.id) is of no restore testing plan: AWS Backup takes no validation of others"
        }
        guard let source = job.source else { return "AWS Backup does not say what restore job \(job.id) is of" }
        guard databases.contains(where: { $0.arn == source }) else {
            return "restore job \(job.id) is of \(source), which the policy does not select"
        }
        guard job.status == "COMPLETED", job.created != nil, job.completedAt != nil else {
            return "restore job \(job.id) is \(job.status)\(job.message.map { ": \($0)" } ?? "")"
        }
        if let deletion = job.deletion {
            return "AWS Backup has begun to delete what restore job \(job.id) created (\(deletion))"
        }
        if let validation = job.validation, validation != "VALIDATING" {
            return "restore job \(job.id) is validated already: \(validation)"
        }
        return nil
    }

    /// The restore to verify; nil for one whose ARNs are no RDS database's and snapshot's.
    package static func adopted(_ job: RestoreTestJob) -> AdoptedRestore? {
        guard let database = job.created.flatMap({ name(in: $0, after: ["db", "cluster"]) }),
            let snapshot = name(in: job.recoveryPoint, after: ["snapshot", "cluster-snapshot"]),
            let end = job.completedAt
        else { return nil }
        return AdoptedRestore(
            job: job.id, snapshot: snapshot, database: database, time: job.pointCreatedAt,
            milliseconds: max(0, end.milliseconds - job.startedAt.milliseconds))
    }

    /// Such as `awsbackup:job-1` in `arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-1`.
    private static func name(in arn: String, after types: [String]) -> String? {
        let parts = arn.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 7, parts[2] == "rds", types.contains(parts[5]), !parts[6].isEmpty else { return nil }
        return parts[6]
    }
}
