/// What drctl changes of buckets.
package enum BucketChange: Hashable, Codable, Sendable {
    /// With its tags in the same call, so that no interrupted run leaves a bucket without them.
    case create(name: String, objectLock: Bool, tags: [String: String])
    case putEncryption(bucket: String, Edit<BucketEncryption>)
    case enableVersioning(bucket: String)
    case putPublicAccessBlock(bucket: String, Edit<PublicAccessBlock>)
    case disableACLs(bucket: String)
    case putPolicy(bucket: String, Edit<AccessPolicy>)
    case putLifecycle(bucket: String, Edit<BucketLifecycle>)
    case putObjectLock(bucket: String, Edit<ObjectLockState>)
    case putLogging(bucket: String, Edit<BucketLogging>)
    case putReplication(bucket: String, Edit<BucketReplication>)

    package var facts: ChangeFacts {
        switch self {
        case .create(let name, let objectLock, let tags):
            let facts = ChangeFacts(
                ResourceReference(.bucket, name), .createBuckets,
                "create bucket \(name)" + (objectLock ? " with Object Lock" : ""),
                needs: .all(
                    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html
                    ["s3:CreateBucket", "s3:TagResource"]
                        + (objectLock ? ["s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"] : []),
                    on: name))
            return facts.creating(tags: tags, [("Object Lock", objectLock ? "enabled" : nil)])
        case .putEncryption(let name, let encryption):
            return Self.facts(
                name, .protectBuckets, "encrypt bucket \(name)", ["s3:PutEncryptionConfiguration"],
                [encryption.setting("default encryption", shown: \.shown)])
        case .enableVersioning(let name):
            var facts = Self.facts(
                name, .versionBuckets, "enable versioning of bucket \(name)", ["s3:PutBucketVersioning"])
            facts.reversal = .partial("versioning can be suspended, never disabled again")
            return facts
        case .putPublicAccessBlock(let name, let block):
            return Self.facts(
                name, .protectBuckets, "block public access to bucket \(name)", ["s3:PutBucketPublicAccessBlock"],
                [
                    block.setting(
                        "Block Public Access",
                        .clientsRefused("whoever reads the bucket without credentials is refused"),
                        shown: \.shown)
                ])
        case .disableACLs(let name):
            return Self.facts(
                name, .protectBuckets, "disable ACLs of bucket \(name)", ["s3:PutBucketOwnershipControls"])
        case .putPolicy(let name, let document):
            return Self.facts(
                name, .writeBucketPolicies, "write the policy of bucket \(name)",
                ["s3:PutBucketPolicy", "s3:GetBucketPolicy"]
            ).writing(document, as: "the policy of bucket \(name)") { $0.hasPrefix("statement Drctl") }
        case .putLifecycle(let name, let document):
            return Self.facts(
                name, .writeLifecycles, "write the lifecycle rules of bucket \(name)",
                ["s3:PutLifecycleConfiguration", "s3:GetLifecycleConfiguration"]
            ).writing(document, as: "the lifecycle rules of bucket \(name)") {
                $0.hasPrefix("rule \(LifecycleRule.managedPrefix)")
            }
        case .putObjectLock(let name, let lock):
            var facts = Self.facts(
                name, .lockBuckets, "set Object Lock retention of bucket \(name)",
                ["s3:PutBucketObjectLockConfiguration"], [lock.setting("default retention", shown: \.shown)])
            facts.reversal =
                lock.after.mode == "COMPLIANCE"
                ? .impossible(
                    "nobody can shorten or remove the retention of an object that is locked in compliance mode")
                : .partial("objects that were locked meanwhile stay locked")
            return facts
        case .putLogging(let name, let document):
            return Self.facts(
                name, .logBuckets, "write the access logs of bucket \(name) to \(document.after.target)",
                ["s3:PutBucketLogging", "s3:GetBucketLogging"]
            ).writing(document, as: "the access logging of bucket \(name)") { _ in false }
        case .putReplication(let name, let document):
            let replicas = document.after.rules.map(\.replica).joined(separator: ", ")
            var facts = Self.facts(
                name, .replicateBuckets, "replicate bucket \(name) to \(replicas)",
                ["s3:PutReplicationConfiguration", "s3:GetReplicationConfiguration"]
            ).writing(document, as: "the replication of bucket \(name)") { $0 == "rule \(BucketReplication.ruleID)" }
            facts.needs.append(
                Need(
                    "iam:PassRole", document.after.rolePath,
                    when: ["StringEquals": ["iam:PassedToService": ["s3.amazonaws.com"]]]))
            facts.reversal = .partial("what was replicated until then has cost storage and transfer")
            return facts
        }
    }

    private static func facts(
        _ bucket: String, _ stage: Stage, _ summary: String, _ actions: [String],
        _ details: [ChangeFacts.Setting] = []
    ) -> ChangeFacts {
        ChangeFacts(ResourceReference(.bucket, bucket), stage, summary, needs: .all(actions, on: bucket), details)
    }
}
