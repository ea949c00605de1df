import AWSCore
import AWSServices
import Digests
import RecoveryModel

extension ChangeExecutor {
    func execute(_ change: RestoreTestingChange) async throws {
        let reading = RestoreTestingObservation(observer: observer)
        switch change {
        case .create(let name, let document, let tags):
            try await create(document, as: "restore testing plan \(name)") {
                try await reading.document(of: name)
            } call: {
                _ = try await client.send(
                    Backup.createRestoreTestingPlan,
                    .init(
                        creatorRequestId: Self.requestID(name, document.digest),
                        restoreTestingPlan: .init(
                            recoveryPointSelection: document.selection, restoreTestingPlanName: name,
                            scheduleExpression: document.schedule, scheduleExpressionTimezone: document.timeZone,
                            startWindowHours: document.startHours),
                        tags: tags))
            }
        case .update(let name, _, let document):
            try await replace(document, of: "restore testing plan \(name)") {
                try await reading.document(of: name)
            } write: { next in
                _ = try await client.send(
                    Backup.updateRestoreTestingPlan,
                    .init(
                        restoreTestingPlan: .init(
                            recoveryPointSelection: next.selection, scheduleExpression: next.schedule,
                            scheduleExpressionTimezone: next.timeZone, startWindowHours: next.startHours),
                        restoreTestingPlanName: name))
            }
        case .select(let plan, let selection):
            let name = selection.name
            try await create(selection, as: "selection \(name) of restore testing plan \(plan)") {
                try await reading.selection(name, of: plan)
            } call: {
                _ = try await client.send(
                    Backup.createRestoreTestingSelection,
                    .init(
                        creatorRequestId: Self.requestID("\(plan)\n\(name)", selection.digest),
                        restoreTestingPlanName: plan,
                        restoreTestingSelection: .init(
                            iamRoleArn: selection.role, protectedResourceArns: selection.inputResources,
                            protectedResourceConditions: selection.inputConditions,
                            protectedResourceType: selection.resourceType,
                            restoreMetadataOverrides: selection.overrides.isEmpty ? nil : selection.overrides,
                            restoreTestingSelectionName: name,
                            validationWindowHours: selection.validationHours)))
            }
        case .updateSelection(let plan, _, let selection):
            let name = selection.after.name
            try await replace(selection, of: "selection \(name) of restore testing plan \(plan)") {
                try await reading.selection(name, of: plan)
            } write: { next in
                _ = try await client.send(
                    Backup.updateRestoreTestingSelection,
                    .init(
                        restoreTestingPlanName: plan,
                        restoreTestingSelection: .init(
                            iamRoleArn: next.role, protectedResourceArns: next.inputResources,
                            protectedResourceConditions: next.inputConditions,
                            restoreMetadataOverrides: next.overrides, validationWindowHours: next.validationHours),
                        restoreTestingSelectionName: name))
            }
        }
    }

    /// Creates what may be there from a run that was interrupted: what is as the plan wants it counts as created.
    ///
    /// - Throws: `Moved` when it is otherwise; what the call throws.
    private func create<Value: Document>(
        _ wanted: Value, as document: String, read: () async throws -> Collected<Value?>,
        call: () async throws -> Void
    ) async throws {
        do {
            try await call()
        } catch let error as ClientError where error.code == "AlreadyExistsException" {
            guard try await read().get()?.digest == wanted.digest else { throw Moved(document: document) }
        }
    }

    /// The same for the same request, so that one whose answer was lost is not made twice. AWS Backup takes at most 50
    /// characters.
    private static func requestID(_ name: String, _ content: String) -> String {
        "drctl-\(SHA256.hex("\(name)\n\(content)".utf8).prefix(32))"
    }
}

extension RestoreTestingDocument {
    fileprivate var selection: Backup.RestoreTestingRecoveryPointSelection {
        .init(
            algorithm: algorithm.map { .init(rawValue: $0.rawValue) },
            excludeVaults: excludedVaults.isEmpty ? nil : excludedVaults, includeVaults: includedVaults,
            recoveryPointTypes: pointTypes.map { .init(rawValue: $0) }, selectionWindowDays: windowDays)
    }
}

extension RestoreTestingSelection {
    /// Nil without any: AWS takes no empty list.
    fileprivate var inputResources: [String]? { resources.isEmpty ? nil : resources }

    /// Nil without any.
    fileprivate var inputConditions: Backup.ProtectedResourceConditions? {
        guard !conditions.isEmpty else { return nil }
        func list(_ comparison: BackupSelection.TagCondition.Operator) -> [Backup.KeyValue]? {
            let own = conditions.filter { $0.comparison == comparison }
            return own.isEmpty ? nil : own.map { .init(key: Self.tagPrefix + $0.key, value: $0.value) }
        }
        return .init(stringEquals: list(.equals), stringNotEquals: list(.notEquals))
    }
}
