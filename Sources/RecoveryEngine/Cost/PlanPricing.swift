import AWSNames
package import RecoveryModel

/// What a target costs as it is, from which the cost of any part of its plan follows.
package struct PlanPricing: Sendable {
    private let observed: CostBasis
    private let prices: PriceTable

    /// The databases' data is supposed to be all that is allocated: CloudWatch is not asked for a plan.
    package init(_ context: ControlContext, _ prices: PriceTable = .standard) {
        observed = CostBasis(observed: context, StorageSizes())
        self.prices = prices
    }

    package func cost(of steps: [Step]) -> PlanCost {
        var before = observed
        // What a step adds is a line of its own: how many there are already does not matter.
        before.things = []
        var after = before
        var besides: [String] = []
        for step in steps {
            switch step.change {
            case .database(.modify(_, let id, let settings)):
                for setting in settings { Self.apply(setting, to: id, &after, &besides) }
            case .key(.create(let alias, _, _)): after.add(1, "Key alias/\(alias)", .key)
            case .key(.enableRotation(let key, let period)) where period.before == nil:
                after.add(CostedThings.rotatedKey - 1, "Rotations of alias/\(key.alias)", .key)
            case .alarm(.put(let alarm, _)) where alarm.before == nil:
                after.add(1, "Alarm \(alarm.after.name)", .alarm)
            case .alarm(.delete(let alarm, _)): after.add(-1, "Alarm \(alarm.name)", .alarm)
            case .dashboard(.put(let name, let body)) where body.before == nil:
                after.add(1, "Dashboard \(name)", .dashboard)
            case .dashboard(.delete(let name, _)): after.add(-1, "Dashboard \(name)", .dashboard)
            case .bucket(.putLifecycle(let bucket, _)):
                besides.append("what the lifecycle rules of \(bucket) move and delete")
            case .backupPlan: besides.append("what AWS Backup will keep")
            case .restoreTesting: besides.append("the restore tests of AWS Backup")
            case .database(.replicateBackups(let replication)):
                besides.append("the backups of \(replication.instance) in \(replication.region)")
            case .eventRule, .alarm, .dashboard, .database, .key, .bucket, .role, .topic, .eventSubscription: break
            }
        }
        let (old, new) = (CostSheet(before, prices), CostSheet(after, prices))
        let changed = Set(old.items).symmetricDifference(new.items)
        return PlanCost(
            change: old.change(to: new), besides: besides, pricesOf: changed.compactMap(\.price?.date).min())
    }

    private static func apply(
        _ setting: DatabaseSetting, to id: String, _ basis: inout CostBasis, _ besides: inout [String]
    ) {
        switch setting {
        case .backupRetention(let days):
            for index in basis.databases.indices where basis.databases[index].id == id {
                basis.databases[index].automatedDays = .known(days.after)
            }
        case .multiAZ: besides.append("the standby of \(id)")
        case .logExports: besides.append("the exported logs of \(id)")
        case .backupWindow, .maintenanceWindow, .deletionProtection, .copyTagsToSnapshots, .publicAccess,
            .minorVersionUpgrades, .iamAuthentication, .parameterGroup, .storageLimit:
            break
        }
    }
}

extension CostBasis {
    fileprivate mutating func add(_ count: Int, _ title: String, _ item: BillingItem) {
        things.append(Thing(title: title, basis: "added by a step", count: .known(count), item: item, region: region))
    }
}
