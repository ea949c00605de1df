import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

extension Observation {
    /// Vaults with what is in them, and plans with their rules and selections.
    static let backupPlans = Observation(kinds: [.backupVault, .backupPlan]) { place in
        let (vaults, policies) = (place.target.backupVaults.map(\.name), place.target.policy.backupPlans)
        let plans = policies.map(\.name)
        guard !vaults.isEmpty || !plans.isEmpty else { return { _ in } }
        let observation = BackupPlanObservation(observer: place.observer)
        async let seenVaults = observation.vaults(vaults)
        async let seenPlans = observation.plans(plans)
        let allVaults = try await seenVaults
        var allPlans = try await seenPlans
        let here = place.target.place
        for (index, policy) in zip(allPlans.indices, policies) {
            allPlans[index].copies = try await observation.copies(
                in: policy.copyVaults(in: here), own: Set(policy.ownCopyVaults(in: here)))
        }
        // Roles of others that selections name.
        let known = Set(place.target.serviceRoles + place.target.policy.roles.map(\.name))
        let strangers = Set(
            allPlans.flatMap { ($0.plan.value ?? nil)?.selections.value ?? [] }.map(\.roleName)
        ).subtracting(known).sorted()
        let roles = try await RoleObservation(observer: place.observer).whole(strangers)
        return { [allPlans] inventory in
            for vault in allVaults { inventory.backupVaults[vault.name] = vault }
            for plan in allPlans { inventory.backupPlans[plan.name] = plan }
            for role in roles { inventory.roles[role.name] = role }
        }
    }
}

/// Reads vaults and plans of AWS Backup.
struct BackupPlanObservation: Sendable {
    let observer: Observer

    /// Vaults by name. The list tells which are there: of one that is not, DescribeBackupVault says that access is denied.
    func vaults(_ names: [String]) async throws -> [BackupVaultState] {
        guard !names.isEmpty else { return [] }
        let listed = try await list()
        return try await observer.each(names) { name in
            guard case .known(let all) = listed, let member = all.first(where: { $0.backupVaultName == name }) else {
                return BackupVaultState(name: name, vault: listed.map { _ in nil })
            }
            guard let arn = member.backupVaultArn else {
                return BackupVaultState(
                    name: name,
                    vault: .unavailable(
                        CollectionFailure(
                            operation: "backup:ListBackupVaults", reason: "the answer has no BackupVaultArn")))
            }
            var vault = BackupVaultState.Vault(arn: arn)
            vault.encryptionKey = member.encryptionKeyArn
            vault.lock = member.lock
            vault.lockDate = member.lockDate.map { Instant(milliseconds: $0.milliseconds) }
            vault.isOwn = member.isOwn
            vault.points = try await points(in: name)
            return BackupVaultState(name: name, vault: .known(vault))
        }
    }

    /// The lock of a vault, nil when it has none or is missing, and whether somebody else than drctl has made the vault.
    func lock(of vault: String) async throws -> Collected<(lock: VaultLock?, isOfOthers: Bool)> {
        try await list().map { all in
            let member = all.first { $0.backupVaultName == vault }
            return (member?.lock, member?.isOwn == false)
        }
    }

    private func list() async throws -> Collected<[Backup.BackupVaultListMember]> {
        try await observer.list(Backup.listBackupVaultsPages, .init()) {
            try $0.backupVaultList.required("BackupVaultList")
        }
    }

    func points(in vault: String) async throws -> Collected<[RecoveryPointInVault]> {
        try await observer.list(
            Backup.listRecoveryPointsByBackupVaultPages, .init(backupVaultName: vault, maxResults: 1_000)
        ) { page in
            try page.recoveryPoints.required("RecoveryPoints").map { point in
                var known = RecoveryPointInVault(
                    arn: try point.recoveryPointArn.required("RecoveryPointArn"),
                    resource: try point.resourceArn.required("ResourceArn"),
                    createdAt: Instant(milliseconds: try point.creationDate.required("CreationDate").milliseconds),
                    status: try point.status.required("Status").rawValue, isEncrypted: point.isEncrypted)
                known.encryptionKey = point.encryptionKeyArn
                known.plan = point.createdBy?.backupPlanId
                known.planName = point.createdBy?.backupPlanName
                return known
            }
        }
    }

    /// Plans by name, which two may share: then neither is meant.
    func plans(_ names: [String]) async throws -> [BackupPlanState] {
        guard !names.isEmpty else { return [] }
        let listed = try await observer.list(Backup.listBackupPlansPages, .init()) {
            try $0.backupPlansList.required("BackupPlansList")
        }
        return try await observer.each(names) { name in
            guard case .known(let all) = listed else {
                return BackupPlanState(name: name, plan: listed.map { _ in nil })
            }
            let own = all.filter { $0.backupPlanName == name && $0.deletionDate == nil }
            guard own.count < 2, let id = own.first?.backupPlanId, let arn = own.first?.backupPlanArn else {
                let reason =
                    own.isEmpty ? nil : own.count == 1 ? "a plan has no id" : "\(own.count) plans have the name"
                return BackupPlanState(
                    name: name,
                    plan: reason.map {
                        .unavailable(CollectionFailure(operation: "backup:ListBackupPlans", reason: $0))
                    } ?? .known(nil))
            }
            async let document = document(of: id)
            async let selections = selections(of: id)
            return BackupPlanState(
                name: name,
                plan: .known(.init(id: id, arn: arn, document: try await document, selections: try await selections)))
        }
    }

    /// The rules of a plan.
    func document(of id: String) async throws -> Collected<BackupPlanDocument> {
        try await observer.ask(Backup.getBackupPlan, .init(backupPlanId: id)) { output in
            let plan = try output.backupPlan.required("BackupPlan")
            let others = [
                "AdvancedBackupSettings": plan.advancedBackupSettings?.isEmpty == false,
                "ScanSettings": plan.scanSettings?.isEmpty == false,
            ]
            return BackupPlanDocument(
                rules: try plan.rules.map(BackupPlanRule.init(described:)),
                foreign: others.filter(\.value).keys.sorted())
        }
    }

    private func selections(of plan: String) async throws -> Collected<[BackupSelection]> {
        let listed = try await observer.list(Backup.listBackupSelectionsPages, .init(backupPlanId: plan)) {
            try $0.backupSelectionsList.required("BackupSelectionsList").map {
                try $0.selectionId.required("SelectionId")
            }
        }
        guard case .known(let ids) = listed else { return listed.map { _ in [] } }
        var selections: [BackupSelection] = []
        for id in ids {
            let got = try await observer.ask(
                Backup.getBackupSelection, .init(backupPlanId: plan, selectionId: id)
            ) { try BackupSelection(described: $0.backupSelection.required("BackupSelection"), id: id) }
            switch got {
            case .known(let selection): selections.append(selection)
            case .unavailable(let failure): return .unavailable(failure)
            }
        }
        return .known(selections)
    }
}

extension Backup.BackupVaultListMember {
    /// The request that made it tells who did: its tags are not in the list.
    fileprivate var isOwn: Bool { creatorRequestId?.hasPrefix("drctl-") == true }

    /// Without a lock date the lock is in governance mode.
    fileprivate var lock: VaultLock? {
        guard locked == true else { return nil }
        return VaultLock(
            minimumDays: minRetentionDays, maximumDays: maxRetentionDays, isCompliance: lockDate != nil)
    }
}

extension BackupPlanRule {
    fileprivate init(described rule: Backup.BackupRule) throws {
        self.init(
            name: try rule.ruleName.required("RuleName"), vault: rule.targetBackupVaultName,
            schedule: rule.scheduleExpression, deleteAfterDays: rule.lifecycle?.deleteAfterDays)
        timeZone = rule.scheduleExpressionTimezone ?? timeZone
        startMinutes = rule.startWindowMinutes ?? startMinutes
        completionMinutes = rule.completionWindowMinutes ?? completionMinutes
        coldAfterDays = rule.lifecycle?.moveToColdStorageAfterDays
        isContinuous = rule.enableContinuousBackup ?? false
        tags = rule.recoveryPointTags ?? [:]
        copies = try (rule.copyActions ?? []).map {
            Copy(
                vault: try $0.destinationBackupVaultArn.required("DestinationBackupVaultArn"),
                deleteAfterDays: $0.lifecycle?.deleteAfterDays,
                coldAfterDays: $0.lifecycle?.moveToColdStorageAfterDays)
        }
        let others = [
            "TargetLogicallyAirGappedBackupVaultArn": rule.targetLogicallyAirGappedBackupVaultArn != nil,
            "IndexActions": rule.indexActions?.isEmpty == false, "ScanActions": rule.scanActions?.isEmpty == false,
            "DeleteAfterEvent": rule.lifecycle?.deleteAfterEvent != nil,
            "OptInToArchiveForSupportedResources": rule.lifecycle?.optInToArchiveForSupportedResources == true,
            "CopyActions DeleteAfterEvent": (rule.copyActions ?? []).contains {
                $0.lifecycle?.deleteAfterEvent != nil
            },
        ]
        foreign = others.filter(\.value).keys.sorted()
    }
}

extension BackupSelection {
    fileprivate init(described selection: Backup.BackupSelection, id: String) throws {
        self.init(
            name: try selection.selectionName.required("SelectionName"),
            role: try selection.iamRoleArn.required("IamRoleArn"), resources: selection.resources ?? [])
        self.id = id
        notResources = selection.notResources ?? []
        anyTag = try (selection.listOfTags ?? []).map {
            TagCondition(
                .equals, key: Self.tagKey(try $0.conditionKey.required("ConditionKey")),
                value: try $0.conditionValue.required("ConditionValue"))
        }
        let lists: [(TagCondition.Operator, [Backup.ConditionParameter]?)] = [
            (.equals, selection.conditions?.stringEquals), (.notEquals, selection.conditions?.stringNotEquals),
            (.like, selection.conditions?.stringLike), (.notLike, selection.conditions?.stringNotLike),
        ]
        conditions = try lists.flatMap { comparison, list in
            try (list ?? []).map {
                TagCondition(
                    comparison, key: Self.tagKey(try $0.conditionKey.required("ConditionKey")),
                    value: try $0.conditionValue.required("ConditionValue"))
            }
        }
    }

    private static func tagKey(_ key: String) -> String {
        key.hasPrefix("aws:ResourceTag/") ? String(key.dropFirst("aws:ResourceTag/".count)) : key
    }
}
