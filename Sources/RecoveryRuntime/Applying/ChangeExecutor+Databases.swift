import AWSCore
import AWSServices
import RecoveryModel

extension ChangeExecutor {
    func executeOnDatabase(_ change: Change) async throws {
        switch change {
        case .modifyDatabase(let id, let settings):
            // RDS refuses changes while the instance is busy with another one.
            _ = try await waiting.untilSettled(id) { _ in true }
            _ = try await client.send(RDS.modifyDBInstance, settings.input(id: id))
            _ = try await waiting.untilSettled(id) { settings.isInForce(on: $0) }
        case .createParameterGroup(let name, let family, let tags):
            do {
                _ = try await client.send(
                    RDS.createDBParameterGroup,
                    .init(
                        dbParameterGroupName: name, dbParameterGroupFamily: family,
                        description: "Made by drctl", tags: RDS.Tag.list(tags)))
            } catch let error as ClientError where error.code == "DBParameterGroupAlreadyExists" {
                // An earlier run was interrupted after this step: the steps that follow set what it must hold.
            }
        case .setParameter(let group, let name, let value):
            _ = try await client.send(
                RDS.modifyDBParameterGroup,
                .init(
                    dbParameterGroupName: group,
                    parameters: [
                        RDS.Parameter(
                            parameterName: name, parameterValue: value, applyMethod: .init(rawValue: "pending-reboot"))
                    ]))
        case .rebootDatabase(let id):
            _ = try await waiting.untilSettled(id) { _ in true }
            _ = try await client.send(RDS.rebootDBInstance, .init(dbInstanceIdentifier: id))
            _ = try await waiting.untilSettled(id) { _ in true }
        default: break
        }
    }
}

extension DatabaseModification {
    /// The call's parameters. Everything at once: a setting that waits for a maintenance window protects nothing yet.
    fileprivate func input(id: String) -> RDS.ModifyDBInstanceInput {
        var input = RDS.ModifyDBInstanceInput(dbInstanceIdentifier: id)
        input.applyImmediately = true
        input.backupRetentionPeriod = backupRetentionDays
        input.preferredBackupWindow = backupWindow?.description
        input.deletionProtection = deletionProtection
        input.copyTagsToSnapshot = copyTagsToSnapshots
        input.publiclyAccessible = publiclyAccessible
        input.multiAZ = multiAZ
        input.autoMinorVersionUpgrade = minorVersionUpgrades
        input.enableIAMDatabaseAuthentication = iamAuthentication
        input.dbParameterGroupName = parameterGroup
        if let addLogExports {
            input.cloudwatchLogsExportConfiguration = .init(enableLogTypes: addLogExports)
        }
        return input
    }

    /// Whether the instance has every setting: RDS answers at once and changes a little later.
    fileprivate func isInForce(on instance: DatabaseInstance) -> Bool {
        func holds<Value: Equatable>(_ wanted: Value?, _ seen: Collected<Value>) -> Bool {
            wanted == nil || seen.value == wanted
        }
        return holds(backupRetentionDays, instance.backupRetentionDays)
            && holds(deletionProtection, instance.deletionProtection)
            && holds(copyTagsToSnapshots, instance.copyTagsToSnapshots)
            && holds(publiclyAccessible, instance.publiclyAccessible) && holds(multiAZ, instance.multiAZ)
            && holds(minorVersionUpgrades, instance.minorVersionUpgrades)
            && holds(iamAuthentication, instance.iamAuthentication)
            && (backupWindow == nil || instance.backupWindow == backupWindow)
            && (parameterGroup == nil || instance.parameterGroup == parameterGroup)
            && Set(instance.logExports).isSuperset(of: addLogExports ?? [])
    }
}

extension RDS.Tag {
    /// Tags in the order of their keys.
    static func list(_ tags: [String: String]) -> [RDS.Tag] {
        tags.sorted { $0.key < $1.key }.map { RDS.Tag(key: $0.key, value: $0.value) }
    }
}
