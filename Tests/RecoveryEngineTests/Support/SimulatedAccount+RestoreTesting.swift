import RecoveryModel

extension SimulatedAccount {
    /// What AWS Backup refuses: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateRestoreTestingPlan.html
    mutating func make(_ change: RestoreTestingChange, _ whole: Change) throws {
        switch change {
        case .create(let name, let document, _):
            guard inventory.restoreTesting?.plan.value ?? nil == nil else {
                throw Refused(whole, "AlreadyExistsException")
            }
            try require(name, whole)
            try require(document, whole)
            inventory.restoreTesting?.plan = .known(
                .init(
                    arn: "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:\(name)-1", isOwn: true,
                    document: document, selections: .known([])))
        case .update(let name, _, let document):
            var plan = try present(name, whole)
            try written(document, over: plan.document, whole)
            try require(document.after, whole)
            plan.document = document.after
            inventory.restoreTesting?.plan = .known(plan)
        case .select(let name, let selection):
            var plan = try present(name, whole)
            let present = plan.selections.value ?? []
            guard !present.contains(where: { $0.name == selection.name }) else {
                throw Refused(whole, "AlreadyExistsException")
            }
            try require(selection, whole)
            plan.selections = .known((present + [selection]).sorted { $0.name < $1.name })
            inventory.restoreTesting?.plan = .known(plan)
        case .updateSelection(let name, _, let selection):
            var plan = try present(name, whole)
            let present = plan.selections.value ?? []
            guard let index = present.firstIndex(where: { $0.name == selection.after.name }) else {
                throw Refused(whole, "ResourceNotFoundException")
            }
            try written(selection, over: present[index], whole)
            guard present[index].resourceType == selection.after.resourceType else {
                throw Refused(whole, "InvalidParameterValueException: the type of a selection cannot be changed")
            }
            try require(selection.after, whole)
            var next = present
            next[index] = selection.after
            plan.selections = .known(next)
            inventory.restoreTesting?.plan = .known(plan)
        }
    }

    private func present(_ name: String, _ change: Change) throws -> RestoreTestingState.Plan {
        guard let state = inventory.restoreTesting, state.name == name, case .known(let plan?) = state.plan else {
            throw Refused(change, "ResourceNotFoundException")
        }
        return plan
    }

    /// At most 50 letters, digits and underscores.
    private func require(_ name: String, _ change: Change) throws {
        let isValid = (1...50).contains(name.count) && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        guard isValid else { throw Refused(change, "InvalidParameterValueException: \(name)") }
    }

    private func require(_ document: RestoreTestingDocument, _ change: Change) throws {
        guard !document.includedVaults.isEmpty, !document.pointTypes.isEmpty, document.algorithm != nil,
            document.schedule.hasPrefix("cron("), (1...168).contains(document.startHours),
            (1...365).contains(document.windowDays)
        else { throw Refused(change, "InvalidParameterValueException") }
    }

    private func require(_ selection: RestoreTestingSelection, _ change: Change) throws {
        try require(selection.name, change)
        let role = selection.role.split(separator: "/").last.map(String.init) ?? ""
        guard case .known(.some) = inventory.roles[role]?.role else {
            throw Refused(change, "InvalidParameterValueException: IAM Role is not valid")
        }
        let isWhole =
            selection.conditions.isEmpty
            ? (1...30).contains(selection.resources.count) : selection.resources.isEmpty || selection.resources == ["*"]
        guard isWhole, (0...168).contains(selection.validationHours),
            selection.resources == ["*"] || selection.resources.allSatisfy({ $0.hasPrefix("arn:") })
        else { throw Refused(change, "InvalidParameterValueException") }
    }
}
