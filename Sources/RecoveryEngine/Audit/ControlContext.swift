import AWSNames
package import RecoveryModel

/// What every control of one audit shares: the target, what was observed of it, and what follows from both. Computed
/// once; a subject holds one reference to it.
package final class ControlContext: Sendable {
    package let target: Target
    package let inventory: Inventory
    package let now: Instant
    /// The databases of each entry, in the order of the policy.
    let selections: [DatabaseSelection]
    /// The ids and ARNs of every selected instance: a replica of one of them is backed up by it.
    let instanceNames: Set<String>
    /// The kept drills by database; nil when evidence was not read.
    let drills: Collected<[DrilledDatabase: [DrillProof]]>?
    /// The ids of what alarms and events watch.
    let watched: WatchedDatabases
    /// The alarms that the policy derives for the watched databases, by name.
    let alarms: [AlarmState]
    /// The account's alarms that could be read, by what they are about: one of another name may do the job.
    let alarmsByMetric: [AlarmedMetric: [AlarmState]]
    let eventSubscriptions: [EventSubscription]
    /// The rule that the policy's plans of AWS Backup derive.
    var eventRule: EventRule? { RequiredEventRule.rule(target) }
    /// The policy's part of a dashboard; nil when it asks for none.
    let dashboard: DashboardBody?
    /// What roles need of the buckets and keys.
    let roleNeeds: RoleNeeds
    /// What drctl created and the policy does not ask for any more; nil when nobody looked.
    package let orphans: OrphanList?

    package init(_ target: Target, _ inventory: Inventory) {
        orphans = nil
        self.target = target
        self.inventory = inventory
        now = inventory.observedAt
        selections = zip(target.part.databases, target.selectors).map {
            DatabaseSelection($1, entry: $0, target, inventory)
        }
        instanceNames = Set(selections.filter { $0.policy.kind == .instance }.flatMap(\.names))
        drills = inventory.drills.map { $0.map { Dictionary(grouping: $0, by: \.database) } }
        watched = WatchedDatabases(selections)
        alarms = RequiredAlarms.alarms(target, watched)
        let present = alarms.isEmpty ? [] : (inventory.alarms.value ?? [:]).values.compactMap(\.value)
        alarmsByMetric = Dictionary(grouping: present, by: \.metricOfAlarm)
        eventSubscriptions = RequiredAlarms.eventSubscriptions(target, watched)
        roleNeeds = RoleNeeds(target)
        dashboard = target.policy.dashboard == nil ? nil : RequiredDashboard.part(target, watched, alarms)
    }

    /// The same audit, with what was found besides.
    package init(_ other: ControlContext, orphans: OrphanList) {
        self.orphans = orphans
        target = other.target
        inventory = other.inventory
        now = other.now
        selections = other.selections
        instanceNames = other.instanceNames
        drills = other.drills
        watched = other.watched
        alarms = other.alarms
        alarmsByMetric = other.alarmsByMetric
        eventSubscriptions = other.eventSubscriptions
        dashboard = other.dashboard
        roleNeeds = other.roleNeeds
    }

    /// Of an account that is not there.
    convenience init(imagining account: ImaginedAccount, of target: Target, now: Instant) {
        // Names come from the target's place; the inventory's own account and region are not used.
        var inventory = Inventory(
            account: Self.nowhere, region: Region(target.place.region), observedAt: now,
            databases: [:], alarms: .known([:]), eventSubscriptions: .known([:]), accountPublicAccessBlock: .known(nil))
        for family in Catalogue.families { family.imagine(target, account, &inventory) }
        self.init(target, inventory)
    }

    private static let nowhere = AccountID("000000000000")!

    package var policy: RecoveryPolicy { target.policy }

    /// How many seconds ago an instant was, rounded up: a recovery point is never judged younger than it is.
    func age(of instant: Instant) -> Int { Int((now - instant).rounded(.up)) }

    /// Who may restore what is kept: the accounts of the scope.
    var insideScope: Set<String> { Set(policy.scope.accounts.map(\.description)) }
}
