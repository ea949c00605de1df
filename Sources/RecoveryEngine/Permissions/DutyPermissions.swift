package import AWSNames
package import RecoveryModel

/// What a duty needs, as questions to the IAM policy simulator: the statements that `drctl iam --for` prints, asked one by one.
///
/// A resource that a statement names by a pattern is asked about as that pattern: a policy that is as wide, or wider, allows it.
package enum DutyPermissions {
    /// A question for each statement.
    package static func questions(
        _ duty: RolePolicy.Duty, of policies: [RecoveryPolicy], account: AccountID
    ) -> [PermissionQuestion] {
        LeastPrivilege.statements(for: duty, of: policies, account: account).filter { $0.effect == .allow }.map {
            PermissionQuestion($0.actions, on: $0.resources, context: context($0.condition))
        }
    }

    /// Values with which the condition of a statement holds.
    private static func context(_ condition: AccessCondition) -> [String: [String]] {
        var context: [String: [String]] = [:]
        for (operation, keys) in condition where !operation.contains("Not") && operation != "Null" {
            for (key, values) in keys { context[key] = Array(values.prefix(1)) }
        }
        return context
    }
}

extension PermissionFacts {
    /// What the answers come to for a checkup, by one line.
    package func item(_ duty: RolePolicy.Duty, in place: String) -> Checkup.Item {
        let name = "permissions"
        if let failure {
            return Checkup.Item(
                name, .unknown, "\(duty.rawValue) in \(place): could not be simulated: \(failure)",
                fix: "allow iam:SimulatePrincipalPolicy on the caller itself")
        }
        let denied = refusals.filter(\.undecidedBy.isEmpty)
        guard let first = denied.first else {
            guard let open = refusals.first else {
                return Checkup.Item(
                    name, .ok, "\(duty.rawValue) in \(place): all \(CountText.of(asked, "call")) are allowed")
            }
            return Checkup.Item(
                name, .unknown,
                "\(duty.rawValue) in \(place): \(open.action) depends on \(open.undecidedBy.joined(separator: ", "))",
                fix: "compare the caller's policy with `drctl iam --for \(duty.rawValue)`")
        }
        let actions = Set(denied.map(\.action)).sorted()
        let shown =
            actions.prefix(3).joined(separator: ", ") + (actions.count > 3 ? " and \(actions.count - 3) more" : "")
        return Checkup.Item(
            name, .missing, "\(duty.rawValue) in \(place): not allowed: \(shown), such as on \(first.resource)",
            fix: "attach what `drctl iam --for \(duty.rawValue)` prints")
    }
}
