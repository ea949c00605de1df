import AWSNames
import JSONWriting
import RecoveryModel

extension Record<BackupPlanPolicy> {
    /// One entry of `backupPlans`.
    static let backupPlan = Record(fields: [
        .required("name", \.name, .name(.backupVault), "The plan's name in AWS Backup."),
        .optional("vault", \.vaultName, .name(.backupVault), "The vault's name. Without it, the plan's."),
        .optional(
            "encryption", \.encryptionKey, .keyReference,
            "The vault's key, which cannot be changed later. Without it any key will do."),
        .optional(
            "lock", \.lock,
            .record(.backupLock, blank: BackupPlanPolicy.Lock(mode: .governance, minimum: TimeSpan(0, .days))),
            "The vault lock, during which nobody deletes a recovery point."),
        .optional(
            "daily", \.daily, .days(1...36_500), "A recovery point of every day, and how long it is kept at least."),
        .optional(
            "monthly", \.monthly, .days(1...36_500),
            "A recovery point of every month, and how long it is kept at least."),
        .defaulted(
            "copyTo", \.copyTo, .list(of: .backupCopy),
            "Where each recovery point is copied: regions, which get a vault of the same name, or ARNs of vaults of other "
                + "accounts. The plan's rules are checked; whether copies arrive is not.", fallback: ""),
        .optional(
            "role", \.roleName, .name(.role),
            "The role that AWS Backup assumes. Without it, the plan's name and `-service`."),
    ])
}

extension Record<BackupPlanPolicy.Lock> {
    fileprivate static let backupLock = Record(fields: [
        .required(
            "mode", \.mode, .choice(BucketPolicy.ObjectLock.Mode.self),
            "`governance`, or `compliance`, which cannot be undone."),
        .required("minimum", \.minimum, .days(1...36_500), "The shortest retention that the vault accepts."),
        .optional("maximum", \.maximum, .days(1...36_500), "The longest retention that the vault accepts."),
        .defaulted(
            "coolingOff", \.coolingOff, .days(3...36_500),
            "How long a compliance lock can still be removed.", fallback: "3d"),
        .defaulted(
            "iUnderstandThisCannotBeUndone", \.irreversibilityAccepted, .flag,
            "Must be `true` for compliance mode, which nobody can remove once it is final.", fallback: "false"),
    ])
}

extension Shape where Value == BackupPlanPolicy.Copy {
    /// A region, or the ARN of a vault.
    fileprivate static let backupCopy = scalar(
        "region such as `eu-west-1`, or ARN of a vault",
        schema: .members(["type": .string("string"), "pattern": .string("^([a-z0-9-]+|arn:[a-z-]+:backup:.+)$")]),
        print: { copy in
            switch copy {
            case .region(let region): region.rawValue
            case .vault(let arn): arn
            }
        }
    ) { scalar throws(Refusal) in
        guard scalar.text.hasPrefix("arn:") else {
            let parts = scalar.text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count >= 3, parts.last.flatMap({ Int($0) }) != nil,
                parts.dropLast().allSatisfy({ !$0.isEmpty && $0.allSatisfy { ("a"..."z").contains($0) } })
            else {
                throw Refusal(
                    "invalid-value", "`\(scalar.text.prefix(60))` is neither a region nor the ARN of a vault",
                    hint: "write it as `eu-west-1` or `arn:aws:backup:eu-west-1:222222222222:backup-vault:kb-copies`")
            }
            return .region(Region(scalar.text))
        }
        guard let arn = ARN(scalar.text), arn.service == "backup", arn.resource.hasPrefix("backup-vault:") else {
            throw Refusal(
                "invalid-value", "`\(scalar.text.prefix(120))` is not the ARN of a vault",
                hint: "write it as `arn:aws:backup:eu-west-1:222222222222:backup-vault:kb-copies`")
        }
        return .vault(arn: scalar.text)
    }
}
