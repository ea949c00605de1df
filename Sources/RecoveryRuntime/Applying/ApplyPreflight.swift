package import AWSCore
import AWSServices
import RecoveryEngine
package import RecoveryModel

/// Asks, before anything is changed, whether the caller may make a plan's calls, and who else manages its resources.
package struct ApplyPreflight: Sendable {
    let client: AWSClient
    /// By ARN.
    let caller: String

    package init(client: AWSClient, caller: String) {
        self.client = client
        self.caller = caller
    }

    /// What IAM says of the plan's calls.
    ///
    /// - Throws: Only `CancellationError`: not to be able to ask is a valid answer.
    package func permissions(for plan: Plan) async throws -> PermissionFacts {
        try await PolicySimulator(client: client).answers(PlanPermissions.questions(plan), for: caller)
    }

    /// The plan with who manages each resource, as far as its tags tell; with the reason, when some could not be read.
    ///
    /// - Parameter roles: As they were observed, by name: the tagging API lists none.
    /// - Throws: Only `CancellationError`.
    package func managed(_ plan: Plan, roles: [String: RoleState]) async throws -> (plan: Plan, failure: String?) {
        var plan = plan
        for index in plan.steps.indices where plan.steps[index].facts.resource.kind == .role {
            let role = roles[plan.steps[index].facts.resource.name]?.role.value ?? nil
            plan.steps[index].manager = role.flatMap { StackTags.manager($0.tags) }
        }
        let place = Place(account: plan.account, region: plan.region)
        let arns = plan.steps.map { StackTags.arn(of: $0, at: place) }
        let known = Set(arns.compactMap(\.self)).sorted()
        guard !known.isEmpty else { return (plan, nil) }
        var managers: [String: String] = [:]
        do {
            // So many one call takes.
            for start in stride(from: 0, to: known.count, by: 100) {
                let part = Array(known[start..<min(start + 100, known.count)])
                for try await page in client.pages(
                    ResourceGroupsTaggingAPI.getResourcesPages, .init(resourceARNList: part))
                {
                    for mapping in page.resourceTagMappingList ?? [] {
                        guard let arn = mapping.resourceARN else { continue }
                        let tags = (mapping.tags ?? []).map { ($0.key ?? "", $0.value ?? "") }
                        managers[arn] = StackTags.manager(Dictionary(tags) { first, _ in first })
                    }
                }
            }
        } catch let error as ClientError {
            return (plan, "\(error)")
        }
        for (index, arn) in arns.enumerated() {
            if let arn { plan.steps[index].manager = managers[arn] }
        }
        return (plan, nil)
    }
}
