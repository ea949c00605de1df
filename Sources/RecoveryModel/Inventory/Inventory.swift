package import AWSNames

/// What was observed of one account and region, possibly incomplete; everything that the policy's controls read.
package struct Inventory: Sendable, Equatable {
    package var account: AccountID
    package var region: Region
    package var observedAt: Instant
    /// Every instance of the region: selectors are resolved against it.
    package var databases: Collected<[DatabaseInstance]>
    /// The Aurora clusters that the policy selects.
    package var clusters: Collected<[DatabaseCluster]> = .unavailable(
        CollectionFailure(operation: "rds:DescribeDBClusters", reason: "the collector did not ask for it"))
    /// By name.
    package var buckets: [String: BucketState] = [:]
    /// By alias, without `alias/`.
    package var keys: [String: KeyState] = [:]
    /// By name.
    package var roles: [String: RoleState] = [:]
    /// By name.
    package var topics: [String: TopicState] = [:]
    /// By name.
    package var alarms: Collected<[String: AlarmState]>
    /// By name.
    package var eventSubscriptions: Collected<[String: EventSubscription]>
    /// By name: the dashboard's body.
    package var dashboards: [String: Collected<JSONValue?>] = [:]
    /// The account's own public access block; nil when there is none.
    package var accountPublicAccessBlock: Collected<PublicAccessBlock?>
    /// The kept drills of the policy's databases; nil when evidence was not looked at.
    package var drills: Collected<[DrillProof]>?

    package init(
        account: AccountID, region: Region, observedAt: Instant, databases: Collected<[DatabaseInstance]>,
        alarms: Collected<[String: AlarmState]>, eventSubscriptions: Collected<[String: EventSubscription]>,
        accountPublicAccessBlock: Collected<PublicAccessBlock?>
    ) {
        self.account = account
        self.region = region
        self.observedAt = observedAt
        self.databases = databases
        self.alarms = alarms
        self.eventSubscriptions = eventSubscriptions
        self.accountPublicAccessBlock = accountPublicAccessBlock
    }

    /// What AWS shows alone: proofs go out of date by themselves, which is no drift.
    package var withoutDrills: Inventory {
        var inventory = self
        inventory.drills = nil
        return inventory
    }
}
