package import AWSCore
import AWSServices
package import RecoveryModel

/// The restore jobs of AWS Backup, and its question whether they are any good.
package struct RestoreTests: Sendable {
    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// One job; nil when there is none of that id.
    package func job(_ id: String) async throws -> RestoreTestJob? {
        do {
            let output = try await client.send(Backup.describeRestoreJob, .init(restoreJobId: id))
            var job = RestoreTestJob(
                id: id, status: try output.status.required("Status").rawValue,
                recoveryPoint: try output.recoveryPointArn.required("RecoveryPointArn"),
                startedAt: Instant(milliseconds: try output.creationDate.required("CreationDate").milliseconds))
            job.message = output.statusMessage
            job.source = output.sourceResourceArn
            job.pointCreatedAt = output.recoveryPointCreationDate.map { Instant(milliseconds: $0.milliseconds) }
            job.created = output.createdResourceArn
            job.completedAt = output.completionDate.map { Instant(milliseconds: $0.milliseconds) }
            job.plan = output.createdBy?.restoreTestingPlanArn
            job.validation = output.validationStatus?.rawValue
            job.deletion = output.deletionStatus?.rawValue
            return job
        } catch let error as ClientError where error.code == "ResourceNotFoundException" {
            return nil
        }
    }

    /// The ARN of a restore testing plan; nil when there is none of that name.
    package func plan(_ name: String) async throws -> String? {
        do {
            let output = try await client.send(Backup.getRestoreTestingPlan, .init(restoreTestingPlanName: name))
            return try output.restoreTestingPlan.required("RestoreTestingPlan")
                .restoreTestingPlanArn.required("RestoreTestingPlanArn")
        } catch let error as ClientError where error.code == "ResourceNotFoundException" {
            return nil
        }
    }

    /// Every job since then, of restore tests and others.
    package func jobs(since: Instant) async throws -> [RestoreTestJob] {
        let input = Backup.ListRestoreJobsInput(byCreatedAfter: Timestamp(milliseconds: since.milliseconds))
        return try await client.pages(Backup.listRestoreJobsPages, input).collect {
            try $0.restoreJobs.required("RestoreJobs")
        }.map(RestoreTestJob.init(described:))
    }

    /// Tells AWS Backup what came of a restore, with a reason of at most 1,024 characters.
    package func answer(_ job: String, isVerified: Bool, _ reason: String) async throws {
        _ = try await client.send(
            Backup.putRestoreValidationResult,
            .init(
                restoreJobId: job, validationStatus: isVerified ? .successful : .failed,
                validationStatusMessage: String(reason.prefix(1_024))))
    }
}

extension RestoreTestJob {
    /// As ListRestoreJobs describes it.
    init(described member: Backup.RestoreJobsListMember) throws {
        self.init(
            id: try member.restoreJobId.required("RestoreJobId"),
            status: try member.status.required("Status").rawValue,
            recoveryPoint: try member.recoveryPointArn.required("RecoveryPointArn"),
            startedAt: Instant(milliseconds: try member.creationDate.required("CreationDate").milliseconds))
        message = member.statusMessage
        source = member.sourceResourceArn
        created = member.createdResourceArn
        completedAt = member.completionDate.map { Instant(milliseconds: $0.milliseconds) }
        plan = member.createdBy?.restoreTestingPlanArn
        validation = member.validationStatus?.rawValue
        deletion = member.deletionStatus?.rawValue
    }
}
