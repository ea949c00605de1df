import RecoveryModel

extension Control where Judged == RoleSubject {
    /// A boundary caps a role, asked for or not: what it leaves out the role cannot do, whatever its policies say.
    static let roleWithinBoundary = Control(
        "roles.denied-by-boundary",
        title: "The permissions boundary allows what the duties need",
        why: "A job that its boundary stops fails when it is needed, and its own policies look right.",
        severity: .high,
        standards: [.nist80053("AC-6")],
        field: "roles[].may",
        isJudged: { subject in
            guard case .known(let role) = subject.state.role else { return true }
            return role?.permissionsBoundary != nil
        },
        required: { $0.dutyPolicies.isEmpty ? nil : $0.dutyPolicies },
        observed: { $0.stoppedByBoundary },
        satisfies: { stopped, _ in stopped.isEmpty },
        showRequired: { "allows \($0.keys.sorted().joined(separator: ", "))" },
        showObserved: { $0.isEmpty ? "allowed" : "not allowed: \(Shown.text($0))" },
        remedy: { subject, _ in
            let boundary = (subject.state.role.value ?? nil)?.permissionsBoundary ?? "the boundary"
            return .procedure(
                "Let \(boundary) allow these actions, or give the role another boundary, with whoever owns the boundary."
            )
        }
    )
}

extension RoleSubject {
    /// The actions that a duty needs and the boundary does not allow, sorted.
    fileprivate var stoppedByBoundary: Collected<[String]> {
        state.role.flatMap { role -> Collected<[String]> in
            guard let role else { return .known([]) }
            return role.boundaryPolicy.flatMap { boundary in
                guard let boundary else { return .known([]) }
                let atoms = dutyPolicies.values.flatMap(\.atoms).filter { $0.effect == .allow }
                var stopped: Set<String> = []
                var doubt: CollectionFailure?
                for atom in Set(atoms) {
                    let answer = boundary.answer(atom.question(by: role.arn))
                    if answer.isRefusal { stopped.insert(atom.action) }
                    if let failure = answer.settled("iam:GetPolicyVersion").failure { doubt = failure }
                }
                // What is certainly stopped is a violation, whatever else cannot be settled.
                if stopped.isEmpty, let doubt { return .unavailable(doubt) }
                return .known(stopped.sorted())
            }
        }
    }
}

extension AccessAtom {
    /// A request of the kind that it allows, under its own condition.
    func question(by role: String) -> AccessQuestion {
        var facts: [String: AccessQuestion.Fact] = [:]
        for line in condition {
            facts[line.key] =
                line.name == "null"
                ? line.values == ["true"] ? .absent : .present : .values(line.values.prefix(1).map(Pattern.example))
        }
        return AccessQuestion(
            Pattern.example(of: action), on: Pattern.example(of: resource), by: .principal(arn: role), facts)
    }
}
