package import AWSCore
package import AWSNames
import RecoveryEngine
package import RecoveryModel

/// Looks at everything that a policy's controls read, and at nothing else; never changes anything.
///
/// Bulk calls first: one page of a hundred databases before a hundred single calls. Buckets, roles, keys and topics are
/// asked side by side, within the client's limit of calls in flight.
package struct InventoryCollector: Sendable {
    let observer: Observer
    let account: AccountID
    let region: Region

    package init(client: AWSClient, account: AccountID, region: Region) {
        observer = Observer(client: client)
        self.account = account
        self.region = region
    }

    /// Collects the inventory for a policy.
    ///
    /// - Throws: `CancellationError` only: every other failure is part of the inventory.
    package func collect(for policy: RecoveryPolicy, at now: Instant) async throws -> Inventory {
        let scope = ObservationScope(policy: policy, account: account, region: region)
        let observer = observer
        let region = region
        let account = account
        async let databases = DatabaseCollector(observer: observer, region: region).collect(for: policy)
        async let clusters = ClusterCollector(observer: observer).collect(for: policy)
        async let buckets = each(scope.buckets) { name in
            try await BucketCollector(observer: observer, account: account).collect(name)
        }
        async let keys = each(scope.keyAliases) { try await KeyCollector(observer: observer).collect(alias: $0) }
        async let roles = each(scope.roles) { try await RoleCollector(observer: observer).collect($0) }
        let alerting = AlertingCollector(observer: observer, account: account, region: region)
        async let topics = each(scope.topics) { try await alerting.topic($0) }
        async let dashboards = each(scope.dashboards) { try await alerting.dashboard($0) }
        async let alarms = alerting.alarms(prefix: policy.name + "-")
        async let events = alerting.eventSubscriptions()
        async let block = BucketCollector(observer: observer, account: account).accountBlock(
            needed: !scope.buckets.isEmpty)

        var inventory = Inventory(
            account: account, region: region, observedAt: now, databases: try await databases,
            alarms: try await alarms, eventSubscriptions: try await events,
            accountPublicAccessBlock: try await block)
        inventory.clusters = try await clusters
        inventory.buckets = try await buckets
        inventory.keys = try await keys
        inventory.roles = try await roles
        inventory.topics = try await topics
        inventory.dashboards = try await dashboards
        return inventory
    }

    private func each<Value: Sendable>(
        _ names: [String], _ collect: @escaping @Sendable (String) async throws -> Value
    ) async throws -> [String: Value] {
        Dictionary(uniqueKeysWithValues: zip(names, try await sideBySide(names, collect)))
    }
}
