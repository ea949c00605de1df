import RecoveryEngine
import RecoveryModel

/// What was read of a region for a policy that is being written.
struct LiveReading: Sendable {
    var draft: LiveDraft
    var policy: LivePolicy
    var inventory: Inventory
    /// Why keys have no names; nil when they have.
    var aliases: CollectionFailure?

    /// What exists and cannot stand in a policy.
    var left: [String] {
        draft.choice.left
            + (aliases.map { ["names of keys: they are written as ARNs, since \($0)"] } ?? [])
    }

    /// What an audit of the region finds violated, or does not know, where the policy has the last word.
    func findings(of policy: RecoveryPolicy) -> [Finding] {
        var seen = inventory
        // No drill of it has run yet.
        if policy.drill != nil { seen.drills = .known([]) }
        let target = Target(policy, account: inventory.account, region: inventory.region)
        return Auditor.audit(ControlContext(target, seen)).findings.filter {
            if case .unknown = $0.verdict { true } else { $0.verdict == .violated }
        }
    }
}
