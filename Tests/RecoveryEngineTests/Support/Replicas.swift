import AWSNames
import RecoveryModel

extension BucketReplication {
    /// To the bucket that the policy names, by a role of somebody's.
    static let toCopies = BucketReplication(
        role: "arn:aws:iam::123456789012:role/service/s3-replication", rules: [.toCopies])
}

extension BucketReplication.Rule {
    /// Every object, those that KMS encrypts too.
    static let toCopies = BucketReplication.Rule(
        id: "theirs", replica: "kb-copies-123456789012", takesEncrypted: true,
        replicaKey: "arn:aws:kms:us-west-2:123456789012:key/copies")
}

extension RoleState {
    /// Somebody's role that may replicate.
    static let ofReplication = RoleState(
        name: "s3-replication",
        role: .known(
            Role(
                arn: "arn:aws:iam::123456789012:role/service/s3-replication",
                trust: .known(
                    AccessPolicy(statements: [
                        AccessStatement(
                            .allow, principals: .init("Service", ["s3.amazonaws.com"]), actions: ["sts:AssumeRole"],
                            resources: [])
                    ])),
                inlinePolicies: .known([
                    "replicate": AccessPolicy(statements: [
                        AccessStatement(.allow, actions: ["s3:*", "kms:*"], resources: ["*"])
                    ])
                ]), attachedPolicies: .known([]))))
}

extension Estate {
    /// Makes the bucket's replica one of the policy's own, in another region.
    mutating func ownReplica() {
        var copies = BucketPolicy(bucket: "kb-copies-${account}")
        copies.regions = [Region("us-west-2")]
        copies.versioning = true
        copies.objectLock = .init(mode: .governance, retention: TimeSpan(30, .days))
        copies.encryption = .kms(key: "alias/kb-copies", bucketKey: true)
        policy.scope.regions.append(Region("us-west-2"))
        policy.storage.append(copies)
        bucket.isReplicaVersioned = .known(true)
        inventory.roles[policy.replicationRole] = RoleState(name: policy.replicationRole, role: .known(nil))
    }
}
