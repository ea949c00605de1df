/// The settings that a restore request cannot carry and a modification of the restored database brings back.
///
/// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
package struct SettingsToRestore: Hashable, Sendable, Codable {
    package var id: String
    /// In days.
    package var backupRetention: Int?
    package var backupWindow: String?
    package var maintenanceWindow: String?
    /// In GiB.
    package var maxAllocatedStorage: Int?
    /// In seconds.
    package var monitoringInterval: Int?
    package var monitoringRole: String?
    package var performanceInsights: Bool?
    package var performanceInsightsKey: String?
    /// In days.
    package var performanceInsightsRetention: Int?
    package var databaseInsights: String?
    package var managesMasterSecret = false
    package var masterSecretKey: String?
    package var roles: [RestoreSettings.Role] = []

    private init(id: String) { self.id = id }

    /// What a restored database lacks of production's settings; nil when it has all of them.
    package init?(lackedBy restored: InstanceFacts, of production: InstanceFacts) {
        self.init(id: restored.id)
        let (wanted, has) = (production.settings ?? RestoreSettings(), restored.settings ?? RestoreSettings())
        func lacked<Value: Equatable>(_ wanted: Value?, _ has: Value?) -> Value? { wanted == has ? nil : wanted }
        backupRetention = lacked(production.backupRetentionDays, restored.backupRetentionDays)
        backupWindow = lacked(wanted.backupWindow, has.backupWindow)
        maintenanceWindow = lacked(wanted.maintenanceWindow, has.maintenanceWindow)
        maxAllocatedStorage = lacked(wanted.maxAllocatedStorage, has.maxAllocatedStorage)
        monitoringInterval = lacked(wanted.monitoringInterval, has.monitoringInterval)
        if monitoringInterval != nil { monitoringRole = wanted.monitoringRole }
        if wanted.performanceInsights == true,
            wanted.performanceInsights != has.performanceInsights
                || wanted.performanceInsightsRetention != has.performanceInsightsRetention
        {
            performanceInsights = true
            performanceInsightsKey = wanted.performanceInsightsKey
            performanceInsightsRetention = wanted.performanceInsightsRetention
        }
        databaseInsights = lacked(wanted.databaseInsights, has.databaseInsights)
        if production.masterSecret != nil, restored.masterSecret == nil {
            managesMasterSecret = true
            masterSecretKey = wanted.masterSecretKey
        }
        roles = wanted.roles.filter { !has.roles.contains($0) }
        guard self != SettingsToRestore(id: restored.id) else { return nil }
    }

    /// Whether anything but roles is to be set.
    package var modifies: Bool {
        var rest = self
        rest.roles = []
        return rest != SettingsToRestore(id: id)
    }
}
