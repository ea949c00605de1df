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
            case .dashboard(.put(let name, _, let body)) where body.before == nil:
                after.add(1, "Dashboard \(name)", .dashboard)
            case .dashboard(.remove(let name, let policy, let was)) where was.without(policy).isEmpty:
                after.add(-1, "Dashboard \(name)", .dashboard)
            case .alarm(.put), .dashboard, .key(.enableRotation): break
            case .database, .bucket, .key, .backupPlan, .restoreTesting, .role, .topic, .eventRule, .eventSubscription:
                besides += [step.change.besidesPrices].compactMap(\.self)
            }
        }
        let (old, new) = (CostSheet(before, prices), CostSheet(after, prices))
        let changed = Set(old.items).symmetricDifference(new.items)
        return PlanCost(
            change: old.change(to: new).ofPlan, besides: besides, pricesOf: changed.compactMap(\.price?.date).min())
    }

    private static func apply(
        _ setting: DatabaseSetting, to id: String, _ basis: inout CostBasis, _ besides: inout [String]
    ) {
        switch setting {
        case .backupRetention(let days):
            let places = basis.databases.indices.filter { basis.databases[$0].id == id }
            for index in places { basis.databases[index].automatedDays = .known(days.after) }
            if places.isEmpty { besides.append("the backups of \(id)") }
        case .multiAZ: besides.append("the standby of \(id)")
        case .logExports: besides.append("the exported logs of \(id)")
        case .backupWindow, .maintenanceWindow, .deletionProtection, .copyTagsToSnapshots, .publicAccess,
            .minorVersionUpgrades, .iamAuthentication, .parameterGroup, .storageLimit:
            break
        }
    }
}

extension CostChange {
    /// Without the options of `drctl cost`, which a plan does not have.
    fileprivate var ofPlan: CostChange {
        guard case .unknown(let reason) = self, let option = reason.firstRange(of: " (--") else { return self }
        return .unknown("\(reason[..<option.lowerBound]); drctl cost can be told")
    }
}

extension CostBasis {
    fileprivate mutating func add(_ count: Int, _ title: String, _ item: BillingItem) {
        things.append(Thing(title: title, basis: "added by a step", count: .known(count), item: item, region: region))
    }
}
