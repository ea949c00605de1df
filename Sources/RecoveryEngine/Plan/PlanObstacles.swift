package import RecoveryModel

/// Finds what keeps the steps of a plan from working, besides permissions, before anything is changed.
package enum PlanObstacles {
    /// A key that something is to use; how KMS describes it.
    package struct UsedKey: Sendable, Hashable {
        /// `Enabled`, `Disabled`, `PendingDeletion`, …
        package var state: String
        /// `ENCRYPT_DECRYPT`, …
        package var usage: String
        /// `SYMMETRIC_DEFAULT`, …
        package var spec: String

        package init(state: String, usage: String, spec: String) {
            self.state = state
            self.usage = usage
            self.spec = spec
        }
    }

    /// How much of a limit is used.
    package struct Room: Sendable, Hashable {
        package var used: Int
        package var limit: Int

        package init(used: Int, limit: Int) {
            self.used = used
            self.limit = limit
        }
    }

    /// What AWS answers.
    package struct Facts: Sendable {
        /// By the name that the step has for the key; nil inside for one that does not exist.
        package var keys: [String: Collected<UsedKey?>] = [:]
        package var rooms: [PlanQuota: Collected<Room>] = [:]

        package init() {}
    }

    /// The keys that have to be looked at, sorted; AWS keeps its own.
    package static func keys(of plan: Plan) -> [String] {
        Set(plan.steps.compactMap(\.change.usedKey)).filter { !$0.contains("alias/aws/") }.sorted()
    }

    /// Those that steps make or enable.
    private static func provided(by plan: Plan) -> Set<String> {
        let changed = plan.steps.compactMap { step -> KeyChange.KeyReference? in
            switch step.change {
            case .key(.create(let alias, _, _)): KeyChange.KeyReference(alias: alias, id: nil)
            case .key(.enable(let key)), .key(.cancelDeletion(let key)): key
            default: nil
            }
        }
        return Set(keys(of: plan)).filter { name in
            changed.contains { key in
                // By its alias alone, by the ARN of its alias, by its id, or by its own ARN.
                name == "alias/\(key.alias)" || name.hasSuffix(":alias/\(key.alias)")
                    || key.id.map { name == $0 || name.hasSuffix("/\($0)") } ?? false
            }
        }
    }

    /// How many each limit is to hold more.
    package static func quotas(of plan: Plan) -> [PlanQuota: Int] {
        Dictionary(plan.steps.compactMap(\.change.quota).map { ($0, 1) }, uniquingKeysWith: +)
    }

    /// The plan, or the part of it that is to be executed, with the obstacles of each step.
    ///
    /// - Parameter roles: As they were observed, by name.
    package static func noted(in plan: Plan, _ facts: Facts, roles: [String: RoleState]) -> Plan {
        let needed = quotas(of: plan)
        let provided = provided(by: plan)
        let sizes = policySizes(of: plan, roles)
        var plan = plan
        for index in plan.steps.indices {
            let change = plan.steps[index].change
            plan.steps[index].obstacles = [
                change.usedKey.flatMap { name in
                    provided.contains(name) ? nil : facts.keys[name].flatMap { obstacle(name, $0) }
                },
                change.quota.flatMap { quota in
                    facts.rooms[quota].flatMap { obstacle(quota, $0, needed: needed[quota] ?? 1) }
                },
                size(change, sizes),
            ].compactMap(\.self)
        }
        return plan
    }

    /// Buckets of which nothing could be planned, since another account has one of the name.
    ///
    /// - Parameters:
    ///   - plan: What is to be executed.
    ///   - whole: The same before steps were taken out.
    package static func takenNames(in plan: Plan, of whole: Plan, _ filter: PlanFilter) -> [PlanObstacle] {
        // A part that was saved says what it is for by its steps.
        guard !filter.isEmpty || plan.steps.count == whole.steps.count else { return [] }
        return plan.unknown.filter { $0.isNameTaken && filter.asks(for: $0) }.map { finding in
            PlanObstacle(
                "another account has a bucket \(finding.resource.name)",
                fix: "names of buckets are unique in all of AWS: choose another in storage[].bucket")
        }
    }

    private static func obstacle(_ name: String, _ found: Collected<UsedKey?>) -> PlanObstacle? {
        switch found {
        case .unavailable(let failure):
            return PlanObstacle(
                "whether key \(name) can be used is not known: \(failure)",
                fix: "allow kms:DescribeKey on it, or look yourself", isCertain: false)
        case .known(nil):
            return PlanObstacle("key \(name) does not exist", fix: "create it, or name another in the policy")
        case .known(let key?):
            guard key.state == "Enabled" else {
                return PlanObstacle(
                    "key \(name) is \(key.state)",
                    fix: key.state == "PendingDeletion"
                        ? "cancel its deletion and enable it, or name another in the policy"
                        : "enable it, or name another in the policy")
            }
            guard key.usage == "ENCRYPT_DECRYPT", key.spec == "SYMMETRIC_DEFAULT" else {
                return PlanObstacle(
                    "key \(name) is of type \(key.spec) for \(key.usage), and services encrypt by symmetric keys alone",
                    fix: "name a symmetric key in the policy")
            }
            return nil
        }
    }

    private static func obstacle(_ quota: PlanQuota, _ found: Collected<Room>, needed: Int) -> PlanObstacle? {
        switch found {
        case .unavailable(let failure):
            return PlanObstacle(
                "whether the quota has room is not known: \(failure)",
                fix: "allow \(quota.actions)", isCertain: false)
        case .known(let room):
            guard room.used + needed > room.limit else { return nil }
            return PlanObstacle(
                "\(room.used) of \(room.limit) \(quota.shown) are used, and the plan makes \(needed) more",
                fix: "delete what nobody needs, or request a higher quota")
        }
    }
}
