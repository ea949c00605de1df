package import AWSCore
import AWSServices
package import RecoveryEngine
package import RecoveryModel

/// Looks for what drctl created in a target and the policy does not ask for any more; never changes anything.
package struct OrphanSearch: Sendable {
    private let observer: Observer
    private let context: ControlContext
    private let handiwork: Collected<Handiwork>
    private let isPruning: Bool

    /// - Parameters:
    ///   - handiwork: What the journals of earlier applies prove.
    ///   - isPruning: Whether orphans are to be removed: then what drctl wrote into roles is read.
    package init(client: AWSClient, context: ControlContext, handiwork: Collected<Handiwork>, isPruning: Bool) {
        self.isPruning = isPruning
        observer = Observer(client: client)
        self.context = context
        self.handiwork = handiwork
    }

    /// The orphans, with what could not be checked.
    ///
    /// - Throws: `CancellationError` only.
    package func list() async throws -> OrphanList {
        async let roles = roles()
        async let dashboards = dashboards()
        let tagged = try await tagged()
        var sightings = Sightings(tagged: tagged, handiwork: handiwork)
        let candidates = OrphanCandidates(context, tagged.value ?? [])
        sightings.alarms = try await alarms(candidates.names(of: .alarm))
        sightings.subscriptions = try await subscriptions(candidates.names(of: .eventSubscription))
        sightings.roles = try await roles
        sightings.dashboards = try await dashboards
        return OrphanFinder.list(context, sightings)
    }

    private var reading: AlertingObservation {
        AlertingObservation(
            observer: observer, account: context.inventory.account, region: context.inventory.region)
    }

    private func tagged() async throws -> Collected<[TaggedResource]> {
        let filter = ResourceGroupsTaggingAPI.TagFilter(key: DrillTag.policy, values: [context.policy.name])
        return try await observer.list(ResourceGroupsTaggingAPI.getResourcesPages, .init(tagFilters: [filter])) {
            page in
            try page.resourceTagMappingList.required("ResourceTagMappingList").map { mapping in
                TaggedResource(
                    arn: try mapping.resourceARN.required("ResourceARN"),
                    tags: Dictionary((mapping.tags ?? []).map { ($0.key ?? "", $0.value ?? "") }) { first, _ in first })
            }
        }
    }

    private func alarms(_ names: [String]) async throws -> Collected<[String: Collected<AlarmState>]> {
        var found: [String: Collected<AlarmState>] = [:]
        // So many one call takes.
        for start in stride(from: 0, to: names.count, by: 100) {
            let part = Array(names[start..<min(start + 100, names.count)])
            switch try await reading.alarms(named: part) {
            case .unavailable(let failure): return .unavailable(failure)
            case .known(let alarms): found.merge(alarms) { $1 }
            }
        }
        return .known(found)
    }

    private func subscriptions(_ names: [String]) async throws -> [String: Collected<EventSubscription?>] {
        let reading = reading
        let states = try await concurrentMap(names) { try await reading.eventSubscription($0) }
        return Dictionary(uniqueKeysWithValues: zip(names, states))
    }

    /// The dashboards that drctl has written and the policy does not name any more. An account has them once.
    private func dashboards() async throws -> [String: Collected<DashboardBody?>] {
        guard context.target.isPrimary else { return [:] }
        let names = (handiwork.value?.dashboards.keys.sorted() ?? [])
            .filter { $0 != context.target.part.whole.dashboard }
        let reading = reading
        let bodies = try await concurrentMap(names) { try await reading.dashboard($0) }
        return Dictionary(uniqueKeysWithValues: zip(names, bodies))
    }

    /// Roles that say of themselves that drctl created them, with their tags: the tagging API lists no roles.
    private func roles() async throws -> Collected<[Collected<Sightings.Role>]> {
        guard context.target.isPrimary else { return .known([]) }
        let required = Set(context.target.part.whole.roles.map(\.name))
        let listed = try await observer.list(IAM.listRolesPages, .init(maxItems: 1_000)) { page in
            try page.roles.required("Roles").filter { $0.description == RoleChange.summary }
                .map { (name: try $0.roleName.required("RoleName"), arn: $0.arn) }
                .filter { !required.contains($0.name) }
        }
        switch listed {
        case .unavailable(let failure): return .unavailable(failure)
        case .known(let roles):
            let search = self
            let seen = try await concurrentMap(roles) { found -> Collected<Sightings.Role>? in
                try await search.role(found.name, found.arn)
            }
            return .known(seen.compactMap { $0 })
        }
    }

    /// Nil for a role of another policy.
    private func role(_ name: String, _ arn: String) async throws -> Collected<Sightings.Role>? {
        let tags = try await observer.list(IAM.listRoleTagsPages, .init(roleName: name)) { page in
            try page.tags.required("Tags").map { ($0.key ?? "", $0.value ?? "") }
        }
        switch tags {
        case .unavailable(let failure): return .unavailable(failure)
        case .known(let pairs):
            let tags = Dictionary(pairs) { first, _ in first }
            guard tags[DrillTag.policy] == context.policy.name else { return nil }
            let policies: Collected<[String: AccessPolicy]> =
                isPruning ? try await RoleObservation(observer: observer).inlinePolicies(of: name) : .known([:])
            return .known(Sightings.Role(name: name, arn: arn, tags: tags, inlinePolicies: policies))
        }
    }
}
