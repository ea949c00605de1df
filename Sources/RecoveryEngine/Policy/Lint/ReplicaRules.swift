import AWSNames
import RecoveryModel

extension LintRule {
    static let replicaRules = [replicaWithoutVersioning, replicaWithoutKey, replicaOfItself]

    /// The buckets with a replica that is another bucket of the policy, in their first place.
    private static func replicated(
        _ subject: LintSubject
    ) -> [(path: FieldPath, bucket: BucketPolicy, replica: BucketPolicy)] {
        subject.buckets.compactMap { path, bucket in
            guard let account = subject.policy.scope.accounts.first,
                let region = subject.policy.regions(of: bucket).first,
                let replica = subject.policy.replica(of: bucket, at: Place(account: account, region: region))
            else { return nil }
            return (path.appending("replicateTo"), bucket, replica.entry)
        }
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html
    private static let replicaWithoutVersioning = LintRule(
        id: "replica-without-versioning", severity: .error,
        reason: "S3 replicates from and to buckets with versioning only."
    ) { subject in
        replicated(subject).compactMap { path, bucket, replica in
            guard let lacking = [bucket, replica].first(where: { $0.versioning != true }) else { return nil }
            return Finding(
                path: path, summary: "`\(lacking.bucket)` is to have no versioning",
                fix: "write `versioning: true` there")
        }
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
    private static let replicaWithoutKey = LintRule(
        id: "replica-without-key", severity: .error,
        reason: "S3 replicates what a key of KMS encrypts only where it is given a key for the replica."
    ) { subject in
        replicated(subject).compactMap { path, bucket, replica in
            guard let key = bucket.encryption?.key, replica.encryption?.key == nil else { return nil }
            return Finding(
                path: path, summary: "objects are encrypted with \(key), and `\(replica.bucket)` has no key",
                fix: "give `\(replica.bucket)` an `encryption: {kms: …}` of its region")
        }
    }

    private static let replicaOfItself = LintRule(
        id: "replica-of-itself", severity: .error, reason: "S3 replicates no bucket to itself."
    ) { subject in
        replicated(subject).compactMap { path, bucket, replica in
            guard bucket.bucket == replica.bucket, bucket.replicateTo == bucket.bucket else { return nil }
            return Finding(
                path: path, summary: "`\(bucket.bucket)` is to be its own replica",
                fix: "name a bucket in another region or account")
        }
    }
}
