import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

extension Observation {
    /// The policy's restore testing plan with its selections, and the restore jobs since the proof has to be made again.
    static let restoreTesting = Observation(kinds: [.restoreTestingPlan]) { place in
        guard let name = place.target.policy.restoreTestingPlan else { return { _ in } }
        let observation = RestoreTestingObservation(observer: place.observer)
        async let plan = observation.plan(name)
        var state = RestoreTestingState(name: name, plan: .known(nil))
        if let every = place.target.policy.drill?.every {
            state.jobs = try await observation.jobs(since: place.now - every)
        }
        state.plan = try await plan
        let seen = state
        return { $0.restoreTesting = seen }
    }
}

/// Reads restore testing of AWS Backup.
struct RestoreTestingObservation: Sendable {
    let observer: Observer

    /// A plan; nil when there is none of that name.
    func plan(_ name: String) async throws -> Collected<RestoreTestingState.Plan?> {
        let found = try await described(name)
        guard case .known(let plan?) = found else { return found.map { _ in nil } }
        let selections = try await selections(of: name)
        return .known(
            RestoreTestingState.Plan(
                arn: plan.arn, isOwn: plan.isOwn, document: plan.document, selections: selections))
    }

    /// The settings of a plan; nil when there is none of that name.
    func document(of name: String) async throws -> Collected<RestoreTestingDocument?> {
        try await described(name).map { $0?.document }
    }

    private func described(
        _ name: String
    ) async throws -> Collected<(arn: String, isOwn: Bool, document: RestoreTestingDocument)?> {
        try await observer.ask(
            Backup.getRestoreTestingPlan, .init(restoreTestingPlanName: name),
            absentWhen: ["ResourceNotFoundException"]
        ) { output in
            let plan = try output.restoreTestingPlan.required("RestoreTestingPlan")
            return (
                try plan.restoreTestingPlanArn.required("RestoreTestingPlanArn"),
                plan.creatorRequestId.isOwn, try RestoreTestingDocument(described: plan)
            )
        }
    }

    private func selections(of plan: String) async throws -> Collected<[RestoreTestingSelection]> {
        let listed = try await observer.list(
            Backup.listRestoreTestingSelectionsPages, .init(restoreTestingPlanName: plan)
        ) { page in
            try page.restoreTestingSelections.required("RestoreTestingSelections").map {
                try $0.restoreTestingSelectionName.required("RestoreTestingSelectionName")
            }
        }
        guard case .known(let names) = listed else { return listed.map { _ in [] } }
        var selections: [RestoreTestingSelection] = []
        for name in names.sorted() {
            switch try await selection(name, of: plan) {
            case .known(let selection?): selections.append(selection)
            // One that was deleted meanwhile.
            case .known(nil): continue
            case .unavailable(let failure): return .unavailable(failure)
            }
        }
        return .known(selections)
    }

    /// A selection; nil when there is none of that name.
    func selection(_ name: String, of plan: String) async throws -> Collected<RestoreTestingSelection?> {
        try await observer.ask(
            Backup.getRestoreTestingSelection,
            .init(restoreTestingPlanName: plan, restoreTestingSelectionName: name),
            absentWhen: ["ResourceNotFoundException"]
        ) { output in
            try RestoreTestingSelection(
                described: output.restoreTestingSelection.required("RestoreTestingSelection"), name: name)
        }
    }

    /// The restore jobs since then.
    func jobs(since: Instant) async throws -> Collected<[RestoreTestJob]> {
        try await observer.list(
            Backup.listRestoreJobsPages, .init(byCreatedAfter: Timestamp(milliseconds: since.milliseconds))
        ) { page in
            try page.restoreJobs.required("RestoreJobs").map(RestoreTestJob.init(described:))
        }
    }
}

extension RestoreTestingDocument {
    /// With AWS Backup's own values where it leaves one out.
    fileprivate init(described plan: Backup.RestoreTestingPlanForGet) throws {
        let selection = try plan.recoveryPointSelection.required("RecoveryPointSelection")
        self.init(
            schedule: try plan.scheduleExpression.required("ScheduleExpression"),
            algorithm: .init(rawValue: try selection.algorithm.required("Algorithm").rawValue),
            includedVaults: try selection.includeVaults.required("IncludeVaults"),
            pointTypes: try selection.recoveryPointTypes.required("RecoveryPointTypes").map(\.rawValue))
        timeZone = plan.scheduleExpressionTimezone ?? timeZone
        startHours = plan.startWindowHours ?? startHours
        excludedVaults = selection.excludeVaults ?? []
        windowDays = selection.selectionWindowDays ?? windowDays
    }
}

extension RestoreTestingSelection {
    fileprivate init(described selection: Backup.RestoreTestingSelectionForGet, name: String) throws {
        self.init(
            name: name, resourceType: try selection.protectedResourceType.required("ProtectedResourceType"),
            role: try selection.iamRoleArn.required("IamRoleArn"), resources: selection.protectedResourceArns ?? [])
        let lists: [(BackupSelection.TagCondition.Operator, [Backup.KeyValue]?)] = [
            (.equals, selection.protectedResourceConditions?.stringEquals),
            (.notEquals, selection.protectedResourceConditions?.stringNotEquals),
        ]
        conditions = try lists.flatMap { comparison, list in
            try (list ?? []).map { pair in
                let key = try pair.key.required("Key")
                return BackupSelection.TagCondition(
                    comparison,
                    key: key.hasPrefix(Self.tagPrefix) ? String(key.dropFirst(Self.tagPrefix.count)) : key,
                    value: try pair.value.required("Value"))
            }
        }
        overrides = selection.restoreMetadataOverrides ?? [:]
        validationHours = selection.validationWindowHours ?? 0
        isOwn = selection.creatorRequestId.isOwn
    }

    /// What AWS Backup writes before a tag's key.
    static let tagPrefix = "aws:ResourceTag/"
}

extension String? {
    /// The request that made it tells who did.
    fileprivate var isOwn: Bool { self?.hasPrefix("drctl-") == true }
}
