import RecoveryModel

/// The role with which S3 replicates: drctl's own, or the one that somebody has named in a configuration.
struct ReplicationRole: Sendable {
    /// What lets S3 assume a role.
    static let trust = AccessPolicy.assumable(by: service)
    private static let service = "s3.amazonaws.com"

    private let context: ControlContext
    private let name: String
    private let state: RoleState
    /// What it must be allowed.
    private let needed: AccessPolicy
    private let routes: [ReplicationRoute]
    private let isOwn: Bool

    /// - Parameter routes: What it has to replicate.
    init(_ name: String, for routes: [ReplicationRoute], in context: ControlContext) {
        self.context = context
        self.name = name
        self.routes = routes
        let scope = DutyScope(target: context.target)
        needed = AccessPolicy(statements: routes.flatMap { $0.statements(in: scope) })
        isOwn = name == context.policy.replicationRole
        state =
            context.inventory.roles[name] ?? RoleState(name: name, role: .unavailable(.notCollected("iam:GetRole")))
    }

    /// One inline policy for each region: an apply of one region does not know what another one needs.
    private var policyName: String { "drctl-replication-\(context.target.place.region)" }

    /// What keeps S3 from using it; empty when nothing does. What other regions' keys and buckets say is not seen here.
    var faults: Collected<[String]> {
        state.role.flatMap { role -> Collected<[String]> in
            guard let role else { return .known(["role \(name) not found"]) }
            return role.trust.flatMap { isTrusted(by: $0, role.arn).settled("iam:GetRole") }.flatMap { trusted in
                refused(to: role).map { refused in
                    (trusted.isRefusal ? ["S3 may not assume role \(name)"] : [])
                        + (refused.isEmpty ? [] : ["role \(name) may not \(Shown.text(refused))"])
                        + excess(of: role)
                }
            }
        }
    }

    /// What drctl's own policy says otherwise than it is to say, such as rights for a bucket that is replicated no more.
    private func excess(of role: RoleState.Role) -> [String] {
        guard isOwn, let own = (role.inlinePolicies.value ?? [:])[policyName] else { return [] }
        let differences = own.differences(from: needed)
        return differences.isEmpty ? [] : ["policy \(policyName) differs: \(differences.joined(separator: "; "))"]
    }

    /// The actions that are not allowed, sorted: by the role's own policies and boundary, and by what the keys and the
    /// buckets of this place deny.
    private func refused(to role: RoleState.Role) -> Collected<[String]> {
        if let failure = role.unreadPolicy { return .unavailable(failure) }
        let granted = role.readPolicy
        return role.boundaryPolicy.flatMap { boundary in
            var refused: Set<String> = []
            var doubts: [AccessAnswer] = []
            var unseen: CollectionFailure?
            for atom in Set(needed.atoms) {
                let found = key(of: atom)
                var question = atom.question(by: role.arn)
                question["aws:SecureTransport"] = .value("true")
                if let key = found.value ?? nil { question.resource = key.arn }
                let besides = found.flatMap { others(question, $0) }
                unseen = unseen ?? besides.failure
                let answers =
                    [granted, boundary].compactMap(\.self).map { $0.answer(question) } + (besides.value ?? [])
                doubts += answers
                guard answers.contains(where: \.isRefusal) else { continue }
                if !isOwn, atom.action.hasPrefix("kms:"), found == .known(nil) {
                    // With somebody's role the key may be named by an ARN that is not known here.
                    unseen = CollectionFailure(
                        operation: "kms:DescribeKey",
                        reason: "whether role \(name) may use the replica's key cannot be told from here")
                    continue
                }
                refused.insert(atom.action)
            }
            // What is certainly refused is a violation, whatever else cannot be settled.
            if refused.isEmpty, let doubt = unseen ?? doubts.firstDoubt("iam:GetRolePolicy") {
                return .unavailable(doubt)
            }
            return .known(refused.sorted())
        }
    }

    /// What the key's own policy says to it, or the source bucket's, which has to allow nothing and may deny.
    private func others(_ question: AccessQuestion, _ key: KeyState.Key?) -> Collected<[AccessAnswer]> {
        if let key { return key.policy.map { [$0.answer(question)] } }
        let place = context.target.place
        let source = routes.lazy.map(\.source).first { name in
            let arn = place.arn("s3", name)
            return question.resource == arn || question.resource.hasPrefix("\(arn)/")
        }
        guard let bucket = source.flatMap({ context.inventory.buckets[$0] }) else { return .known([]) }
        return bucket.policy.map { policy in
            guard let answer = policy?.answer(question), answer != .notAllowed, answer != .allowed else { return [] }
            return [answer]
        }
    }

    /// The key that a request is about, of those of this place; nil for what is no key of it.
    private func key(of atom: AccessAtom) -> Collected<KeyState.Key?> {
        let here = context.target.place.arn("kms", "key/")
        guard atom.action.hasPrefix("kms:"), atom.resource.hasPrefix(here) else { return .known(nil) }
        let named = atom.condition.first { $0.key == "kms:resourcealiases" }?.values.first
        guard let alias = named.map({ String($0.dropFirst("alias/".count)) }) else {
            let held = context.inventory.keys.values.compactMap { $0.key.value ?? nil }
            return .known(held.first { $0.arn == atom.resource })
        }
        return context.inventory.keys[alias]?.key ?? .unavailable(.notCollected("kms:DescribeKey"))
    }

    private func isTrusted(by trust: AccessPolicy, _ role: String) -> AccessAnswer {
        trust.answer(toAssumptionOf: role, by: Self.service, in: context.target.place)
    }

    /// Creates the policy's own role, or writes what it needs; the roles of others are for their owners.
    var remedy: Remedy {
        guard isOwn else {
            return .procedure(
                "Let s3.amazonaws.com assume the role \(name), and allow it what S3 needs: "
                    + "https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html.")
        }
        let present = state.role.value ?? nil
        let before = (present?.inlinePolicies.value ?? [:])[policyName]
        let put = Change.role(.putPolicy(role: name, name: policyName, Edit(before, to: needed)))
        guard let present else {
            return .changes([
                .role(.create(name: name, trust: Self.trust, boundary: nil, tags: context.target.tags)), put,
            ])
        }
        guard case .known(let trust) = present.trust, !isTrusted(by: trust, present.arn).isRefusal else {
            return .procedure("Let s3.amazonaws.com assume the role \(name) in its trust policy.")
        }
        guard before != needed else {
            return .procedure(
                "Take away what denies the role \(name) its own policy \(policyName): another policy or its boundary.")
        }
        return .changes([put])
    }
}
