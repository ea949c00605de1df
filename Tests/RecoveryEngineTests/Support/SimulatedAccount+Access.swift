import RecoveryModel

extension SimulatedAccount {
    mutating func make(_ change: KeyChange, _ whole: Change) throws {
        if case .create(let alias, let policy, _) = change {
            guard inventory.keys[alias]?.key.value ?? nil == nil else { throw Refused(whole, "AlreadyExistsException") }
            let key = KeyState.Key(
                id: "key-\(alias)", arn: "arn:aws:kms:us-east-1:123456789012:key/key-\(alias)", state: "Enabled",
                rotation: .known(.init(enabled: false)), policy: .known(policy))
            inventory.keys[alias] = KeyState(alias: alias, key: .known(key))
            return
        }
        let alias = whole.facts.resource.name
        guard case .known(var key?) = inventory.keys[alias]?.key else { throw Refused(whole, "NotFoundException") }
        func require(_ state: String) throws {
            guard key.state == state else { throw Refused(whole, "KMSInvalidStateException: \(key.state)") }
        }
        switch change {
        case .create: break
        case .enable:
            try require("Disabled")
            key.state = "Enabled"
        case .cancelDeletion:
            try require("PendingDeletion")
            key.state = "Disabled"
        case .enableRotation(_, let period):
            try require("Enabled")
            guard (90...2_560).contains(period.after) else { throw Refused(whole, "ValidationException") }
            key.rotation = .known(.init(enabled: true, periodDays: period.after))
        case .putPolicy(_, let policy):
            try written(policy, over: key.policy.value, whole)
            key.policy = .known(policy.after)
        }
        inventory.keys[alias]?.key = .known(key)
    }

    mutating func make(_ change: RoleChange, _ whole: Change) throws {
        let name = whole.facts.resource.name
        if case .create(_, let trust, let boundary, _) = change {
            guard inventory.roles[name]?.role.value ?? nil == nil else { throw Refused(whole, "EntityAlreadyExists") }
            var role = RoleState.Role(
                arn: "arn:aws:iam::123456789012:role/\(name)", trust: .known(trust), inlinePolicies: .known([:]),
                attachedPolicies: .known([]), permissionsBoundary: boundary)
            role.createdAt = Estate.now - TimeSpan(1, .days)
            if boundary != nil { role.boundaryPolicy = .known(.allowingAll) }
            inventory.roles[name] = RoleState(name: name, role: .known(role))
            return
        }
        guard case .known(var role?) = inventory.roles[name]?.role else { throw Refused(whole, "NoSuchEntity") }
        var inline = role.inlinePolicies.value ?? [:]
        switch change {
        case .create: break
        case .putTrust(_, let trust):
            try written(trust, over: role.trust.value, whole)
            role.trust = .known(trust.after)
        case .putPolicy(_, let policy, let document):
            try written(document, over: inline[policy], whole)
            guard !document.after.statements.isEmpty else { throw Refused(whole, "MalformedPolicyDocument") }
            inline[policy] = document.after
            // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
            guard inline.values.map(\.json.compact.count).reduce(0, +) <= 10_240 else {
                throw Refused(whole, "LimitExceeded")
            }
            role.inlinePolicies = .known(inline)
        case .putBoundary(_, let arn):
            role.permissionsBoundary = arn.after
            role.boundaryPolicy = .known(.allowingAll)
        case .deletePolicy(_, let policy, let was):
            guard inline[policy]?.digest == was.digest else { throw Refused(whole, "the document has moved") }
            inline[policy] = nil
            role.inlinePolicies = .known(inline)
        case .attachPolicy(_, let arn):
            role.attachedPolicies = role.attachedPolicies.map { $0.contains(arn) ? $0 : ($0 + [arn]).sorted() }
        case .detachPolicy(_, let arn):
            guard role.attachedPolicies.value?.contains(arn) == true else { throw Refused(whole, "NoSuchEntity") }
            role.attachedPolicies = role.attachedPolicies.map { $0.filter { $0 != arn } }
        }
        inventory.roles[name]?.role = .known(role)
    }
}

extension AccessPolicy {
    /// A boundary that stops nothing.
    static let allowingAll = AccessPolicy(statements: [AccessStatement(.allow, actions: ["*"], resources: ["*"])])
}
