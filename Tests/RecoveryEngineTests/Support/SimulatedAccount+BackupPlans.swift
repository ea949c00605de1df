import RecoveryModel

extension SimulatedAccount {
    /// What AWS Backup refuses: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Operations.html
    mutating func make(_ change: BackupPlanChange, _ whole: Change) throws {
        switch change {
        case .createVault(let name, let key, _):
            guard inventory.backupVaults[name]?.vault.value ?? nil == nil else {
                throw Refused(whole, "AlreadyExistsException")
            }
            var vault = BackupVaultState.Vault(arn: "arn:aws:backup:us-east-1:123456789012:backup-vault:\(name)")
            if let key {
                let alias = String(key.dropFirst("alias/".count))
                guard let held = inventory.keys[alias]?.key.value ?? nil, held.state == "Enabled" else {
                    throw Refused(whole, "InvalidParameterValueException: the key cannot be used")
                }
                vault.encryptionKey = held.arn
            }
            vault.points = .known([])
            vault.isOwn = true
            inventory.backupVaults[name] = BackupVaultState(name: name, vault: .known(vault))
        case .putLock(let name, let lock, let coolingOff):
            guard case .known(var vault?) = inventory.backupVaults[name]?.vault else {
                throw Refused(whole, "ResourceNotFoundException")
            }
            try written(lock, over: vault.lock, whole)
            guard (lock.after.minimumDays ?? 1) >= 1, (lock.after.maximumDays ?? 36_500) <= 36_500,
                (lock.after.minimumDays ?? 1) <= lock.after.maximumDays ?? .max,
                coolingOff ?? 3 >= 3, lock.after.isCompliance == (coolingOff != nil)
            else { throw Refused(whole, "InvalidParameterValueException") }
            vault.lock = lock.after
            inventory.backupVaults[name]?.vault = .known(vault)
        case .create(let name, let document, _):
            guard inventory.backupPlans[name]?.plan.value ?? nil == nil else {
                throw Refused(whole, "AlreadyExistsException")
            }
            try requireVaults(document, whole)
            inventory.backupPlans[name] = BackupPlanState(
                name: name,
                plan: .known(
                    .init(
                        id: "plan-\(name)", arn: "arn:aws:backup:us-east-1:123456789012:backup-plan:plan-\(name)",
                        document: .known(document), selections: .known([]))))
        case .update(let name, let id, let document):
            guard case .known(var plan?) = inventory.backupPlans[name]?.plan, plan.id == id else {
                throw Refused(whole, "ResourceNotFoundException")
            }
            try written(document, over: plan.document.value, whole)
            try requireVaults(document.after, whole)
            plan.document = .known(document.after)
            inventory.backupPlans[name]?.plan = .known(plan)
        case .select(let name, _, let selection):
            guard case .known(var plan?) = inventory.backupPlans[name]?.plan else {
                throw Refused(whole, "ResourceNotFoundException")
            }
            let role = selection.role.split(separator: "/").last.map(String.init) ?? ""
            guard case .known(.some) = inventory.roles[role]?.role else {
                throw Refused(whole, "InvalidParameterValueException: IAM Role is not valid")
            }
            guard selection.name.count <= 50 else { throw Refused(whole, "InvalidParameterValueException") }
            plan.selections = plan.selections.map { $0 + [selection] }
            inventory.backupPlans[name]?.plan = .known(plan)
        }
    }

    private func requireVaults(_ document: BackupPlanDocument, _ change: Change) throws {
        guard !document.rules.isEmpty else { throw Refused(change, "InvalidParameterValueException: no rule") }
        for rule in document.rules {
            guard case .known(.some) = inventory.backupVaults[rule.vault]?.vault else {
                throw Refused(change, "ResourceNotFoundException: \(rule.vault)")
            }
        }
    }
}
