import RecoveryEngine
import RecoveryModel
import Synchronization

/// The targets of policies that were asked for lately. Most tests look at one policy many times, and what it demands takes
/// longer to derive than all that is done with it.
final class KnownTargets: Sendable {
    static let shared = KnownTargets()
    /// The newest last.
    private let known = Mutex<[Target]>([])

    /// The target of the policy in the account and region of the inventory.
    func target(of policy: RecoveryPolicy, in inventory: Inventory) -> Target {
        let place = Place(account: inventory.account, region: inventory.region)
        if let found = known.withLock({ $0.last { $0.place == place && $0.part.whole == policy } }) { return found }
        let target = Target(policy, account: inventory.account, region: inventory.region)
        known.withLock { $0 = $0.suffix(31) + [target] }
        return target
    }
}
