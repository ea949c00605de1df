package import AWSNames

/// What was observed of one account and region, possibly incomplete; everything that the policy's controls read.
package struct Inventory: Sendable, Equatable {
    package var account: AccountID
    package var region: Region
    package var observedAt: Instant
    /// Those that the policy selects, by kind; a kind that was not asked about is missing.
    package var databases: [DatabaseKind: Collected<[Database]>]
    /// Manual snapshots of deleted databases that carry the ids or tags of the policy, by kind.
    package var strandedSnapshots: [DatabaseKind: Collected<[StrandedSnapshot]>] = [:]
    /// The same of the regions that receive copies.
    package var strandedCopies: [DatabaseKind: [Region: Collected<[StrandedSnapshot]>]] = [:]
    /// What ids of the policy name that are databases of another kind.
    package var namesakes: [String: Namesake] = [:]
    /// By name.
    package var buckets: [String: BucketState] = [:]
    /// By alias, without `alias/`.
    package var keys: [String: KeyState] = [:]
    /// The keys that resources really have and that none of these aliases leads to, by ARN or alias ARN; nil inside for one
    /// that does not exist.
    package var heldKeys: [String: Collected<KeyStanding?>] = [:]
    /// By name.
    package var roles: [String: RoleState] = [:]
    /// By name.
    package var secrets: [String: SecretState] = [:]
    /// The backups of PostgreSQL outside RDS, by database.
    package var selfManaged: [String: SelfManagedState] = [:]
    /// By name.
    package var topics: [String: TopicState] = [:]
    /// By name; one that cannot be judged is there, and unavailable.
    package var alarms: Collected<[String: Collected<AlarmState>]>
    /// By name.
    package var eventSubscriptions: Collected<[String: EventSubscription]>
    /// By name: the policy's rule, and others that send to its topic.
    package var eventRules: Collected<[String: EventRule]> = .unavailable(.notCollected("events:DescribeRule"))
    /// By name: the dashboard's body.
    package var dashboards: [String: Collected<DashboardBody?>] = [:]
    /// By name.
    package var backupVaults: [String: BackupVaultState] = [:]
    /// By name.
    package var backupPlans: [String: BackupPlanState] = [:]
    /// The policy's restore testing plan; nil when it has none.
    package var restoreTesting: RestoreTestingState?
    /// The account's own public access block; nil when there is none.
    package var accountPublicAccessBlock: Collected<PublicAccessBlock?>
    /// Everything that RDS says of databases and their own parameter groups, by the resource part of the ARN and in
    /// CloudFormation's words; empty unless a stack is to take them over.
    package var declared: [String: [String: JSONValue]] = [:]
    /// The kept drills of the policy's databases; nil when evidence was not read.
    package var drills: Collected<[DrillProof]>?
    /// What kept tests prove of alarms; nil when evidence was not read.
    package var alarmProofs: Collected<[AlarmProof]>?

    package init(
        account: AccountID, region: Region, observedAt: Instant, databases: [DatabaseKind: Collected<[Database]>],
        alarms: Collected<[String: Collected<AlarmState>]>, eventSubscriptions: Collected<[String: EventSubscription]>,
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
        inventory.restoreTesting?.jobs = nil
        return inventory
    }
}
