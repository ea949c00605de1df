import RecoveryModel

extension BackupVaultSubject {
    /// The vault as CloudFormation declares it.
    var fragments: [TemplateFragment] {
        var properties: [(String, JSONValue)] = [
            ("BackupVaultName", .string(state.name)),
            ("BackupVaultTags", .object(context.target.tags.mapValues(JSONValue.string))),
        ]
        if let key = policy.encryptionKey { properties.append(("EncryptionKeyArn", context.target.templateKey(key))) }
        if let lock = requiredLock {
            let cooling = lock.isCompliance ? policy.lock?.coolingOff.days : nil
            properties.append(
                (
                    "LockConfiguration",
                    .object(
                        [
                            "MinRetentionDays": lock.minimumDays, "MaxRetentionDays": lock.maximumDays,
                            "ChangeableForDays": cooling,
                        ].compactMapValues { $0.map(JSONValue.integer) })
                ))
        }
        return properties.map { TemplateFragment(.backupVault, state.name, $0.0, value: $0.1) }
    }

    /// The vault in the account.
    var live: [LiveResource] {
        get throws(CollectionFailure) {
            guard let vault = try state.vault.get() else { return [] }
            return [
                LiveResource(
                    .backupVault, state.name, state.name, arn: vault.arn,
                    [
                        "BackupVaultName": .string(state.name),
                        "EncryptionKeyArn": vault.encryptionKey.map(JSONValue.string),
                        "LockConfiguration": vault.lock.map { lock in
                            .object(
                                ["MinRetentionDays": lock.minimumDays, "MaxRetentionDays": lock.maximumDays]
                                    .compactMapValues { $0.map(JSONValue.integer) })
                        },
                    ])
            ]
        }
    }
}

extension BackupPlanSubject {
    /// The plan with its selections and its role, as CloudFormation declares them.
    var fragments: [TemplateFragment] {
        let target = context.target
        let rules = requiredRules.map { $0.templateJSON(vault: TemplateFragment.reference(.backupVault, policy.vault)) }
        return role.fragments + [
            TemplateFragment(.backupPlan, policy.name, "BackupPlan", "BackupPlanName", value: .string(policy.name)),
            TemplateFragment(.backupPlan, policy.name, "BackupPlan", "BackupPlanRule", value: .array(rules)),
            TemplateFragment(
                .backupPlan, policy.name, "BackupPlanTags", value: .object(target.tags.mapValues(JSONValue.string))),
        ]
            + selections.flatMap { selection in
                requiredSelection(of: selection, databases(of: selection)).map(selectionFragments) ?? []
            }
    }

    private func selectionFragments(_ selection: BackupSelection) -> [TemplateFragment] {
        let name = "\(policy.name)-\(selection.name)"
        var body: [String: JSONValue] = [
            "SelectionName": .string(selection.name), "Resources": .texts(selection.resources),
            "IamRoleArn": TemplateFragment.arn(.role, policy.role),
        ]
        if !selection.conditions.isEmpty {
            body["Conditions"] = [
                "StringEquals": .array(
                    selection.conditions.map {
                        [
                            "ConditionKey": .string("aws:ResourceTag/\($0.key)"), "ConditionValue": .string($0.value),
                        ]
                    })
            ]
        }
        return [
            TemplateFragment(
                .backupSelection, name, "BackupPlanId", value: TemplateFragment.reference(.backupPlan, policy.name)),
            TemplateFragment(.backupSelection, name, "BackupSelection", value: .object(body)),
        ]
    }

    /// The plan in the account. Its selections are left out: CloudFormation replaces them, which takes nothing away.
    var live: [LiveResource] {
        get throws(CollectionFailure) {
            guard let plan = try state.plan.get() else { return [] }
            let document = try plan.document.get()
            return [
                LiveResource(
                    .backupPlan, policy.name, plan.id, arn: plan.arn,
                    [
                        "BackupPlan": [
                            "BackupPlanName": .string(policy.name),
                            "BackupPlanRule": .array(
                                document.rules.map { $0.templateJSON(vault: .string($0.vault)) }),
                        ]
                    ])
            ]
        }
    }
}

extension BackupPlanRule {
    /// As `AWS::Backup::BackupPlan` declares it.
    fileprivate func templateJSON(vault: JSONValue) -> JSONValue {
        guard case .object(var members) = json else { return json }
        members["RuleName"] = .string(name)
        members["TargetBackupVault"] = vault
        return .object(members)
    }
}
