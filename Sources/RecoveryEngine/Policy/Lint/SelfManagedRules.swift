import RecoveryModel

extension LintRule {
    static let selfManagedRules = [notAudited, kmsNeedsBucket, sameSelfManaged]

    /// A green audit must not be read as one of these too.
    private static let notAudited = LintRule(
        id: "self-managed-not-audited", severity: .warning,
        reason: "Audits, plans, drift and drills look at AWS alone: of databases outside RDS they say nothing."
    ) { subject in
        subject.policy.selfManaged.enumerated().map { index, entry in
            Finding(
                path: FieldPath("selfManaged").appending(index),
                summary: "`\(entry.database)` is outside RDS and looked at by `drctl backup` alone",
                fix: "run `drctl backup verify --restore --policy FILE` on a schedule")
        }
    }

    private static let kmsNeedsBucket = LintRule(
        id: "kms-needs-bucket", severity: .error, reason: "S3 encrypts what is in a bucket, and nothing in a folder."
    ) { subject in
        subject.policy.selfManaged.enumerated().compactMap { index, entry in
            guard entry.backups.encryption.kms != nil, !entry.backups.to.hasPrefix("s3://") else { return nil }
            return Finding(
                path: FieldPath("selfManaged").appending(index).appending("backups").appending("encryption"),
                summary: "backups in `\(entry.backups.to)` cannot be encrypted by S3",
                fix: "encrypt them with `age`, or write `to` as s3://BUCKET/PREFIX")
        }
    }

    private static let sameSelfManaged = LintRule(
        id: "same-database-outside-rds", severity: .error,
        reason: "Commands choose a database by its name; with two of one name it is unclear which one is meant."
    ) { subject in
        var seen: Set<String> = []
        return subject.policy.selfManaged.enumerated().compactMap { index, entry in
            guard !seen.insert(entry.database).inserted else { return nil }
            return Finding(
                path: FieldPath("selfManaged").appending(index).appending("database"),
                summary: "`\(entry.database)` has an entry already", fix: "give the second one a policy of its own")
        }
    }
}
