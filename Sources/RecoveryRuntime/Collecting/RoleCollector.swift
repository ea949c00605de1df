import AWSCore
import AWSServices
import RecoveryModel

/// Observes a role with its policies.
struct RoleCollector: Sendable {
    let observer: Observer

    func collect(_ name: String) async throws -> RoleState {
        let got = try await observer.ask(IAM.getRole, .init(roleName: name), absentWhen: ["NoSuchEntity"]) { $0.role }
        guard case .known(let role?) = got else { return RoleState(name: name, role: got.map { _ in nil }) }
        async let inline = inlinePolicies(of: name)
        async let attached = observer.list(IAM.listAttachedRolePoliciesPages, .init(roleName: name)) { page in
            (page.attachedPolicies ?? []).compactMap(\.policyArn)
        }
        return RoleState(
            name: name,
            role: .known(
                RoleState.Role(
                    arn: role.arn, trust: Self.document(role.assumeRolePolicyDocument, of: "iam:GetRole"),
                    inlinePolicies: try await inline, attachedPolicies: try await attached.map { $0.sorted() },
                    permissionsBoundary: role.permissionsBoundary?.permissionsBoundaryArn)))
    }

    private func inlinePolicies(of role: String) async throws -> Collected<[String: AccessPolicy]> {
        let names = try await observer.list(IAM.listRolePoliciesPages, .init(roleName: role)) { $0.policyNames }
        guard case .known(let names) = names else { return names.map { _ in [:] } }
        var policies: [String: AccessPolicy] = [:]
        for name in names {
            let policy = try await observer.ask(IAM.getRolePolicy, .init(roleName: role, policyName: name)) {
                Self.document($0.policyDocument, of: "iam:GetRolePolicy")
            }
            switch policy.flatMap({ $0 }) {
            case .known(let policy): policies[name] = policy
            case .unavailable(let failure): return .unavailable(failure)
            }
        }
        return .known(policies)
    }

    /// IAM returns documents URL-encoded.
    private static func document(_ text: String?, of operation: String) -> Collected<AccessPolicy> {
        do {
            let text = try text.required("the policy document")
            return .known(
                try AccessPolicy(parsing: text.hasPrefix("%7B") ? URIEncoding.decode(text) ?? text : text))
        } catch {
            return .unavailable(CollectionFailure(operation: operation, reason: "\(error)"))
        }
    }
}
