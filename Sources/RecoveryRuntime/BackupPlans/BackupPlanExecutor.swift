import AWSCore
import AWSServices
import Digests
import RecoveryModel

extension ChangeExecutor {
    func execute(_ change: BackupPlanChange, created: inout CreatedKeys) async throws {
        let reading = BackupPlanObservation(observer: observer)
        switch change {
        case .createVault(let name, let key, let tags):
            do {
                _ = try await client.send(
                    Backup.createBackupVault,
                    .init(
                        backupVaultName: name, backupVaultTags: tags, encryptionKeyArn: try await keyARN(key),
                        creatorRequestId: Self.requestID(name, "vault")))
            } catch let error as ClientError where error.code == "AlreadyExistsException" {
                // An earlier run was interrupted after this step; the steps that follow set what the vault must have.
            }
        case .putLock(let vault, let lock, let coolingOff):
            try await replace(lock, of: "the lock of vault \(vault)") {
                let found = try await reading.lock(of: vault)
                if case .known(let present) = found, present.isOfOthers, !isRehearsal {
                    throw MissingPrerequisite(
                        description: "vault \(vault) is not drctl's: a lock would fail the jobs of others")
                }
                return found.map(\.lock)
            } write: { next in
                _ = try await client.send(
                    Backup.putBackupVaultLockConfiguration,
                    .init(
                        backupVaultName: vault, minRetentionDays: next.minimumDays,
                        maxRetentionDays: next.maximumDays, changeableForDays: coolingOff))
            }
        case .create(let name, let document, let tags):
            let output = try await client.send(
                Backup.createBackupPlan,
                .init(
                    backupPlan: document.input(name: name), backupPlanTags: tags,
                    creatorRequestId: Self.requestID(name, document.digest)))
            created.planIDByName[name] = output.backupPlanId
        case .update(let name, let id, let document):
            try await replace(document, of: "the rules of backup plan \(name)") {
                try await reading.document(of: id).map { Optional($0) }
            } write: { next in
                _ = try await client.send(
                    Backup.updateBackupPlan, .init(backupPlanId: id, backupPlan: next.input(name: name)))
            }
        case .select(let plan, let known, let selection):
            guard let id = known ?? created.planIDByName[plan] else {
                throw MissingPrerequisite(description: "backup plan \(plan) was not created")
            }
            _ = try await client.send(
                Backup.createBackupSelection,
                .init(
                    backupPlanId: id, backupSelection: selection.input,
                    creatorRequestId: Self.requestID(plan, selection.name)))
        }
    }

    /// The same for the same request, so that one whose answer was lost is not made twice. AWS Backup takes at most 50
    /// characters.
    private static func requestID(_ name: String, _ content: String) -> String {
        "drctl-\(SHA256.hex("\(name)\n\(content)".utf8).prefix(32))"
    }

    /// AWS Backup takes keys by their own ARN, and not by that of an alias.
    private func keyARN(_ key: String?) async throws -> String? {
        guard let key else { return nil }
        return try await client.send(KMS.describeKey, .init(keyId: key)).keyMetadata.required("KeyMetadata").arn
    }
}

extension BackupPlanDocument {
    fileprivate func input(name: String) -> Backup.BackupPlanInput {
        Backup.BackupPlanInput(backupPlanName: name, rules: rules.map(\.input))
    }
}

extension BackupPlanRule {
    fileprivate var input: Backup.BackupRuleInput {
        Backup.BackupRuleInput(
            ruleName: name, targetBackupVaultName: vault, scheduleExpression: schedule,
            startWindowMinutes: startMinutes,
            completionWindowMinutes: completionMinutes,
            lifecycle: .init(moveToColdStorageAfterDays: coldAfterDays, deleteAfterDays: deleteAfterDays),
            recoveryPointTags: tags.isEmpty ? nil : tags,
            copyActions: copies.isEmpty
                ? nil
                : copies.map {
                    .init(
                        lifecycle: .init(
                            moveToColdStorageAfterDays: $0.coldAfterDays, deleteAfterDays: $0.deleteAfterDays),
                        destinationBackupVaultArn: $0.vault)
                },
            enableContinuousBackup: isContinuous ? true : nil, scheduleExpressionTimezone: timeZone)
    }
}

extension BackupSelection {
    fileprivate var input: Backup.BackupSelection {
        func list(_ comparison: TagCondition.Operator) -> [Backup.ConditionParameter]? {
            let own = conditions.filter { $0.comparison == comparison }
            return own.isEmpty
                ? nil : own.map { .init(conditionKey: "aws:ResourceTag/\($0.key)", conditionValue: $0.value) }
        }
        var input = Backup.BackupSelection(selectionName: name, iamRoleArn: role, resources: resources)
        if !notResources.isEmpty { input.notResources = notResources }
        if !conditions.isEmpty {
            input.conditions = .init(
                stringEquals: list(.equals), stringNotEquals: list(.notEquals), stringLike: list(.like),
                stringNotLike: list(.notLike))
        }
        if !anyTag.isEmpty {
            input.listOfTags = anyTag.map {
                .init(conditionType: .stringequals, conditionKey: $0.key, conditionValue: $0.value)
            }
        }
        return input
    }
}
