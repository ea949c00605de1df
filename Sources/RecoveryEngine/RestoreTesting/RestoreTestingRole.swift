import RecoveryModel

extension Control where Judged == RestoreTestingSubject {
    /// AWS Backup can do what the plan asks for.
    static let restoreTestingRole = Control(
        "restore-test.role",
        title: "AWS Backup has a role that can restore the databases",
        why: "Without its role every test fails before anything is restored.",
        severity: .high,
        standards: [.nist80053("AC-6")] + Standard.privilege,
        field: "drill.engine",
        required: { _ in true },
        observed: \.roleFaults,
        satisfies: { faults, _ in faults.isEmpty },
        showRequired: { _ in "assumed by AWS Backup, with AWS's policy for restores" },
        showObserved: { $0.isEmpty ? "as required" : Shown.text($0) },
        remedy: { subject, _ in subject.roleRemedy }
    )
}

extension RestoreTestingSubject {
    /// What keeps AWS Backup from using the roles that the selections name, and who of drctl's own names another role than
    /// the policy's; of a plan that tests nothing yet, the policy's role.
    fileprivate var roleFaults: Collected<[String]> {
        usedSelections.flatMap { used in
            let strays = used.filter { $0.isOwn && !names($0, role.name) }.map { "\($0.name) restores with \($0.role)" }
            let others = Set(used.filter { !$0.isOwn }.map(\.role).filter { Self.name(of: $0) != role.name }).sorted()
            // Without a selection of its own the policy's role is not used where others restore all.
            let needsOwn = used.isEmpty || used.contains { $0.isOwn || names($0, role.name) }
            return others.reduce(needsOwn ? role.faults : .known([])) { faults, arn in
                faults.flatMap { faults in
                    self.faults(of: arn).map { faults + $0.map { "\(Self.name(of: arn)): \($0)" } }
                }
            }.map { $0 + strays.sorted() }
        }
    }

    /// The policy's role, made or completed, and named by drctl's own selections; the roles of others stay.
    fileprivate var roleRemedy: Remedy {
        let used = usedSelections.value ?? []
        if let other = used.first(where: { !$0.isOwn && faults(of: $0.role).value?.isEmpty == false }),
            !names(other, role.name)
        {
            return .procedure(
                "Let AWS Backup restore with the role \(Self.name(of: other.role)) of selection \(other.name), which was "
                    + "not made by `drctl apply`: its trust policy names backup.amazonaws.com, and \(role.managedPolicy) "
                    + "is attached.")
        }
        let made = role.faults.value?.isEmpty == true ? .changes([]) : role.remedy
        let isNamed = used.allSatisfy { !$0.isOwn || names($0, role.name) }
        guard !isNamed, case .changes(let first) = made, case .changes(let then) = selectionRemedy else {
            return isNamed ? made : role.faults.value?.isEmpty == true ? selectionRemedy : made
        }
        return .changes(first + then)
    }

    private func faults(of arn: String) -> Collected<[String]> {
        AWSBackupRole(Self.name(of: arn), in: context, policy: .restores, remedy: "or choose another role").faults
    }

    private func names(_ selection: RestoreTestingSelection, _ role: String) -> Bool {
        Self.name(of: selection.role) == role
    }

    /// A role's name is one in its account, whatever its path.
    private static func name(of arn: String) -> String { arn.split(separator: "/").last.map(String.init) ?? arn }
}
