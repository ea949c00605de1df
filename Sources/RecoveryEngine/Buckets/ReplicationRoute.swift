package import AWSNames
package import RecoveryModel

/// The way of a bucket's objects to its replica, where that is one of the policy's own buckets: then drctl knows where it
/// is and what it is encrypted with, and can provision the replication.
package struct ReplicationRoute: Sendable, Hashable {
    package let source: String
    /// The source's key, as the policy names it; nil without one.
    let sourceKey: String?
    package let replica: String
    package let region: Region
    /// The replica's key, as the policy names it.
    let replicaKey: String?
}

extension Target {
    /// The routes of the policy's buckets in this place, in the policy's order.
    package var replicationRoutes: [ReplicationRoute] { buckets.compactMap(route) }

    /// The names of what receives the replicas of the policy's buckets, in every region.
    var replicas: Set<String> {
        Set(
            part.whole.targetRegions.flatMap { region in
                let there = place.elsewhere(region)
                return part.whole.storage.filter { part.whole.regions(of: $0).contains(region) }
                    .compactMap { $0.replicateTo.map(there.filled) }
            })
    }

    /// Those that end in a bucket of this place, from whichever region.
    var routesHere: [ReplicationRoute] {
        part.whole.targetRegions.flatMap { region in
            let there = place.elsewhere(region)
            return part.whole.storage.filter { part.whole.regions(of: $0).contains(region) }
                .compactMap { route(of: $0, at: there) }
        }.filter { $0.region.rawValue == place.region }
    }

    /// Nil of a bucket without a replica, or with one that is none of the policy's.
    package func route(of bucket: Bucket) -> ReplicationRoute? { route(of: bucket.policy, at: place) }

    private func route(of bucket: BucketPolicy, at place: Place) -> ReplicationRoute? {
        guard let replica = part.whole.replica(of: bucket, at: place) else { return nil }
        return ReplicationRoute(
            source: place.filled(bucket.bucket), sourceKey: bucket.encryption?.key,
            replica: place.elsewhere(replica.region).filled(replica.entry.bucket), region: replica.region,
            replicaKey: replica.entry.encryption?.key)
    }
}

extension ReplicationRoute {
    /// What S3 is told of a key: an alias as its ARN in the replica's region.
    private func told(_ key: String, _ place: Place) -> String {
        if key.hasPrefix("arn:") { return key }
        return place.elsewhere(region).arn("kms", key.hasPrefix("alias/") ? key : "key/\(key)")
    }

    /// The rule that replicates every object.
    func rule(in place: Place) -> BucketReplication.Rule {
        BucketReplication.Rule(
            id: BucketReplication.ruleID, replica: replica, takesEncrypted: sourceKey != nil,
            replicaKey: sourceKey == nil ? nil : replicaKey.map { told($0, place) })
    }

    /// What S3 needs of its role for this route.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
    func statements(in scope: DutyScope) -> [AccessStatement] {
        let (from, to) = (scope.arn("s3", source), scope.arn("s3", replica))
        let statements = [
            AccessStatement(.allow, actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"], resources: [from]),
            AccessStatement(
                .allow,
                actions: [
                    "s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging",
                    // Of what is locked.
                    "s3:GetObjectLegalHold", "s3:GetObjectRetention",
                ], resources: ["\(from)/*"]),
            AccessStatement(.allow, actions: Self.replicating, resources: ["\(to)/*"]),
        ]
        guard let sourceKey else { return statements }
        let home = scope.target.place.region
        let keys =
            [("kms:Decrypt", sourceKey, home)] + (replicaKey.map { [("kms:Encrypt", $0, region.rawValue)] } ?? [])
        return statements
            + keys.map { action, name, region in
                let key = scope.key(name, in: region)
                // On behalf of the role, and by nothing else.
                return AccessStatement(
                    .allow, actions: [action], resources: [key.arn],
                    condition: key.condition.and(DutyScope.via("s3", region)))
            }
    }
}

extension ReplicationRoute {
    private static let replicating = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]

    /// What S3 needs of the replica's bucket and key.
    ///
    /// - Parameter scope: The replica's place.
    func replicaGrants(in scope: DutyScope) -> [Grant] {
        let bucket = [Grant].allow("", Self.replicating, on: ["\(scope.arn("s3", replica))/*"])
        guard sourceKey != nil, let replicaKey else { return bucket }
        let key = scope.key(replicaKey)
        return bucket
            + .allow(
                "", ["kms:Encrypt"], on: [key.arn], when: key.condition.and(DutyScope.via("s3", region.rawValue)))
    }
}

extension ReplicationRoute: Recordable {
    package var recorded: JSONValue { .string(replica) }
}
