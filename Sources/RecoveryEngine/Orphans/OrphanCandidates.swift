package import RecoveryModel

/// Tagged resources that the policy does not ask for in this target: what has to be checked before anybody says so.
package struct OrphanCandidates: Sendable {
    /// A resource with the name by which its own service knows it.
    package struct Candidate: Sendable, Hashable {
        package var kind: Orphan.Kind
        package var name: String
        package var resource: TaggedResource
    }

    /// Sorted by ARN.
    package let all: [Candidate]

    /// The names of a kind.
    package func names(of kind: Orphan.Kind) -> [String] { all.filter { $0.kind == kind }.map(\.name) }

    /// - Parameter tagged: What carries the policy's tag in the target's region.
    package init(_ context: ControlContext, _ tagged: [TaggedResource]) {
        let policy = context.policy.name
        let required = Required(context)
        all = tagged.sorted { $0.arn < $1.arn }.compactMap { resource in
            // A filter of the request is no proof; what drills made goes with `drctl drill cleanup`.
            guard resource.tags[DrillTag.policy] == policy, resource.tags[DrillTag.drill] == nil,
                let (kind, name) = Self.parsed(resource.arn)
            else { return nil }
            let candidate = Candidate(kind: kind, name: name, resource: resource)
            return required.asks(for: candidate) ? nil : candidate
        }
    }

    /// The kinds that an apply creates and tags; nil for any other.
    private static func parsed(_ arn: String) -> (Orphan.Kind, String)? {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6 else { return nil }
        let rest = parts[5]
        func after(_ prefix: String) -> String? { rest.hasPrefix(prefix) ? String(rest.dropFirst(prefix.count)) : nil }
        switch parts[2] {
        case "cloudwatch": return after("alarm:").map { (.alarm, $0) }
        case "rds":
            return after("es:").map { (.eventSubscription, $0) }
                ?? (after("pg:") ?? after("cluster-pg:")).map { (.parameterGroup, $0) }
        case "s3": return rest.contains("/") ? nil : (.bucket, rest)
        case "sns": return rest.contains(":") ? nil : (.topic, rest)
        case "events": return after("rule/").map { (.eventRule, $0) }
        case "kms": return after("key/").map { (.key, $0) }
        case "backup":
            return after("backup-vault:").map { (.backupVault, $0) } ?? after("backup-plan:").map { (.backupPlan, $0) }
                ?? after("restore-testing-plan:").map { (.restoreTestingPlan, $0) }
        default: return nil
        }
    }
}

/// The names that a policy asks for in a target.
private struct Required {
    private let context: ControlContext
    private let alarms: Set<String>
    private let subscriptions: Set<String>
    /// In every region of the policy: a bucket's name says nothing of where it is.
    private let buckets: Set<String>

    init(_ context: ControlContext) {
        self.context = context
        alarms = Set(context.alarms.map(\.name))
        subscriptions = Set(context.eventSubscriptions.map(\.name))
        let whole = context.target.part.whole
        let account = context.inventory.account
        buckets = Set(
            whole.scope.regions.flatMap { region in
                let place = Place(account: account, region: region)
                return whole.storage.flatMap { [$0.bucket] + [$0.accessLogs].compactMap(\.self) }.map(place.filled)
            })
    }

    func asks(for candidate: OrphanCandidates.Candidate) -> Bool {
        switch candidate.kind {
        case .alarm: alarms.contains(candidate.name)
        case .eventSubscription: subscriptions.contains(candidate.name)
        case .bucket: buckets.contains(candidate.name)
        case .topic: candidate.name == context.policy.notifications?.topic
        // The alias decides which of several keys is the policy's.
        case .key: isUsed(key: candidate)
        case .parameterGroup: isAttached(candidate.name)
        case .backupVault: context.target.backupVaults.contains { $0.name == candidate.name }
        case .backupPlan: isRequired(plan: candidate.name)
        case .eventRule: candidate.name == context.eventRule?.name
        case .restoreTestingPlan: isRequired(restoreTesting: candidate.resource.arn)
        case .dashboard, .eventSource, .role, .rolePolicy: true
        }
    }

    /// Whether the alias that the key was made for is asked for and points to it, or to nothing yet: then the next apply
    /// takes the key.
    private func isUsed(key: OrphanCandidates.Candidate) -> Bool {
        guard let alias = key.resource.tags[KeyChange.aliasTag], context.target.keyAliases.contains(alias) else {
            return false
        }
        guard case .known(let present?) = context.inventory.keys[alias]?.key else { return true }
        return present.id == key.name
    }

    /// Whether a plan of the policy has this id. One whose id could not be read may have it.
    private func isRequired(plan id: String) -> Bool {
        context.policy.backupPlans.contains { plan in
            switch context.inventory.backupPlans[plan.name]?.plan {
            case .known(let found)?: found?.id == id
            case .unavailable?, nil: true
            }
        }
    }

    /// Whether the policy's restore testing plan has this ARN. One that could not be read may have it.
    private func isRequired(restoreTesting arn: String) -> Bool {
        guard context.policy.restoreTestingPlan != nil else { return false }
        switch context.inventory.restoreTesting?.plan {
        case .known(let found)?: return found?.arn == arn
        case .unavailable?, nil: return true
        }
    }

    /// Whether a database that the policy selects has the group. One whose group could not be read may have it.
    private func isAttached(_ group: String) -> Bool {
        context.selections.contains { selection in
            selection.failure != nil
                || selection.databases.contains { $0.parameterGroup.value.map { $0 == group } ?? true }
        }
    }
}
