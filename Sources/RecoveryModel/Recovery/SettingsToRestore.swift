/// The settings that a restore request cannot carry and a modification of the restored database brings back.
///
/// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
/// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
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
    /// Nil in ledgers of older versions, for an instance.
    package var kind: DatabaseKind?
    /// Of a cluster that came back with an older minor version.
    package var engineVersion: String?
    /// The custom endpoints of a cluster.
    package var endpoints: [RestoreSettings.Endpoint]?

    private init(id: String, kind: DatabaseKind? = nil) {
        self.id = id
        self.kind = kind
    }

    /// What a restored database lacks of production's settings; nil when it has all of them.
    package init?(lackedBy restored: InstanceFacts, of production: InstanceFacts) {
        self.init(id: restored.id)
        let (wanted, has) = (production.settings ?? RestoreSettings(), restored.settings ?? RestoreSettings())
        func lacked<Value: Equatable>(_ wanted: Value?, _ has: Value?) -> Value? { wanted == has ? nil : wanted }
        backupRetention = lacked(production.backupRetentionDays, restored.backupRetentionDays)
        backupWindow = lacked(wanted.backupWindow, has.backupWindow)
        maintenanceWindow = lacked(wanted.maintenanceWindow, has.maintenanceWindow)
        databaseInsights = lacked(wanted.databaseInsights, has.databaseInsights)
        if production.masterSecret != nil, restored.masterSecret == nil {
            managesMasterSecret = true
            masterSecretKey = wanted.masterSecretKey
        }
        roles = wanted.roles.filter { !has.roles.contains($0) }
        if production.kind == .cluster {
            addCluster(restored, production)
        } else {
            addInstance(wanted, has)
        }
        let nothing = SettingsToRestore(id: restored.id, kind: kind)
        guard self != nothing else { return nil }
    }

    /// What belongs to an instance, and of a cluster to its members, which are created with theirs.
    private mutating func addInstance(_ wanted: RestoreSettings, _ has: RestoreSettings) {
        func lacked<Value: Equatable>(_ wanted: Value?, _ has: Value?) -> Value? { wanted == has ? nil : wanted }
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
    }

    /// A point in time or a snapshot of before a minor upgrade has the version of then.
    private mutating func addCluster(_ restored: InstanceFacts, _ production: InstanceFacts) {
        kind = .cluster
        if EngineVersion(restored.engineVersion).isUpgradedInPlace(to: EngineVersion(production.engineVersion)) {
            engineVersion = production.engineVersion
        }
        if databaseInsights == "advanced" {
            // RDS takes it only together with Performance Insights for as long.
            let member = production.settings?.members.first { $0.performanceInsights == true }
            performanceInsights = true
            performanceInsightsKey = member?.performanceInsightsKey
            performanceInsightsRetention = member?.performanceInsightsRetention ?? 465
        }
        let present = Set((restored.settings?.endpoints ?? []).map(\.id))
        let missing = (production.settings?.endpoints ?? []).filter { !present.contains($0.id) }
        endpoints = missing.isEmpty ? nil : missing
    }

    /// Whether anything but roles and endpoints is to be set.
    package var modifies: Bool {
        var rest = self
        (rest.roles, rest.endpoints) = ([], nil)
        return rest != SettingsToRestore(id: id, kind: kind)
    }
}
