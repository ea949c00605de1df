import RecoveryModel

/// The role with which S3 replicates: drctl's own, or the one that somebody has named in a configuration.
struct ReplicationRole: Sendable {
    /// What lets S3 assume a role.
    static let trust = AccessPolicy(statements: [
        AccessStatement(
            .allow, principals: .init("Service", ["s3.amazonaws.com"]), actions: ["sts:AssumeRole"], resources: [])
    ])

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
        needed = AccessPolicy(statements: routes.flatMap { $0.statements(in: context.target.place) })
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
        role.granted.flatMap { granted in
            role.boundaryPolicy.flatMap { boundary in
                var refused: Set<String> = []
                var doubts: [AccessAnswer] = []
                var unseen: CollectionFailure?
                for atom in Set(needed.atoms) {
                    var question = atom.question(by: role.arn)
                    question["aws:SecureTransport"] = .value("true")
                    if let key = key(of: atom) {
                        question.resource = key.arn
                        if let failure = key.policy.failure { return .unavailable(failure) }
                    }
                    let answers =
                        [granted, boundary].compactMap(\.self).map { $0.answer(question) } + others(question, atom)
                    doubts += answers
                    guard answers.contains(where: \.isRefusal) else { continue }
                    if !isOwn, atom.action.hasPrefix("kms:"), key(of: atom) == nil {
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
    }

    /// What the key's own policy, and the bucket's, say to it: a bucket's has to allow nothing, and may deny.
    private func others(_ question: AccessQuestion, _ atom: AccessAtom) -> [AccessAnswer] {
        if let policy = key(of: atom)?.policy.value { return [policy.answer(question)] }
        let bucket = routes.first { question.resource.hasPrefix(context.target.place.arn("s3", $0.source)) }?.source
        guard let policy = bucket.flatMap({ context.inventory.buckets[$0]?.policy.value ?? nil }),
            case .denied(let statements) = policy.answer(question)
        else { return [] }
        return [.denied(by: statements)]
    }

    /// The source's key in this place, where it is known.
    private func key(of atom: AccessAtom) -> KeyState.Key? {
        guard atom.action.lowercased() == "kms:decrypt",
            let alias = routes.compactMap(\.sourceKey).first(where: { $0.hasPrefix("alias/") })
        else { return nil }
        return context.inventory.keys[String(alias.dropFirst("alias/".count))]?.key.value ?? nil
    }

    private func isTrusted(by trust: AccessPolicy, _ role: String) -> AccessAnswer {
        trust.answer(
            AccessQuestion(
                "sts:AssumeRole", on: role, by: .service("s3.amazonaws.com"),
                ["aws:SourceAccount": .value(context.target.place.account)]))
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

extension RoleState.Role {
    /// Its inline and attached policies as one.
    fileprivate var granted: Collected<AccessPolicy> {
        inlinePolicies.flatMap { inline in
            attachedPolicies.flatMap { arns in
                var statements = inline.sorted { $0.key < $1.key }.flatMap(\.value.statements)
                for arn in arns {
                    switch managedPolicies[arn] ?? .unavailable(.notCollected("iam:GetPolicyVersion")) {
                    case .known(let policy): statements += policy.statements
                    case .unavailable(let failure): return .unavailable(failure)
                    }
                }
                return .known(AccessPolicy(statements: statements))
            }
        }
    }
}
