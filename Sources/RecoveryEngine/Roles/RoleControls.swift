import RecoveryModel

extension Control where Judged == RoleSubject {
    /// The role exists.
    static let roleExists = Control(
        "roles.exists",
        title: "The role exists",
        why: "Backup and recovery jobs that cannot log in do not run, when it matters most.",
        severity: .high,
        field: "roles[].name",
        asksForExistence: true,
        required: { _ in true },
        observed: { $0.state.role.map { $0 != nil } },
        satisfies: { exists, _ in exists },
        showRequired: { _ in "exists" },
        showObserved: { $0 ? "exists" : "not found" },
        remedy: { subject, _ in
            .changes([
                .role(
                    .create(
                        name: subject.policy.name, trust: subject.trustPolicy,
                        boundary: subject.policy.permissionsBoundary, tags: subject.context.target.tags))
            ])
        },
        template: { subject, _ in
            [
                TemplateFragment(.role, subject.policy.name, "RoleName", value: .string(subject.policy.name)),
                TemplateFragment(.role, subject.policy.name, "Description", value: .string(RoleChange.summary)),
            ]
        }
    )

    /// Exactly those whom the policy names may assume the role.
    static let roleTrust = Control(
        "roles.trust-exact",
        title: "The trust policy names exactly the allowed principals",
        why: "A wider trust lets others write, read or delete backups; a narrower one stops the job.",
        severity: .critical,
        standards: [.nist80053("AC-6")] + Standard.privilege,
        field: "roles[].trust",
        isJudged: { $0.state.role != .known(nil) },
        required: { $0.trustPolicy },
        observed: { subject in
            subject.state.role.flatMap { role in
                role?.trust.map { SeenTrust(policy: $0, differences: subject.differences(ofTrust: $0)) }
                    ?? .known(SeenTrust())
            }
        },
        satisfies: { observed, _ in observed.policy != nil && observed.differences.isEmpty },
        showRequired: { $0.shownPrincipals },
        showObserved: \.shown,
        remedy: { subject, trust in
            var present: AccessPolicy?
            if case .known(let role?) = subject.state.role { present = role.trust.value }
            return .changes([.role(.putTrust(role: subject.policy.name, Edit(present, to: trust)))])
        },
        template: { subject, trust in
            let document = subject.templateTrust(trust)
            return [TemplateFragment(.role, subject.policy.name, "AssumeRolePolicyDocument", value: document)]
                + subject.providerFragments
        }
    )

    /// The role may do exactly what its duties need.
    static let roleStatements = Control(
        "roles.statements-exact",
        title: "The inline policies grant exactly what the duties need",
        why: "A missing action fails the job during a disaster; an extra one is what an attacker uses.",
        severity: .high,
        standards: [.nist80053("AC-6")] + Standard.privilege,
        field: "roles[].may",
        required: { $0.dutyPolicies },
        observed: { subject in
            subject.state.role.flatMap { role in
                (role?.inlinePolicies ?? .known([:])).map { SeenPolicies($0, required: subject.dutyPolicies) }
            }
        },
        satisfies: { observed, _ in observed.differences.isEmpty },
        showRequired: { $0.keys.sorted().joined(separator: ", ") },
        showObserved: \.shown,
        remedy: { subject, policies in
            var present: [String: AccessPolicy] = [:]
            if case .known(let role?) = subject.state.role { present = role.inlinePolicies.value ?? [:] }
            let wrong = policies.filter { name, policy in present[name]?.hasEffect(of: policy) != true }
            return .changes(
                wrong.sorted { $0.key < $1.key }.map { name, policy in
                    .role(.putPolicy(role: subject.policy.name, name: name, Edit(present[name], to: policy)))
                })
        },
        template: { subject, policies in
            let list = policies.sorted { $0.key < $1.key }
                .map { name, policy -> JSONValue in ["PolicyName": .string(name), "PolicyDocument": policy.json] }
            return [TemplateFragment(.role, subject.policy.name, "Policies", value: .array(list))]
        }
    )

    /// Nothing else: no other policy is attached or written into the role.
    static let roleNoExtraPolicies = Control(
        "roles.no-extra-policies",
        title: "The role has no other permissions",
        why: "A role for backups that can do more is worth stealing.",
        severity: .high,
        standards: [.nist80053("AC-6")] + Standard.privilege,
        field: "roles[].may",
        isJudged: { $0.state.role != .known(nil) },
        required: { subject in subject.dutyPolicies.keys.sorted() },
        observed: { $0.extraPolicies },
        satisfies: { extra, _ in extra.isEmpty },
        showRequired: { "only \(Shown.text($0))" },
        showObserved: { $0.isEmpty ? "nothing else" : "also \(Shown.text($0))" },
        remedy: { subject, _ in subject.removeExtraPolicies }
    )

    /// The role stays inside the boundary that the policy names.
    static let roleBoundary = Control(
        "roles.boundary",
        title: "The permissions boundary is set",
        why: "The boundary caps what a mistake in the role's policies can allow.",
        severity: .medium,
        standards: [.nist80053("AC-6")] + Standard.privilege,
        field: "roles[].permissionsBoundary",
        isJudged: { $0.state.role != .known(nil) },
        required: \.policy.permissionsBoundary,
        observed: { $0.state.role.map { $0?.permissionsBoundary } },
        satisfies: ==,
        remedy: { subject, arn in
            let present = (subject.state.role.value ?? nil)?.permissionsBoundary
            return .changes([.role(.putBoundary(role: subject.policy.name, Edit(present, to: arn)))])
        },
        template: { subject, arn in
            [TemplateFragment(.role, subject.policy.name, "PermissionsBoundary", value: .string(arn))]
        }
    )
}

extension RoleSubject {
    /// Removes what no duty asks for. A deleted document stays in the plan and in the record of the apply.
    fileprivate var removeExtraPolicies: Remedy {
        guard case .known(let role?) = state.role else { return .procedure("Read the role's policies in IAM.") }
        let own = Set(dutyPolicies.keys)
        let inline = (role.inlinePolicies.value ?? [:]).filter { !own.contains($0.key) }.sorted { $0.key < $1.key }
        return .changes(
            inline.map { .role(.deletePolicy(role: policy.name, name: $0.key, was: $0.value)) }
                + (role.attachedPolicies.value ?? []).sorted().map {
                    .role(.detachPolicy(role: policy.name, arn: $0))
                })
    }

    /// Policies of the role that no duty asks for, sorted.
    fileprivate var extraPolicies: Collected<[String]> {
        let own = Set(dutyPolicies.keys)
        return state.role.flatMap { role -> Collected<[String]> in
            guard let role else { return .known([]) }
            return role.inlinePolicies.flatMap { inline -> Collected<[String]> in
                role.attachedPolicies.map { attached in
                    (inline.keys.filter { !own.contains($0) } + attached).sorted()
                }
            }
        }
    }
}
