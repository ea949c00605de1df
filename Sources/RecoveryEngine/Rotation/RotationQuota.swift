package import AWSNames
package import RecoveryModel

/// The room that an account's quota leaves for manual snapshots of one kind of database in a region.
package struct RotationQuota: Sendable, Equatable {
    package var used: Int
    package var limit: Int

    package init(used: Int, limit: Int) {
        self.used = used
        self.limit = limit
    }

    /// Why nothing may be begun: what all rotations make in a region, less what they delete there at once, has to have
    /// room. A quota that could not be read leaves none.
    ///
    /// - Parameter quotas: By kind and region; what is missing could not be read.
    package static func refusals(
        _ rotations: [SnapshotRotation], _ quotas: [DatabaseKind: [Region: RotationQuota]]
    ) -> [String] {
        DatabaseKind.allCases.flatMap { kind -> [String] in
            let steps = rotations.filter { $0.kind == kind }.flatMap(\.steps)
            let regions = Set(steps.filter { $0.action != .delete }.map(\.region)).sorted()
            return regions.compactMap { region in
                let there = steps.filter { $0.region == region }
                let made = there.count { $0.action != .delete }
                let deleted = there.count { $0.action == .delete && !$0.isLater }
                let what = "manual snapshots of \(kind.rawValue)s in \(region)"
                guard let quota = quotas[kind]?[region] else {
                    return "the quota of \(what) could not be read"
                }
                let room = quota.limit - quota.used + deleted
                guard made > room else { return nil }
                return
                    "the quota of \(what) is \(CountText.number(quota.limit)), of which \(CountText.number(quota.used)) are "
                    + "used: there is no room for \(CountText.number(made)) more"
            }
        }
    }
}
