import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

/// The calls of a drill that restores from a vault of AWS Backup, each of which can be repeated safely.
///
/// https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-rds.html
struct VaultRestore: Sendable {
    let client: AWSClient

    /// The recovery points of a database in a vault, as facts about snapshots.
    ///
    /// - Parameter arn: The database's.
    func points(of source: InstanceFacts, _ arn: String, in vault: String) async throws -> [SnapshotFacts] {
        let (name, account) = VaultedRecoveryPoint.place(vault)
        var input = Backup.ListRecoveryPointsByBackupVaultInput(backupVaultName: name)
        input.backupVaultAccountId = account
        input.byResourceArn = arn
        return try await client.pages(Backup.listRecoveryPointsByBackupVaultPages, input).collect { page in
            page.recoveryPoints ?? []
        }.compactMap { point in
            guard let id = point.recoveryPointArn, let status = point.status else { return nil }
            // What the vault says of another database is not taken for this one's.
            guard point.resourceArn == arn else { return nil }
            var facts = SnapshotFacts(
                id: id, type: VaultedRecoveryPoint.type,
                status: status == .completed ? "available" : status.rawValue.lowercased(),
                createdAt: point.creationDate.map { Instant(milliseconds: $0.milliseconds) }, engine: source.engine,
                instance: source.id)
            facts.encryptionKey = point.encryptionKeyType == .awsOwnedKmsKey ? nil : point.encryptionKeyArn
            return facts
        }
    }

    /// What keeps AWS Backup from restoring with a role.
    ///
    /// - Parameter arn: The role's.
    /// - Throws: `CancellationError`.
    func faults(ofRole arn: String, _ scope: DrillScope) async throws -> Collected<[String]> {
        let name = arn.split(separator: "/").last.map(String.init) ?? arn
        return try await RoleObservation(observer: Observer(client: client)).trust(of: name).flatMap {
            VaultedRecoveryPoint.faults(ofRole: arn, trust: $0, scope)
        }
    }

    /// Asks AWS Backup to restore; the same job for the same target.
    ///
    /// - Returns: The job's id.
    func start(_ order: RestoreOrder) async throws -> String {
        guard let point = order.point.snapshot else {
            throw DrillProblem(phase: .restore, operation: "backup:StartRestoreJob", reason: "no recovery point")
        }
        var input = Backup.StartRestoreJobInput(recoveryPointArn: point, metadata: order.restoreMetadata)
        input.iamRoleArn = order.restoreRole
        input.resourceType = "RDS"
        input.idempotencyToken = order.target
        input.copySourceTagsToRestoredResource = false
        let output = try await client.send(Backup.startRestoreJob, input)
        guard let job = output.restoreJobId else {
            throw DrillProblem(phase: .restore, operation: "backup:StartRestoreJob", reason: "no job was returned")
        }
        return job
    }

    /// Tags what AWS Backup has restored as the drill's, once it is there: teardown deletes nothing without its tags.
    ///
    /// - Returns: False while it is not there.
    /// - Throws: `DrillProblem` when the job has failed.
    func adopt(_ order: RestoreOrder, of job: String) async throws -> Bool {
        let state = try await client.send(Backup.describeRestoreJob, .init(restoreJobId: job))
        if let status = state.status, [.aborted, .failed].contains(status) {
            throw DrillProblem(
                phase: .restore, operation: "backup:StartRestoreJob",
                reason: "job \(job) is \(status.rawValue): \(state.statusMessage ?? "no reason given")")
        }
        guard let arn = state.createdResourceArn, Self.isTarget(arn, order) else { return false }
        try await tag(arn, order)
        return true
    }

    /// Whether a job of this order may still create its target: of a drill that ends before it has seen what was restored.
    /// What a job has created gets the drill's tags, so that it can be deleted.
    ///
    /// - Parameter since: When the drill began.
    func isPending(_ order: RestoreOrder, since: Instant) async throws -> Bool {
        // By AWS's clock, which may be behind this machine's.
        let after = since - TimeSpan(1, .hours)
        let all = try await client.pages(
            Backup.listRestoreJobsPages, .init(byCreatedAfter: Timestamp(milliseconds: after.milliseconds))
        ).collect { $0.restoreJobs ?? [] }
        let own = all.filter { $0.recoveryPointArn == order.point.snapshot && $0.iamRoleArn == order.restoreRole }
        if let arn = own.compactMap(\.createdResourceArn).first(where: { Self.isTarget($0, order) }) {
            try await tag(arn, order)
            return false
        }
        // Of a job that has created nothing yet nobody can tell whose it is.
        return own.contains { job in
            job.createdResourceArn == nil && ![.aborted, .failed, .completed].contains(job.status)
        }
    }

    private static func isTarget(_ arn: String, _ order: RestoreOrder) -> Bool {
        ARN(arn)?.resource == "db:\(order.target)"
    }

    private func tag(_ arn: String, _ order: RestoreOrder) async throws {
        do {
            _ = try await client.send(RDS.addTagsToResource, .init(resourceName: arn, tags: order.tags.rdsTags))
        } catch let error as ClientError where error.code == "DBInstanceNotFound" {
            // It was deleted since.
        }
    }
}

extension RestoreOrder {
    /// Every setting of the restore, in the words of AWS Backup, which are those of RDS's call.
    var restoreMetadata: [String: String] {
        func text(_ flag: Bool?) -> String { flag == true ? "true" : "false" }
        let groups = securityGroups.map { "\"\($0)\"" }.joined(separator: ",")
        var metadata = [
            "DBInstanceIdentifier": target, "DBInstanceClass": instanceClass, "DBSubnetGroupName": subnetGroup,
            "VpcSecurityGroupIds": "[\(groups)]", "MultiAZ": text(settings?.multiAZ),
            "PubliclyAccessible": text(publiclyAccessible), "DeletionProtection": text(deletionProtection),
            "AutoMinorVersionUpgrade": text(settings?.minorVersionUpgrades),
            "CopyTagsToSnapshot": text(settings?.copiesTags),
            "EnableIAMDatabaseAuthentication": text(iamAuthentication),
        ]
        metadata["DBParameterGroupName"] = DrillCalls.given(parameterGroup)
        metadata["OptionGroupName"] = DrillCalls.given(optionGroup)
        metadata["StorageType"] = settings?.storageType
        metadata["Port"] = settings?.port.map { "\($0)" }
        metadata["Iops"] = iops.map { "\($0)" }
        return metadata
    }
}
