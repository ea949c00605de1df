import RecoveryModel

extension LintRule {
    static let storageRules = [
        expiryBelowRetention, transitionAfterExpiry, transitionTooYoung, storageClassMinimum, retrievalBeyondRTO,
        lockBeyondExpiry, lockNeedsVersioning, complianceNeedsConsent, samePrefix, logsCannotArrive,
    ]

    /// The lifecycle rules of buckets that hold backups, without those that only receive access logs.
    private static func rules(of subject: LintSubject) -> [(FieldPath, BucketPolicy, BucketPolicy.LifecycleRule)] {
        let logs = Set(subject.policy.storage.compactMap(\.accessLogs))
        return subject.buckets.filter { !logs.contains($0.1.bucket) }.flatMap { path, bucket in
            bucket.lifecycle.enumerated().map { (path.appending("lifecycle").appending($0), bucket, $1) }
        }
    }

    private static let expiryBelowRetention = LintRule(
        id: "expiry-below-retention", severity: .warning,
        reason: "Backups in the bucket would expire before the databases' retention ends."
    ) { subject in
        guard let retention = subject.databases.compactMap({ $0.1.backups.retention }).min() else { return [] }
        return rules(of: subject).compactMap { path, _, rule in
            guard let expire = rule.expire, expire < retention else { return nil }
            return Finding(
                path: path.appending("expire"),
                summary: "objects expire after \(expire), but the retention is \(retention)",
                fix: "write `expire: \(retention)` or more, or use a separate bucket for what is not a backup")
        }
    }

    private static let transitionAfterExpiry = LintRule(
        id: "transition-after-expiry", severity: .error,
        reason: "S3 refuses a rule that transitions objects after they expire."
    ) { subject in
        rules(of: subject).compactMap { path, _, rule in
            guard let transition = rule.transition, let expire = rule.expire, transition.after >= expire else {
                return nil
            }
            return Finding(
                path: path.appending("transition"),
                summary: "objects transition after \(transition.after) and expire after \(expire)",
                fix: "transition them earlier, or delete `transition`")
        }
    }

    private static let transitionTooYoung = LintRule(
        id: "transition-too-young", severity: .error,
        reason: "S3 transitions objects to the infrequent access classes after 30 days at the earliest."
    ) { subject in
        rules(of: subject).compactMap { path, _, rule in
            guard let transition = rule.transition, let target = StorageClass(rawValue: transition.storageClass),
                transition.after.days < target.youngestDays
            else { return nil }
            return Finding(
                path: path.appending("transition").appending("after"),
                summary:
                    "\(target.rawValue) accepts objects after \(target.youngestDays)d, not after \(transition.after)",
                fix: "write `after: \(target.youngestDays)d`")
        }
    }

    private static let storageClassMinimum = LintRule(
        id: "storage-class-minimum", severity: .warning,
        reason:
            "A storage class charges for its minimum duration, so a transition shortly before expiry costs more."
    ) { subject in
        rules(of: subject).compactMap { path, _, rule in
            guard let transition = rule.transition, let expire = rule.expire, transition.after < expire,
                let target = StorageClass(rawValue: transition.storageClass),
                expire.days - transition.after.days < target.minimumDays
            else { return nil }
            return Finding(
                path: path.appending("transition"),
                summary:
                    """
                    objects stay in \(target.rawValue) for \(expire.days - transition.after.days)d, which charges for at \
                    least \(target.minimumDays)d
                    """,
                fix: "delete `transition`, or transition them earlier")
        }
    }

    private static let retrievalBeyondRTO = LintRule(
        id: "retrieval-beyond-rto", severity: .warning,
        reason: "An archived backup has to be retrieved before it can be restored, which takes hours."
    ) { subject in
        rules(of: subject).compactMap { path, _, rule in
            guard let transition = rule.transition,
                let retrieval = StorageClass(rawValue: transition.storageClass)?.retrieval,
                subject.policy.objectives.rto < retrieval
            else { return nil }
            return Finding(
                path: path.appending("transition").appending("to"),
                summary:
                    """
                    retrieval from \(transition.storageClass) takes up to \(retrieval), but the RTO is \
                    \(subject.policy.objectives.rto)
                    """,
                fix: "use GLACIER_IR, which needs no retrieval")
        }
    }

    private static let lockBeyondExpiry = LintRule(
        id: "lock-beyond-expiry", severity: .error,
        reason: "A locked object cannot be deleted, so it outlives `expire`."
    ) { subject in
        rules(of: subject).compactMap { path, bucket, rule in
            guard let lock = bucket.objectLock, let expire = rule.expire, lock.retention > expire else { return nil }
            return Finding(
                path: path.appending("expire"),
                summary: "objects expire after \(expire), but are locked for \(lock.retention)",
                fix: "write `expire: \(lock.retention)`, or lock for a shorter time")
        }
    }

    private static let lockNeedsVersioning = LintRule(
        id: "lock-needs-versioning", severity: .error, reason: "S3 Object Lock requires versioning."
    ) { subject in
        subject.buckets.compactMap { path, bucket in
            guard bucket.objectLock != nil, bucket.versioning != true else { return nil }
            return Finding(
                path: path.appending("versioning"), summary: "Object Lock is required, but versioning is not",
                fix: "write `versioning: true`")
        }
    }

    private static let complianceNeedsConsent = LintRule(
        id: "compliance-lock", severity: .error,
        reason:
            "Nobody can shorten or remove a compliance lock, not even AWS, and objects are charged for until it ends."
    ) { subject in
        subject.buckets.compactMap { path, bucket in
            guard let lock = bucket.objectLock, lock.mode == .compliance, !lock.irreversibilityAccepted else {
                return nil
            }
            return Finding(
                path: path.appending("objectLock").appending("mode"), summary: "compliance mode cannot be undone",
                fix: "write `mode: governance`, or add `iUnderstandThisCannotBeUndone: true`")
        }
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-server-access-logging.html
    private static let logsCannotArrive = LintRule(
        id: "logs-cannot-arrive", severity: .error,
        reason: "S3 delivers access logs to no bucket with Object Lock retention or default encryption by KMS."
    ) { subject in
        let destinations = Set(subject.policy.storage.compactMap(\.accessLogs))
        return subject.buckets.filter { destinations.contains($0.1.bucket) }.flatMap { path, bucket in
            var findings: [Finding] = []
            if bucket.objectLock != nil {
                findings.append(
                    Finding(
                        path: path.appending("objectLock"),
                        summary: "`\(bucket.bucket)` receives access logs, and is locked",
                        fix: "delete `objectLock`, or send the access logs to a bucket of their own"))
            }
            if bucket.encryption?.key != nil {
                findings.append(
                    Finding(
                        path: path.appending("encryption"),
                        summary: "`\(bucket.bucket)` receives access logs, and is encrypted by KMS",
                        fix: "write `encryption: s3`, or send the access logs to a bucket of their own"))
            }
            return findings
        }
    }

    private static let samePrefix = LintRule(
        id: "same-prefix", severity: .error,
        reason: "With two rules for the same objects it is unclear which one applies."
    ) { subject in
        subject.buckets.flatMap { path, bucket in
            bucket.lifecycle.enumerated().compactMap { index, rule in
                let earlier = bucket.lifecycle[..<index].filter { $0.prefix == rule.prefix }
                let contradicts = earlier.contains { other in
                    (other.expire != nil && rule.expire != nil) || (other.transition != nil && rule.transition != nil)
                        || (other.noncurrentExpire != nil && rule.noncurrentExpire != nil)
                        || (other.abortIncompleteUploads != nil && rule.abortIncompleteUploads != nil)
                }
                guard contradicts else { return nil }
                let name = rule.prefix.isEmpty ? "the whole bucket" : "`\(rule.prefix)`"
                return Finding(
                    path: path.appending("lifecycle").appending(index),
                    summary: "an earlier rule applies to \(name) too",
                    fix: "merge the two rules")
            }
        }
    }
}
