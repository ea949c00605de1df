package import RecoveryModel

/// Decides what restore tests of AWS Backup prove of each database.
package enum RestoreTestReview {
    /// A state for each database, in their order.
    ///
    /// - Parameters:
    ///   - databases: Each with its ARN.
    ///   - jobs: Those since the proof has to be made again, in any order; restores that somebody started do not count.
    package static func states(of databases: [ResourceReference], _ jobs: [RestoreTestJob]) -> [RestoreTestState] {
        let tests = Dictionary(grouping: jobs.filter { $0.plan != nil && $0.source != nil }) { $0.source ?? "" }
        return databases.map { database in
            let own = (tests[database.arn ?? ""] ?? []).sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
            return RestoreTestState(
                database: database, outcome: own.last.map(outcome) ?? .missing, job: own.last)
        }
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
        _ jobs: [RestoreTestJob], for databases: [ResourceReference]
    ) -> [RestoreTestJob] {
        jobs.filter { obstacle(to: $0, of: databases) == nil }
            .sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
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
