/// What the journals of a state folder prove that drctl has written, of what carries no tags: it was done, and nothing of
/// drctl's has removed it since.
package struct Handiwork: Sendable, Hashable {
    /// The part that was written last, by dashboard.
    package private(set) var dashboards: [String: DashboardBody] = [:]
    /// The digest of the document that was written last, by role and inline policy.
    package private(set) var rolePolicies: [String: [String: String]] = [:]
    /// The databases that drctl made sources, by event subscription.
    package private(set) var sources: [String: Set<String>] = [:]

    /// - Parameter changes: Those that were done, oldest first.
    package init(_ changes: some Sequence<Change> = []) {
        for change in changes { note(change) }
    }

    private mutating func note(_ change: Change) {
        switch change {
        case .dashboard(.put(let name, let policy, let body)): dashboards[name] = body.after.section(of: policy)
        case .dashboard(.remove(let name, _, _)): dashboards[name] = nil
        case .role(.putPolicy(let role, let name, let policy)):
            rolePolicies[role, default: [:]][name] = policy.after.digest
        case .role(.deletePolicy(let role, let name, _)): rolePolicies[role]?[name] = nil
        case .eventSubscription(.create(let subscription, _)): sources[subscription.name] = Set(subscription.sources)
        case .eventSubscription(.addSource(let name, let source)): sources[name, default: []].insert(source)
        case .eventSubscription(.removeSource(let name, let source)): sources[name]?.remove(source)
        case .eventSubscription(.delete(let subscription, _)): sources[subscription.name] = nil
        case .role, .eventSubscription(.modify), .eventRule, .database, .bucket, .key, .topic, .alarm, .backupPlan,
            .restoreTesting:
            break
        }
    }
}
