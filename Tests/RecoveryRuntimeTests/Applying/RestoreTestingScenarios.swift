import RecoveryModel

extension RestoreTestingChange: ChangeCases {
    enum Name: CaseIterable { case create, update, select, updateSelection }

    var caseName: Name {
        switch self {
        case .create: .create
        case .update: .update
        case .select: .select
        case .updateSelection: .updateSelection
        }
    }

    static func own(_ change: Change) -> RestoreTestingChange? {
        if case .restoreTesting(let own) = change { own } else { nil }
    }

    /// A plan's settings as AWS Backup has them.
    static func document(windowDays: Int) -> RestoreTestingDocument {
        var document = RestoreTestingDocument(
            schedule: "cron(0 7 1 * ? *)", algorithm: .latest,
            includedVaults: ["arn:aws:backup:us-east-1:123456789012:backup-vault:kb-backups"],
            pointTypes: ["SNAPSHOT"])
        document.startHours = 8
        document.windowDays = windowDays
        return document
    }

    /// A selection as AWS Backup has it.
    static func selection(hours: Int) -> RestoreTestingSelection {
        var selection = RestoreTestingSelection(
            name: "drctl_1", resourceType: "RDS", role: "arn:aws:iam::123456789012:role/kb-restore-tests",
            resources: ["*"])
        selection.conditions = [.init(.equals, key: "app", value: "kb"), .init(.notEquals, key: "env", value: "dev")]
        selection.overrides = ["dbSubnetGroupName": "drills", "vpcSecurityGroupIds": #"["sg-1"]"#]
        selection.validationHours = hours
        return selection
    }

    static func scenarios(of name: Name) -> [ChangeScenario] {
        let arn = "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:drctl_kb-1"
        switch name {
        case .create:
            return [
                ChangeScenario(
                    .restoreTesting(.create(name: "drctl_kb", document(windowDays: 30), tags: ["app": "kb"])),
                    [
                        [:],
                        [
                            "backup:CreateRestoreTestingPlan": [.error("AlreadyExistsException", 400)],
                            "backup:GetRestoreTestingPlan": [Described.restoreTestingPlan(document(windowDays: 30))],
                        ],
                    ])
            ]
        case .update:
            return [
                .writing(
                    .restoreTesting(
                        .update(
                            name: "drctl_kb", arn: arn, Edit(document(windowDays: 7), to: document(windowDays: 30)))),
                    reading: "backup:GetRestoreTestingPlan",
                    before: Described.restoreTestingPlan(document(windowDays: 7)),
                    after: Described.restoreTestingPlan(document(windowDays: 30)),
                    other: Described.restoreTestingPlan(document(windowDays: 9)))
            ]
        case .select:
            return [
                ChangeScenario(
                    .restoreTesting(.select(plan: "drctl_kb", selection(hours: 24))),
                    [
                        [:],
                        [
                            "backup:CreateRestoreTestingSelection": [.error("AlreadyExistsException", 400)],
                            "backup:GetRestoreTestingSelection": [
                                Described.restoreTestingSelection(selection(hours: 24))
                            ],
                        ],
                    ])
            ]
        case .updateSelection:
            return [
                .writing(
                    .restoreTesting(
                        .updateSelection(
                            plan: "drctl_kb", arn: arn, Edit(selection(hours: 1), to: selection(hours: 24)))),
                    reading: "backup:GetRestoreTestingSelection",
                    before: Described.restoreTestingSelection(selection(hours: 1)),
                    after: Described.restoreTestingSelection(selection(hours: 24)),
                    other: Described.restoreTestingSelection(selection(hours: 2)))
            ]
        }
    }
}

extension Described {
    /// A plan of drctl's own as GetRestoreTestingPlan describes it.
    static func restoreTestingPlan(_ document: RestoreTestingDocument) -> Answer {
        var parts = document.parts
        var points: [String: JSONValue] = [:]
        for name in ["Algorithm", "IncludeVaults", "ExcludeVaults", "RecoveryPointTypes", "SelectionWindowDays"] {
            points[name] = parts.removeValue(forKey: name)
        }
        parts["RecoveryPointSelection"] = .object(points)
        parts["RestoreTestingPlanName"] = "drctl_kb"
        parts["RestoreTestingPlanArn"] = "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:drctl_kb-1"
        parts["CreatorRequestId"] = "drctl-1"
        parts["CreationTime"] = 1_795_400_000
        return .ok(JSONValue.object(["RestoreTestingPlan": .object(parts)]).compact)
    }

    /// A selection of drctl's own as GetRestoreTestingSelection describes it.
    static func restoreTestingSelection(_ selection: RestoreTestingSelection) -> Answer {
        func conditions(_ comparison: BackupSelection.TagCondition.Operator) -> JSONValue {
            .array(
                selection.conditions.filter { $0.comparison == comparison }.map {
                    ["Key": .string("aws:ResourceTag/\($0.key)"), "Value": .string($0.value)]
                })
        }
        let members: [String: JSONValue] = [
            "RestoreTestingPlanName": "drctl_kb", "RestoreTestingSelectionName": .string(selection.name),
            "ProtectedResourceType": .string(selection.resourceType), "IamRoleArn": .string(selection.role),
            "ProtectedResourceArns": .array(selection.resources.map(JSONValue.string)),
            "ProtectedResourceConditions": [
                "StringEquals": conditions(.equals), "StringNotEquals": conditions(.notEquals),
            ],
            "RestoreMetadataOverrides": .object(selection.overrides.mapValues(JSONValue.string)),
            "ValidationWindowHours": .integer(selection.validationHours), "CreatorRequestId": "drctl-1",
            "CreationTime": 1_795_400_000,
        ]
        return .ok(JSONValue.object(["RestoreTestingSelection": .object(members)]).compact)
    }
}
