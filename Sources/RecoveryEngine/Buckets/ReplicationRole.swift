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
    private let isOwn: Bool

    /// - Parameter routes: What it has to replicate.
    init(_ name: String, for routes: [ReplicationRoute], in context: ControlContext) {
        self.context = context
        self.name = name
        needed = AccessPolicy(statements: routes.flatMap { $0.statements(in: context.target.place) })
        isOwn = name == context.policy.replicationRole
        state =
            context.inventory.roles[name] ?? RoleState(name: name, role: .unavailable(.notCollected("iam:GetRole")))
    }

    /// One inline policy for each region: an apply of one region does not know what another one needs.
    private var policyName: String { "drctl-replication-\(context.target.place.region)" }

    /// What keeps S3 from using it; empty when nothing does.
    var faults: Collected<[String]> {
        state.role.flatMap { role -> Collected<[String]> in
            guard let role else { return .known(["role \(name) not found"]) }
            return role.trust.flatMap { isTrusted(by: $0, role.arn).settled("iam:GetRole") }.flatMap { trusted in
                role.refused(needed).map { refused in
                    (trusted.isRefusal ? ["S3 may not assume role \(name)"] : [])
                        + (refused.isEmpty ? [] : ["role \(name) may not \(Shown.text(refused))"])
                }
            }
        }
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
    /// The actions of a policy that the role's own policies and its boundary do not let it do, sorted.
    fileprivate func refused(_ needed: AccessPolicy) -> Collected<[String]> {
        granted.flatMap { granted in
            boundaryPolicy.flatMap { boundary in
                var refused: Set<String> = []
                var doubts: [AccessAnswer] = []
                for atom in Set(needed.atoms) {
                    let question = atom.question(by: arn)
                    let answers = [granted, boundary].compactMap(\.self).map { $0.answer(question) }
                    if answers.contains(where: \.isRefusal) { refused.insert(atom.action) }
                    doubts += answers
                }
                // What is certainly refused is a violation, whatever else cannot be settled.
                if refused.isEmpty, let doubt = doubts.firstDoubt("iam:GetRolePolicy") { return .unavailable(doubt) }
                return .known(refused.sorted())
            }
        }
    }

    /// Its inline and attached policies as one.
    private var granted: Collected<AccessPolicy> {
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
