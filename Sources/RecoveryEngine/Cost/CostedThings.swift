import AWSNames
import RecoveryModel

/// What a target has that is billed by the month whatever its size: keys, replicas of secrets, alarms, the dashboard.
///
/// A topic, its subscriptions, events of RDS and lifecycle rules have no monthly price.
struct CostedThings {
    let context: ControlContext

    init(_ context: ControlContext) { self.context = context }

    private var region: Region { Region(context.target.place.region) }

    var required: [CostBasis.Thing] {
        keys { policy, _ in .known(policy.rotation == nil ? 1 : Self.rotatedKey) }
            + secrets { _, _ in .known(1) }
            + alarms(.known(context.alarms.count)) + dashboard(.known(1))
    }

    /// What could not be read is not known.
    var observed: [CostBasis.Thing] {
        let inventory = context.inventory
        return keys { policy, region in
            guard let state = inventory.keys[policy.alias] else {
                return .unavailable(.notCollected("kms:DescribeKey"))
            }
            return state.key.flatMap { key in
                guard let key, region == self.region || key.regions.contains(region.rawValue) else { return .known(0) }
                return key.rotation.map { $0.enabled ? Self.rotatedKey : 1 }
            }
        }
            + secrets { name, region in
                guard let state = inventory.secrets[name] else {
                    return .unavailable(.notCollected("secretsmanager:DescribeSecret"))
                }
                return state.secret.map { $0?.replicas.contains(region.rawValue) == true ? 1 : 0 }
            }
            + alarms(inventory.alarms.map { there in context.alarms.count { there[$0.name] != nil } })
            + dashboard(
                (inventory.dashboards[context.policy.dashboard ?? ""]
                    ?? .unavailable(.notCollected("cloudwatch:GetDashboard"))).map { $0 == nil ? 0 : 1 })
    }

    /// KMS bills the first two rotations of a key like a key, and no later one.
    ///
    /// https://aws.amazon.com/kms/pricing/
    static let rotatedKey = 3

    private func keys(_ count: (KeyPolicy, Region) -> Collected<Int>) -> [CostBasis.Thing] {
        context.policy.keys.flatMap { key in
            let elsewhere =
                context.target.isPrimary
                ? key.replicas.filter { $0 != region && !context.target.isCounted(key, in: $0) }.sorted() : []
            return ([region] + elsewhere).map { place in
                let number = count(key, place)
                return CostBasis.Thing(
                    title: "Key alias/\(key.alias)" + (place == region ? "" : " in \(place)"),
                    basis: number.value == Self.rotatedKey ? "a key with the two rotations that KMS bills" : "a key",
                    count: number, item: .key, region: place)
            }
        }
    }

    /// The replicas of each secret: the secret itself is the application's.
    private func secrets(_ count: (String, Region) -> Collected<Int>) -> [CostBasis.Thing] {
        context.target.secrets.flatMap { name in
            let entries = context.policy.databases.filter { $0.secrets.contains(name) }
            return Set(entries.flatMap(\.secretRules.replicateTo)).sorted().map { region in
                CostBasis.Thing(
                    title: "Secret \(name) in \(region)", basis: "a replica", count: count(name, region), item: .secret,
                    region: region)
            }
        }
    }

    private func alarms(_ count: Collected<Int>) -> [CostBasis.Thing] {
        guard !context.alarms.isEmpty else { return [] }
        return [
            CostBasis.Thing(
                title: "Alarms", basis: count.value.map { CountText.of($0, "alarm") } ?? "alarms", count: count,
                item: .alarm,
                region: region)
        ]
    }

    private func dashboard(_ count: Collected<Int>) -> [CostBasis.Thing] {
        guard let name = context.policy.dashboard else { return [] }
        return [
            CostBasis.Thing(
                title: "Dashboard \(name)", basis: "one, which several policies may share", count: count,
                item: .dashboard,
                region: region)
        ]
    }
}

extension Target {
    /// Whether a key is counted in another region of the policy, as one of that region's own.
    fileprivate func isCounted(_ key: KeyPolicy, in region: Region) -> Bool {
        part.whole.targetRegions.contains(region)
            && part.whole.part(in: region).policy.keys.contains { $0.alias == key.alias }
    }
}
