package import RecoveryModel

/// The calls of a plan, as questions to the IAM policy simulator: a caller who may not make the last step must not make the
/// first.
package enum PlanPermissions {
    /// Every call on a resource that is known by its ARN. What is named by a pattern only, such as a key that is not made
    /// yet, cannot be asked about.
    package static func questions(_ plan: Plan) -> [PermissionQuestion] {
        let place = Place(account: plan.account, region: plan.region)
        var actions: [String: Set<String>] = [:]
        for need in plan.steps.flatMap(\.facts.needs) {
            let arn = need.arn(at: place)
            guard arn == "*" || !arn.contains("*") else { continue }
            actions[arn, default: []].insert(need.action)
        }
        // One question for all resources that the same is done with.
        let groups = Dictionary(grouping: actions.keys) { actions[$0, default: []] }
        return groups.sorted { $0.key.sorted().lexicographicallyPrecedes($1.key.sorted()) }.map { actions, arns in
            PermissionQuestion(
                actions.sorted(), on: arns.sorted(), context: ["aws:RequestTag/drctl:policy": [plan.policy]])
        }
    }

    /// What is certainly refused of a plan's calls; a condition whose values only the real call has decides nothing here.
    package static func refusals(_ facts: PermissionFacts, of plan: Plan) -> [PermissionFacts.Refusal] {
        let place = Place(account: plan.account, region: plan.region)
        let calls = Set(plan.steps.flatMap(\.facts.needs).map { "\($0.action) \($0.arn(at: place))" })
        return facts.refusals.filter {
            $0.undecidedBy.isEmpty && $0.isCertain && calls.contains("\($0.action) \($0.resource)")
        }
    }
}
