import AWSNames
import RecoveryModel

extension LintRule {
    static let replicaRules = [replicaWithoutVersioning, replicaWithoutKey, replicaWithoutLock, replicaOfItself]

    /// The buckets with a replica that is another bucket of the policy, in each of their places.
    private static func replicated(
        _ subject: LintSubject
    ) -> [(path: FieldPath, bucket: BucketPolicy, replica: BucketPolicy, isItself: Bool)] {
        guard let account = subject.policy.scope.accounts.first else { return [] }
        return subject.buckets.flatMap { path, bucket in
            subject.policy.regions(of: bucket).compactMap { region in
                let place = Place(account: account, region: region)
                return subject.policy.replica(of: bucket, at: place).map { entry, there in
                    let isItself =
                        there == region && place.filled(entry.bucket) == place.filled(bucket.bucket)
                    return (path.appending("replicateTo"), bucket, entry, isItself)
                }
            }
        }
    }

    /// One for each bucket, however many places it has.
    private static func findings(
        _ subject: LintSubject,
        _ judge: (_ path: FieldPath, _ bucket: BucketPolicy, _ replica: BucketPolicy, _ isItself: Bool) -> Finding?
    ) -> [Finding] {
        var seen: Set<String> = []
        return replicated(subject).compactMap { path, bucket, replica, isItself in
            guard let finding = judge(path, bucket, replica, isItself), seen.insert("\(path)").inserted else {
                return nil
            }
            return finding
        }
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html
    private static let replicaWithoutVersioning = LintRule(
        id: "replica-without-versioning", severity: .error,
        reason: "S3 replicates from and to buckets with versioning only."
    ) { subject in
        findings(subject) { path, bucket, replica, _ in
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
        findings(subject) { path, bucket, replica, _ in
            guard let key = bucket.encryption?.key, replica.encryption?.key == nil else { return nil }
            return Finding(
                path: path, summary: "objects are encrypted with \(key), and `\(replica.bucket)` has no key",
                fix: "give `\(replica.bucket)` an `encryption: {kms: …}` of its region")
        }
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
    private static let replicaWithoutLock = LintRule(
        id: "replica-without-lock", severity: .error,
        reason: "S3 replicates from a bucket with Object Lock only to another one with it."
    ) { subject in
        findings(subject) { path, bucket, replica, _ in
            guard bucket.objectLock != nil, replica.objectLock == nil else { return nil }
            return Finding(
                path: path, summary: "`\(bucket.bucket)` is locked, and `\(replica.bucket)` is not",
                fix: "give `\(replica.bucket)` an `objectLock`")
        }
    }

    private static let replicaOfItself = LintRule(
        id: "replica-of-itself", severity: .error, reason: "S3 replicates no bucket to itself."
    ) { subject in
        findings(subject) { path, bucket, _, isItself in
            guard isItself else { return nil }
            return Finding(
                path: path, summary: "`\(bucket.bucket)` is to be its own replica",
                fix: "name a bucket in another region or account")
        }
    }
}
