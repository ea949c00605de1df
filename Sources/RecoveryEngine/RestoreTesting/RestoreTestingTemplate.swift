import RecoveryModel

extension RestoreTestingSubject {
    /// The plan with its selections and its role, as CloudFormation declares them.
    var fragments: [TemplateFragment] {
        let plan = state.name
        let arns = (databases.value ?? []).map(\.arn).sorted()
        return role.fragments
            + [TemplateFragment(.restoreTestingPlan, plan, "RestoreTestingPlanName", value: .string(plan))]
            + requiredDocument.properties.map { TemplateFragment(.restoreTestingPlan, plan, $0.0, value: $0.1) }
            + newSelections(of: arns, besides: []).flatMap(selectionFragments)
    }

    private func selectionFragments(_ selection: RestoreTestingSelection) -> [TemplateFragment] {
        let properties: [(String, JSONValue)] = [
            ("RestoreTestingPlanName", TemplateFragment.reference(.restoreTestingPlan, state.name)),
            ("RestoreTestingSelectionName", .string(selection.name)),
            ("ProtectedResourceType", .string(selection.resourceType)),
            ("ProtectedResourceArns", .texts(selection.resources)),
            ("IamRoleArn", TemplateFragment.arn(.role, role.name)),
            ("RestoreMetadataOverrides", .object(selection.overrides.mapValues(JSONValue.string))),
            ("ValidationWindowHours", .integer(selection.validationHours)),
        ]
        return properties.map {
            TemplateFragment(.restoreTestingSelection, "\(state.name)-\(selection.name)", $0.0, value: $0.1)
        }
    }

    /// The plan in the account. CloudFormation finds a selection by two names at once, so its selections are left out: a
    /// stack that declares one of the same name is refused until that is deleted.
    var live: [LiveResource] {
        get throws(CollectionFailure) {
            guard let plan = try state.plan.get() else { return [] }
            var properties: [String: JSONValue?] = ["RestoreTestingPlanName": .string(state.name)]
            for (name, value) in plan.document.properties { properties[name] = value }
            return [LiveResource(.restoreTestingPlan, state.name, state.name, arn: plan.arn, properties)]
        }
    }
}

extension RestoreTestingDocument {
    /// As `AWS::Backup::RestoreTestingPlan` declares it.
    fileprivate var properties: [(String, JSONValue)] {
        var selection: [String: JSONValue] = [
            "IncludeVaults": .texts(includedVaults), "RecoveryPointTypes": .texts(pointTypes),
            "SelectionWindowDays": .integer(windowDays),
        ]
        selection["Algorithm"] = algorithm.map { .string($0.rawValue) }
        if !excludedVaults.isEmpty { selection["ExcludeVaults"] = .texts(excludedVaults) }
        return [
            ("RecoveryPointSelection", .object(selection)), ("ScheduleExpression", .string(schedule)),
            ("ScheduleExpressionTimezone", .string(timeZone)), ("StartWindowHours", .integer(startHours)),
        ]
    }
}
