import AWSNames
import RecoveryModel

extension Control where Judged == KeySubject {
    /// Whoever restores must be able to decrypt.
    static let keyUsableByRestoreRole = Control(
        "keys.usable-by-restore-role",
        title: "The key policy lets the roles that restore use the key",
        why: "A restore fails at its first call when the key of the backup denies its use to whoever restores.",
        severity: .critical,
        standards: [.nist80053("CP-10")] + Standard.cryptography,
        field: "roles[].may",
        isJudged: { !$0.isMissing },
        required: { $0.restorers.isEmpty ? nil : $0.restorers },
        observed: { subject in
            subject.state.key.flatMap { key in
                key.map { key in key.policy.flatMap { subject.restorers(usingKeyBy: $0, key.arn) } } ?? .known([])
            }
        },
        satisfies: { users, required in Set(users).isSuperset(of: required) },
        showRequired: { "usable by \(Shown.text($0))" },
        showObserved: { $0.isEmpty ? "usable by none of them" : "usable by \(Shown.text($0))" },
        remedy: { _, _ in
            .procedure(
                "Let the key's policy give the account its use (kms:* to the account's root), so that IAM policies decide, "
                    + "and narrow the statement that denies it.")
        }
    )

    /// What is copied to another region is restored there, with a key of that region.
    static let keyMultiRegion = Control(
        "keys.multi-region",
        title: "The key has a replica in every required region",
        why: "Backups that are encrypted in one region's key are of no use in another one when that region is lost.",
        severity: .high,
        standards: [.nist80053("CP-9(5)"), .nist80053("SC-12")] + Standard.redundancy + Standard.cryptography,
        field: "keys[].replicas",
        isJudged: { !$0.isMissing },
        required: { $0.policy.replicas.isEmpty ? nil : Set($0.policy.replicas.map(\.rawValue)).sorted() },
        observed: { $0.state.key.map { $0?.regions ?? [] } },
        satisfies: { regions, required in Set(regions).isSuperset(of: required) },
        showRequired: { Shown.text($0) },
        showObserved: { $0.isEmpty ? "a key of one region" : Shown.text($0) },
        remedy: { subject, required in
            guard case .known(let key?) = subject.state.key, !key.regions.isEmpty else {
                return .procedure(
                    "A key cannot be made multi-Region later: create a multi-Region key, replicate it, encrypt anew with it, "
                        + "and let the alias point to it.")
            }
            let missing = Set(required).subtracting(key.regions).sorted()
            return .procedure(
                missing.map { "aws kms replicate-key --key-id \(key.id) --replica-region \($0) …" }.joined(
                    separator: " "))
        }
    )
}

extension KeySubject {
    /// The roles of the policy that restore what is encrypted with the key, sorted; empty for a key of no database.
    fileprivate var restorers: [String] {
        let name = "alias/\(policy.alias)"
        guard context.policy.databases.contains(where: { $0.protection.encryptionKey == name }) else { return [] }
        return context.policy.roles.filter { $0.may.contains(.restore) || $0.may.contains(.drill) }.map(\.name).sorted()
    }

    /// Those of them whom the key's policy lets use it as RDS does for a restore, as far as IAM allows it too.
    fileprivate func restorers(usingKeyBy policy: AccessPolicy, _ key: String) -> Collected<[String]> {
        let place = context.target.place
        var users: [String] = []
        for role in restorers {
            let live = (context.inventory.roles[role]?.role.value ?? nil)?.arn
            let answers = ["kms:DescribeKey", "kms:Decrypt", "kms:CreateGrant"].map { action in
                policy.answer(
                    AccessQuestion(
                        action, on: key, by: .principal(arn: live ?? place.arn("iam", "role/\(role)")),
                        [
                            "kms:ViaService": .value("rds.\(place.region).amazonaws.com"),
                            "kms:GrantIsForAWSResource": .value("true"), "aws:SecureTransport": .value("true"),
                        ]))
            }
            if answers.contains(where: \.isRefusal) { continue }
            if let doubt = answers.firstDoubt("kms:GetKeyPolicy") { return .unavailable(doubt) }
            users.append(role)
        }
        return .known(users)
    }
}
