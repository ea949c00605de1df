import AWSNames
package import RecoveryModel

extension Control where Judged == BucketSubject {
    /// A second bucket survives the loss of the first one, or of its region.
    static let bucketReplication = Control(
        "storage.replication",
        title: "Every object is replicated",
        why: "When the bucket's region or account is lost, the replica is all that is left to restore from.",
        severity: .high,
        standards: [
            .securityHub("S3.7"), .awsConfig("s3-bucket-cross-region-replication-enabled"), .nist80053("CP-6(1)"),
            .nist80053("CP-9"),
        ] + Standard.copies,
        field: "storage[].replicateTo",
        isJudged: { $0.bucket.exists != .known(false) },
        required: { subject in
            subject.policy.replicateTo.map {
                RequiredReplica(
                    name: subject.context.target.place.filled($0),
                    isEncrypted: subject.policy.encryption?.key != nil || subject.isEncryptedByKMS)
            }
        },
        observed: { subject in
            // How objects are encrypted decides which of them S3 replicates.
            subject.replication.flatMap { found in subject.bucket.encryption.map { _ in found } }
        },
        satisfies: { replication, required in replication?.arrives(in: required) == true },
        showRequired: { "to \($0.name)" },
        showObserved: { $0?.shown ?? "not replicated" },
        remedy: { subject, required in subject.replicationRemedy(to: required) }
    )

    /// S3 can do what the replication asks for.
    static let replicationRole = Control(
        "storage.replication-role",
        title: "S3 has a role that can replicate every object",
        why: "S3 accepts a replication whose role may do nothing, and then replicates nothing, silently.",
        severity: .high,
        standards: [.nist80053("AC-6")] + Standard.copies,
        field: "storage[].replicateTo",
        isJudged: { $0.bucket.exists != .known(false) },
        // What else the role of a replication to somebody's bucket needs is not known here.
        required: { $0.context.target.route(of: $0.target) },
        observed: { subject in subject.replication.flatMap { subject.replicationRole(of: $0).faults } },
        satisfies: { faults, _ in faults.isEmpty },
        showRequired: { _ in "assumed by S3, and allowed to read and to replicate" },
        showObserved: { $0.isEmpty ? "as required" : Shown.text($0) },
        remedy: { subject, _ in subject.replicationRole(of: subject.replication.value ?? nil).remedy }
    )
}

/// The bucket that must receive every object.
struct RequiredReplica: Sendable, Recordable {
    let name: String
    /// Whether objects are encrypted with a key of KMS, which S3 replicates only when it is told to.
    let isEncrypted: Bool

    var recorded: JSONValue { .string(name) }
}

extension BucketReplication: Recordable {
    package var recorded: JSONValue { .object(parts) }

    /// Whether every object arrives in the bucket, where it can be read at once.
    fileprivate func arrives(in replica: RequiredReplica) -> Bool {
        let there = rules.filter { $0.isEnabled && $0.replica == replica.name }
        // Of rules to one bucket the one with the higher priority decides, and that may be any.
        return there.contains(where: \.isForAll) && !there.contains(where: \.archives)
            && (!replica.isEncrypted || there.allSatisfy { $0.takesEncrypted && $0.replicaKey != nil })
    }

    fileprivate var shown: String {
        let words = rules.map { rule in
            let lacks = [
                rule.isEnabled ? nil : "disabled", rule.isForAll ? nil : "some objects only",
                rule.takesEncrypted ? nil : "none that KMS encrypts",
                rule.storageClass.map { "as \($0)" },
            ].compactMap(\.self)
            return lacks.isEmpty ? rule.replica : "\(rule.replica) (\(lacks.joined(separator: ", ")))"
        }
        return words.isEmpty ? "not replicated" : "to \(Shown.text(words.sorted()))"
    }
}

extension BucketReplication.Rule {
    /// Whether its replicas have to be retrieved for hours before they can be read. A policy has no word that asks for it.
    fileprivate var archives: Bool { storageClass.flatMap(StorageClass.init(rawValue:))?.retrieval != nil }
}

extension BucketSubject {
    /// Whether the bucket as it is encrypts with a key of KMS, asked for or not.
    fileprivate var isEncryptedByKMS: Bool {
        (bucket.encryption.value ?? nil)?.algorithm.hasPrefix("aws:kms") == true
    }

    fileprivate var replication: Collected<BucketReplication?> {
        bucket.exists.flatMap { _ in bucket.replication ?? .unavailable(.notCollected("s3:GetBucketReplication")) }
    }

    /// The role that a configuration names; without one, the policy's own, which it will name.
    fileprivate func replicationRole(of replication: BucketReplication?) -> ReplicationRole {
        let own = context.policy.replicationRole
        guard let replication, replication.roleName != own, let route = context.target.route(of: target) else {
            return ReplicationRole(own, for: context.target.replicationRoutes, in: context)
        }
        return ReplicationRole(replication.roleName, for: [route], in: context)
    }

    /// Writes drctl's own rule, where nobody has written others and the replica is there to be written to.
    fileprivate func replicationRemedy(to replica: RequiredReplica) -> Remedy {
        guard let route = context.target.route(of: target) else {
            return .procedure(
                "Replicate all objects to \(replica.name), with a role of S3's and versioning on both sides: aws s3api "
                    + "put-bucket-replication --bucket \(bucket.name) …")
        }
        guard case .known(let present)? = bucket.replication, present?.isOwn ?? true else {
            return .procedure(
                "The bucket has rules of others: let one of them replicate every object to \(replica.name), those that "
                    + "are encrypted with a key too, or take them away; then `drctl apply` writes its own.")
        }
        if isEncryptedByKMS, route.sourceKey == nil {
            return .procedure(
                "The bucket encrypts with a key that the policy does not name, and S3 replicates such objects only with a "
                    + "key for the replica: name both keys by `encryption: {kms: …}`.")
        }
        if case .unavailable(let failure)? = bucket.isReplicaVersioned {
            return .procedure("Find out whether \(replica.name) is there with versioning: \(failure).")
        }
        let place = context.target.place
        if route.region.rawValue != place.region, bucket.isReplicaVersioned?.value != true {
            return .resolvesItself(
                "Planned once \(replica.name) is there with versioning, which the same apply does in \(route.region): S3 "
                    + "refuses it before. Apply again then.")
        }
        let after = BucketReplication(
            role: present?.role ?? place.arn("iam", "role/\(context.policy.replicationRole)"),
            rules: [route.rule(in: place)])
        return .changes([.bucket(.putReplication(bucket: bucket.name, Edit(present, to: after)))])
    }
}
