/// One change of AWS, with everything that its execution needs: an enum for each kind of resource.
///
/// RecoveryRuntime maps every case to its operations, exhaustively. A saved plan is a list of these.
package enum Change: Sendable, Hashable, Codable {
    case database(DatabaseChange)
    case bucket(BucketChange)
    case key(KeyChange)
    case role(RoleChange)
    case topic(TopicChange)
    case alarm(AlarmChange)
    case eventSubscription(EventSubscriptionChange)
    case eventRule(EventRuleChange)
    case dashboard(DashboardChange)
    case backupPlan(BackupPlanChange)
    case restoreTesting(RestoreTestingChange)

    /// What the change says of itself.
    package var facts: ChangeFacts {
        switch self {
        case .database(let change): change.facts
        case .bucket(let change): change.facts
        case .key(let change): change.facts
        case .role(let change): change.facts
        case .topic(let change): change.facts
        case .alarm(let change): change.facts
        case .eventSubscription(let change): change.facts
        case .eventRule(let change): change.facts
        case .dashboard(let change): change.facts
        case .backupPlan(let change): change.facts
        case .restoreTesting(let change): change.facts
        }
    }

    /// One change that does what both do; nil when they are different calls.
    package func merged(with other: Change) -> Change? {
        if self == other { return self }
        guard case .database(let mine) = self, case .database(let theirs) = other else { return nil }
        return mine.merged(with: theirs).map(Change.database)
    }
}
