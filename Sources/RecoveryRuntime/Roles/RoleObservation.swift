import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

extension Observation {
    static let roles = Observation(kinds: [.role]) { place in
        let names = Set(place.target.policy.roles.map(\.name)).sorted()
        let observation = RoleObservation(observer: place.observer)
        let states = try await place.observer.each(names) { try await observation.observe($0) }
        return { $0.roles = Dictionary(uniqueKeysWithValues: zip(names, states)) }
    }
}

/// Reads a role with its policies.
struct RoleObservation: Sendable {
    let observer: Observer

    func observe(_ name: String) async throws -> RoleState {
        let got = try await observer.ask(IAM.getRole, .init(roleName: name), absentWhen: ["NoSuchEntity"]) { $0.role }
        guard case .known(let role?) = got else { return RoleState(name: name, role: got.map { _ in nil }) }
        async let inline = inlinePolicies(of: name)
        async let attached = observer.list(IAM.listAttachedRolePoliciesPages, .init(roleName: name)) { page in
            try page.attachedPolicies.required("AttachedPolicies").map { try $0.policyArn.required("PolicyArn") }
        }
        var state = RoleState.Role(
            arn: role.arn, trust: Self.document(role.assumeRolePolicyDocument, of: "iam:GetRole"),
            inlinePolicies: try await inline, attachedPolicies: try await attached.map { $0.sorted() },
            // Left out when there is none.
            permissionsBoundary: role.permissionsBoundary?.permissionsBoundaryArn)
        if let boundary = state.permissionsBoundary { state.boundaryPolicy = try await managedPolicy(boundary) }
        state.createdAt = role.createDate.map { Instant(milliseconds: $0.milliseconds) }
        state.lastUsedAt = role.roleLastUsed?.lastUsedDate.map { Instant(milliseconds: $0.milliseconds) }
        state.tags = Dictionary((role.tags ?? []).map { ($0.key ?? "", $0.value ?? "") }) { first, _ in first }
        return RoleState(name: name, role: .known(state))
    }

    /// What a managed policy says in the version that is in force.
    private func managedPolicy(_ arn: String) async throws -> Collected<AccessPolicy?> {
        let version = try await observer.ask(IAM.getPolicy, .init(policyArn: arn)) {
            try $0.policy.required("Policy").defaultVersionId.required("DefaultVersionId")
        }
        switch version {
        case .unavailable(let failure): return .unavailable(failure)
        case .known(let version):
            return try await observer.ask(IAM.getPolicyVersion, .init(policyArn: arn, versionId: version)) {
                try $0.policyVersion.required("PolicyVersion").document.required("Document")
            }
            .flatMap { Self.document($0, of: "iam:GetPolicyVersion") }.map { Optional($0) }
        }
    }

    /// By name.
    func inlinePolicies(of role: String) async throws -> Collected<[String: AccessPolicy]> {
        let names = try await observer.list(IAM.listRolePoliciesPages, .init(roleName: role)) { $0.policyNames }
        guard case .known(let names) = names else { return names.map { _ in [:] } }
        var policies: [String: AccessPolicy] = [:]
        for name in names {
            switch try await inlinePolicy(name, of: role) {
            // Deleted since it was listed.
            case .known(nil): break
            case .known(let policy?): policies[name] = policy
            case .unavailable(let failure): return .unavailable(failure)
            }
        }
        return .known(policies)
    }

    /// One inline policy; nil when the role has none of that name.
    func inlinePolicy(_ name: String, of role: String) async throws -> Collected<AccessPolicy?> {
        try await observer.ask(
            IAM.getRolePolicy, .init(roleName: role, policyName: name), absentWhen: ["NoSuchEntity"]
        ) { Self.document($0.policyDocument, of: "iam:GetRolePolicy") }
        .flatMap { document in
            guard let document else { return .known(nil) }
            return document.map { Optional($0) }
        }
    }

    /// The trust policy of a role.
    func trust(of role: String) async throws -> Collected<AccessPolicy> {
        try await observer.ask(IAM.getRole, .init(roleName: role)) { $0.role.assumeRolePolicyDocument }
            .flatMap { Self.document($0, of: "iam:GetRole") }
    }

    /// IAM returns documents URL-encoded; JSON never begins with a percent sign.
    private static func document(_ text: String?, of operation: String) -> Collected<AccessPolicy> {
        do {
            let text = try text.required("the policy document")
            return .known(
                try AccessPolicy(parsing: text.hasPrefix("%") ? URIEncoding.decode(text) ?? text : text))
        } catch {
            return .unavailable(CollectionFailure(operation: operation, reason: "\(error)"))
        }
    }
}
