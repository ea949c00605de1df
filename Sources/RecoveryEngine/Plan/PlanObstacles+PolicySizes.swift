import RecoveryModel

// Whether the inline policies of a role fit into IAM's limit together.
extension PlanObstacles {
    /// The characters of all inline policies that each role would have; only of roles whose policies are known.
    static func policySizes(of plan: Plan, _ roles: [String: RoleState]) -> [String: Int] {
        var policies: [String: [String: AccessPolicy]] = [:]
        func held(_ role: String) -> [String: AccessPolicy]? {
            if let known = policies[role] { return known }
            switch roles[role]?.role {
            case nil, .known(nil)?: return [:]
            case .known(let role?)?: return role.inlinePolicies.value
            case .unavailable?: return nil
            }
        }
        for step in plan.steps {
            switch step.change {
            case .role(.putPolicy(let role, let name, let document)):
                guard var all = held(role) else { continue }
                all[name] = document.after
                policies[role] = all
            case .role(.deletePolicy(let role, let name, _)):
                guard var all = held(role) else { continue }
                all[name] = nil
                policies[role] = all
            default: break
            }
        }
        return policies.mapValues { $0.values.map(PolicySize.of).reduce(0, +) }
    }

    static func size(_ change: Change, _ sizes: [String: Int]) -> PlanObstacle? {
        guard case .role(.putPolicy(let role, _, _)) = change, let size = sizes[role],
            size > PolicySize.inlineOfRole
        else { return nil }
        return PlanObstacle(
            "the inline policies of role \(role) would have \(CountText.number(size)) characters, "
                + "and IAM allows \(CountText.number(PolicySize.inlineOfRole))",
            fix: "divide the role's duties among several roles, or take an inline policy of others away")
    }
}
