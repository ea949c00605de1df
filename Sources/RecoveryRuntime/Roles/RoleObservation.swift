import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

extension Observation {
    static let roles = Observation(kinds: [.role]) { place in
        let names = Set(
            place.target.policy.roles.map(\.name) + place.target.serviceRoles + (try await replicating(place))
        ).sorted()
        let observation = RoleObservation(observer: place.observer)
        let listed = place.target.listsRoles ? try await observation.listed(Set(names)) : [:]
        let states = try await observation.whole(names, listed: listed)
        return { $0.roles = Dictionary(uniqueKeysWithValues: zip(names, states)) }
    }
}

/// The roles that replications between the policy's buckets name, whoever has made them.
private func replicating(_ place: Observation.Place) async throws -> [String] {
    let buckets = Set(place.target.replicationRoutes.map(\.source)).sorted()
    let reading = BucketObservation(observer: place.observer, account: place.account)
    return try await place.observer.each(buckets) { try await reading.replication($0) }
        .compactMap { ($0.value ?? nil)?.roleName }
}

/// Reads a role with its policies.
struct RoleObservation: Sendable {
    let observer: Observer

    /// Those of these roles that the account's list describes in full, by name, a page of the list being one call. What
    /// it does not describe is no role that is missing: it has to be read by itself.
    func listed(_ names: Set<String>) async throws -> [String: RoleState] {
        let found = try await observer.list(
            IAM.getAccountAuthorizationDetailsPages, .init(filter: [.role], maxItems: 1_000),
            until: { $0.count >= names.count }
        ) { page in
            (page.roleDetailList ?? []).filter { names.contains($0.roleName ?? "") }.compactMap(
                RoleState.init(described:))
        }
        return Dictionary((found.value ?? []).map { ($0.name, $0) }) { first, _ in first }
    }

    /// Roles with all of their policies.
    ///
    /// - Parameter listed: Those that are described already, by name.
    func whole(_ names: [String], listed: [String: RoleState] = [:]) async throws -> [RoleState] {
        let states = try await observer.each(names) { name in
            if let state = listed[name] { return state }
            return try await observe(name)
        }
        // Many roles have one boundary, and one policy of AWS's own.
        let managed = Set(states.flatMap(\.managedPolicies)).sorted()
        let policies = Dictionary(uniqueKeysWithValues: zip(managed, try await observer.each(managed, managedPolicy)))
        return states.map { $0.completed(policies) }
    }

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
        state.createdAt = role.createDate.map { Instant(milliseconds: $0.milliseconds) }
        state.lastUsedAt = role.roleLastUsed?.lastUsedDate.map { Instant(milliseconds: $0.milliseconds) }
        state.tags = Dictionary((role.tags ?? []).map { ($0.key ?? "", $0.value ?? "") }) { first, _ in first }
        return RoleState(name: name, role: .known(state))
    }

    /// What a managed policy says in the version that is in force.
    func managedPolicy(_ arn: String) async throws -> Collected<AccessPolicy> {
        let version = try await observer.ask(IAM.getPolicy, .init(policyArn: arn)) {
            try $0.policy.required("Policy").defaultVersionId.required("DefaultVersionId")
        }
        switch version {
        case .unavailable(let failure): return .unavailable(failure)
        case .known(let version):
            return try await observer.ask(IAM.getPolicyVersion, .init(policyArn: arn, versionId: version)) {
                try $0.policyVersion.required("PolicyVersion").document.required("Document")
            }
            .flatMap { Self.document($0, of: "iam:GetPolicyVersion") }
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
    fileprivate static func document(_ text: String?, of operation: String) -> Collected<AccessPolicy> {
        do {
            let text = try text.required("the policy document")
            return .known(
                try AccessPolicy(parsing: text.hasPrefix("%") ? URIEncoding.decode(text) ?? text : text))
        } catch {
            return .unavailable(CollectionFailure(operation: operation, reason: "\(error)"))
        }
    }
}

extension RoleState {
    /// The ARNs of the managed policies that decide what the role may do: what is attached, and its boundary.
    fileprivate var managedPolicies: [String] {
        guard case .known(let role?) = role else { return [] }
        return (role.attachedPolicies.value ?? []) + [role.permissionsBoundary].compactMap { $0 }
    }

    /// With what its managed policies say, by ARN.
    fileprivate func completed(_ policies: [String: Collected<AccessPolicy>]) -> RoleState {
        var state = self
        state.role = role.map { role in
            guard var role else { return nil }
            let attached = Set(role.attachedPolicies.value ?? [])
            role.managedPolicies = policies.filter { attached.contains($0.key) }
            if let policy = role.permissionsBoundary.flatMap({ policies[$0] }) {
                role.boundaryPolicy = policy.map { Optional($0) }
            }
            return role
        }
        return state
    }

    /// A role of the account's list; nil when the list leaves something out.
    fileprivate init?(described role: IAM.RoleDetail) {
        let operation = "iam:GetAccountAuthorizationDetails"
        guard let name = role.roleName, let arn = role.arn, let inline = role.rolePolicyList,
            let attached = role.attachedManagedPolicies
        else { return nil }
        var documents: Collected<[String: AccessPolicy]> = .known([:])
        for policy in inline {
            guard let name = policy.policyName else { return nil }
            documents = documents.flatMap { others in
                RoleObservation.document(policy.policyDocument, of: operation).map {
                    others.merging([name: $0]) { $1 }
                }
            }
        }
        let arns = attached.compactMap(\.policyArn)
        guard arns.count == attached.count else { return nil }
        var state = Role(
            arn: arn, trust: RoleObservation.document(role.assumeRolePolicyDocument, of: operation),
            inlinePolicies: documents, attachedPolicies: .known(arns.sorted()),
            permissionsBoundary: role.permissionsBoundary?.permissionsBoundaryArn)
        state.createdAt = role.createDate.map { Instant(milliseconds: $0.milliseconds) }
        state.lastUsedAt = role.roleLastUsed?.lastUsedDate.map { Instant(milliseconds: $0.milliseconds) }
        state.tags = Dictionary((role.tags ?? []).map { ($0.key ?? "", $0.value ?? "") }) { first, _ in first }
        self.init(name: name, role: .known(state))
    }
}
