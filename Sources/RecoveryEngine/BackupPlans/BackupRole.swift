import RecoveryModel

extension Control where Judged == BackupPlanSubject {
    /// AWS Backup can do what the plan asks for.
    static let planRole = Control(
        "backup-plan.role",
        title: "AWS Backup has a role that can back up the databases",
        why: "Without its role every job of the plan fails, one night after the other.",
        severity: .high,
        standards: [.nist80053("AC-6")] + Standard.privilege,
        field: "backupPlans[].role",
        required: { _ in true },
        observed: \.roleFaults,
        satisfies: { faults, _ in faults.isEmpty },
        showRequired: { _ in "assumed by AWS Backup, with AWS's policy for backups" },
        showObserved: { $0.isEmpty ? "as required" : Shown.text($0) },
        remedy: { subject, _ in subject.roleRemedy }
    )
}

extension BackupPlanSubject {
    /// What lets AWS Backup assume a role.
    ///
    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
    static let serviceTrust = AccessPolicy(statements: [
        AccessStatement(
            .allow, principals: .init("Service", ["backup.amazonaws.com"]), actions: ["sts:AssumeRole"], resources: [])
    ])

    private static let policyName = "service-role/AWSBackupServiceRolePolicyForBackup"

    /// AWS's own policy, of the account's partition.
    var managedPolicy: String { "arn:\(context.target.place.partition):iam::aws:policy/\(Self.policyName)" }

    /// What keeps AWS Backup from using the role; empty when nothing does.
    fileprivate var roleFaults: Collected<[String]> {
        role.role.flatMap { role -> Collected<[String]> in
            guard let role else { return .known(["not found"]) }
            return role.trust.flatMap { answer(of: $0, role.arn).settled("iam:GetRole") }.flatMap { answer in
                role.attachedPolicies.map { attached in
                    (answer.isRefusal ? ["AWS Backup may not assume it"] : [])
                        + (attached.contains(managedPolicy) ? [] : ["AWS's policy is not attached"])
                }
            }
        }
    }

    /// Whether a trust policy lets AWS Backup assume the role, for this account.
    private func answer(of trust: AccessPolicy, _ role: String) -> AccessAnswer {
        trust.answer(
            AccessQuestion(
                "sts:AssumeRole", on: role, by: .service("backup.amazonaws.com"),
                ["aws:SourceAccount": .value(context.target.place.account)]))
    }

    fileprivate var roleRemedy: Remedy {
        let attach = Change.role(.attachPolicy(role: policy.role, arn: managedPolicy))
        guard case .known(let present?) = role.role else {
            return .changes([
                .role(
                    .create(name: policy.role, trust: Self.serviceTrust, boundary: nil, tags: context.target.tags)),
                attach,
            ])
        }
        guard case .known(let trust) = present.trust, !answer(of: trust, present.arn).isRefusal else {
            return .procedure(
                "Let backup.amazonaws.com assume the role \(policy.role) in its trust policy, or name another role in "
                    + "`backupPlans[].role`.")
        }
        return .changes([attach])
    }
}
