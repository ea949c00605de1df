import RecoveryModel

extension Control where Judged == RoleSubject {
    /// What the duties need has room beside what is there.
    static let roleSize = Control(
        "roles.size",
        title: "The duties' policies have room in the role",
        why: "IAM refuses a policy that is too long: the permission that a new database needs is then never granted.",
        severity: .medium,
        standards: Standard.privilege,
        field: "roles[].may",
        isJudged: { $0.state.role != .known(nil) },
        required: { $0.dutyPolicies.isEmpty ? nil : PolicySize.inlineOfRole },
        observed: \.sizeWithDuties,
        satisfies: <=,
        showRequired: { "at most \(CountText.number($0)) characters" },
        showObserved: { "\(CountText.number($0)) characters" },
        remedy: { subject, limit in
            guard subject.dutySize > limit else {
                return .resolvesItself(
                    "There is room once what no duty asks for is taken away: roles.no-extra-policies.")
            }
            return .procedure(
                "Divide the duties among several roles: \(CountText.number(subject.dutySize)) characters are needed for "
                    + "\(subject.policy.name), or attach managed policies by `drctl iam --managed`.")
        }
    )
}

extension RoleSubject {
    /// Of the policies that the duties need.
    fileprivate var dutySize: Int { dutyPolicies.values.reduce(0) { $0 + PolicySize.of($1) } }

    /// The same with everything else that is written into the role.
    fileprivate var sizeWithDuties: Collected<Int> {
        state.role.flatMap { role in
            (role?.inlinePolicies ?? .known([:])).map { inline in
                let others = inline.filter { dutyPolicies[$0.key] == nil }
                return dutySize + others.values.reduce(0) { $0 + PolicySize.of($1) }
            }
        }
    }
}
