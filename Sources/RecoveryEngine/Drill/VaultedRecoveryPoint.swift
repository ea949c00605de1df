import AWSNames
package import RecoveryModel

extension DrillRequest {
    /// The name or ARN of the vault of AWS Backup that the drill restores from; nil for any other recovery point.
    package var vault: String? {
        if case .vault(let vault) = selection { vault } else { nil }
    }
}

extension DrillMachine {
    /// Whether AWS Backup may still create what the drill asked it to restore.
    package var mayHaveOpenJob: Bool { order?.restoreRole != nil && restored == nil }
}

/// The recovery points of a vault, as facts about snapshots: what chooses among these chooses among those.
package enum VaultedRecoveryPoint {
    /// The type of such a snapshot, whose id is the recovery point's ARN.
    package static let type = "vaulted"

    /// The name of a vault and the account that has it; nil for the caller's own.
    ///
    /// - Parameter text: Its name, or its ARN where another account shares it.
    package static func place(_ text: String) -> (name: String, account: String?) {
        guard let arn = ARN(text) else { return (text, nil) }
        return (arn.resource.split(separator: ":").last.map(String.init) ?? text, arn.account)
    }

    /// The ARN of a role by its name or ARN.
    static func role(_ text: String, account: String, partition: String) -> String {
        text.hasPrefix("arn:") ? text : "arn:\(partition):iam::\(account):role/\(text)"
    }

    /// What keeps AWS Backup from assuming a role with this trust policy; empty when nothing does.
    package static func faults(
        ofRole arn: String, trust: AccessPolicy, _ scope: DrillScope
    ) -> Collected<[String]> {
        trust.answer(
            AccessQuestion(
                "sts:AssumeRole", on: arn, by: .service("backup.amazonaws.com"),
                ["aws:SourceAccount": .value("\(scope.account)")])
        ).settled("iam:GetRole").map { $0.isRefusal ? ["AWS Backup may not assume it"] : [] }
    }
}

extension PreflightGuards {
    /// The questions about a vault, asked before AWS Backup is asked to restore: whether it has a recovery point of the
    /// source, and whether AWS Backup can restore with the policy's role. Its key is asked about like every other's.
    static func vault(_ request: DrillRequest, _ facts: DrillFacts) -> [GuardFinding] {
        guard let vault = request.vault else { return [] }
        return [points(vault, request, facts), role(request, facts)]
    }

    private static func points(_ vault: String, _ request: DrillRequest, _ facts: DrillFacts) -> GuardFinding {
        if request.kind == .cluster {
            return GuardFinding(
                "vault", .violated, "\(request.source) is a cluster, which AWS Backup restores without an instance",
                hint: "drill its snapshots, or have AWS Backup copy the recovery point into a vault of this account")
        }
        if let failure = facts.vault?.failure {
            return GuardFinding(
                "vault", .unknown, "the recovery points of vault \(vault) could not be listed: \(failure)",
                hint: "compare its name and region; one of another account is named by its ARN, and shared by AWS RAM")
        }
        let usable = facts.snapshots.filter { $0.status == "available" }
        guard let newest = usable.compactMap(\.createdAt).max() else {
            let states = Set(facts.snapshots.map(\.status)).sorted().joined(separator: ", ")
            return GuardFinding(
                "vault", .violated,
                "vault \(vault) has no complete recovery point of \(request.source)"
                    + (states.isEmpty ? "" : " (\(states))"),
                hint: "copy one into it, by the plan's copy action or drctl's `backupPlans`")
        }
        return GuardFinding(
            "vault", .met,
            "vault \(vault) has \(CountText.of(usable.count, "recovery point")), the newest of \(newest.shown)")
    }

    private static func role(_ request: DrillRequest, _ facts: DrillFacts) -> GuardFinding {
        let hint =
            "name in `drill.restoreRole` a role that backup.amazonaws.com may assume, with AWS's policy "
            + "AWSBackupServiceRolePolicyForRestores"
        guard let role = request.restoreRole else {
            return GuardFinding(
                "restore-role", .violated, "the policy names no role with which AWS Backup restores", hint: hint)
        }
        guard let faults = facts.vault?.roleFaults else {
            return GuardFinding(
                "restore-role", .unknown,
                "role \(role) could not be read: \(facts.vault?.roleFailure ?? "no reason given")",
                hint: "create it, or allow iam:GetRole: drctl iam drill prints the policy")
        }
        return faults.isEmpty
            ? GuardFinding("restore-role", .met, "AWS Backup restores with \(role)")
            : GuardFinding("restore-role", .violated, "\(role): \(faults.joined(separator: ", "))", hint: hint)
    }
}
