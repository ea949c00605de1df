import RecoveryModel

extension RoleChange: ChangeCases {
    enum Name: CaseIterable { case create, putTrust, putPolicy, putBoundary, deletePolicy, detachPolicy, attachPolicy }

    var caseName: Name {
        switch self {
        case .create: .create
        case .putTrust: .putTrust
        case .putPolicy: .putPolicy
        case .putBoundary: .putBoundary
        case .deletePolicy: .deletePolicy
        case .detachPolicy: .detachPolicy
        case .attachPolicy: .attachPolicy
        }
    }

    static func own(_ change: Change) -> RoleChange? { if case .role(let own) = change { own } else { nil } }

    static let name = "kb-auditor"
    private static let boundary = "arn:aws:iam::123456789012:policy/boundary"

    static func scenarios(of name: Name) -> [ChangeScenario] {
        let (old, new, other) = (Described.policy("Old"), Described.policy("New"), Described.policy("Other"))
        func role(_ trust: AccessPolicy) -> Answer { .ok("<Role>\(Described.role(Self.name, trust: trust))</Role>") }
        switch name {
        case .create:
            return [nil, boundary].map {
                ChangeScenario(.role(.create(name: Self.name, trust: new, boundary: $0, tags: ["app": "kb"])))
            }
        case .putTrust:
            return [
                .writing(
                    .role(.putTrust(role: Self.name, Edit(old, to: new))), reading: "iam:GetRole", before: role(old),
                    after: role(new), other: role(other))
            ]
        case .putPolicy:
            return [nil, old].map { before in
                .writing(
                    .role(.putPolicy(role: Self.name, name: "drctl-audit", Edit(before, to: new))),
                    reading: "iam:GetRolePolicy",
                    before: before.map(Described.inlinePolicy) ?? .error("NoSuchEntity", 404),
                    after: Described.inlinePolicy(new), other: Described.inlinePolicy(other))
            }
        case .putBoundary:
            return [ChangeScenario(.role(.putBoundary(role: Self.name, Edit(nil, to: boundary))))]
        case .deletePolicy:
            return [
                .writing(
                    .role(.deletePolicy(role: Self.name, name: "theirs", was: old)), reading: "iam:GetRolePolicy",
                    before: Described.inlinePolicy(old), after: .error("NoSuchEntity", 404),
                    other: Described.inlinePolicy(other))
            ]
        case .attachPolicy:
            return [
                ChangeScenario(
                    .role(.attachPolicy(role: Self.name, arn: "arn:aws:iam::aws:policy/SecurityAudit")))
            ]
        case .detachPolicy:
            return [
                ChangeScenario(
                    .role(.detachPolicy(role: Self.name, arn: "arn:aws:iam::aws:policy/AdministratorAccess")))
            ]
        }
    }
}
