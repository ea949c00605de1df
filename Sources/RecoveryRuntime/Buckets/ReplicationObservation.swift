import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

extension BucketObservation {
    /// The replication of a bucket; nil without one.
    func replication(_ name: String) async throws -> Collected<BucketReplication?> {
        try await observer.ask(
            S3.getBucketReplication, .init(bucket: name, expectedBucketOwner: account.description),
            absentWhen: ["ReplicationConfigurationNotFoundError"]
        ) { output in
            let configuration = try output.replicationConfiguration.required("ReplicationConfiguration")
            return BucketReplication(
                role: configuration.role,
                rules: configuration.rules.enumerated().map { BucketReplication.Rule($1, place: $0 + 1) })
        }
    }

    /// Whether the replica in another region can be written to; nil where nobody asks.
    func isVersioned(_ route: ReplicationRoute?, here region: Region) async throws -> Collected<Bool>? {
        guard let route, route.region != region else { return nil }
        let there = Observer(client: observer.client.with { $0.region = route.region }, denied: observer.denied)
        return try await there.ask(
            S3.getBucketVersioning, .init(bucket: route.replica, expectedBucketOwner: account.description),
            absentWhen: ["NoSuchBucket"]
        ) { $0.status == .enabled }
        .map { $0 ?? false }
    }
}

extension BucketReplication.Rule {
    /// - Parameter place: Of the rule in the configuration, from 1: the name of one without an id.
    fileprivate init(_ rule: S3.ReplicationRule, place: Int) {
        let encrypted = rule.sourceSelectionCriteria?.sseKmsEncryptedObjects?.status == .enabled
        self.init(
            id: rule.id ?? "\(place)",
            replica: rule.destination.bucket.split(separator: ":").last.map(String.init) ?? rule.destination.bucket,
            isEnabled: rule.status == .enabled, isForAll: rule.isForAll, takesEncrypted: encrypted,
            replicaKey: rule.destination.encryptionConfiguration?.replicaKmsKeyID, besides: rule.besides)
    }
}

extension S3.ReplicationRule {
    /// Whether every object of the bucket is replicated by it.
    fileprivate var isForAll: Bool {
        (prefix ?? "").isEmpty && (filter?.prefix ?? "").isEmpty && filter?.tag == nil && filter?.and == nil
    }

    /// What drctl writes into no rule.
    fileprivate var besides: [String: String] {
        let changed = sourceSelectionCriteria?.replicaModifications?.status?.rawValue
        let deleted = deleteMarkerReplication?.status?.rawValue
        return [
            "Account": destination.account, "StorageClass": destination.storageClass?.rawValue,
            "AccessControlTranslation": destination.accessControlTranslation?.owner?.rawValue,
            "ReplicationTime": destination.replicationTime?.status?.rawValue,
            "Metrics": destination.metrics?.status?.rawValue,
            "ReplicaModifications": changed == "Enabled" ? changed : nil,
            "ExistingObjectReplication": existingObjectReplication?.status?.rawValue,
            "DeleteMarkerReplication": deleted == "Enabled" ? deleted : nil,
        ].compactMapValues { $0 }
    }
}

extension BucketReplication {
    /// The configuration as S3 takes it. What is deleted in the bucket stays in the replica.
    var wire: S3.ReplicationConfiguration {
        S3.ReplicationConfiguration(
            role: role,
            rules: rules.enumerated().map { index, rule in
                S3.ReplicationRule(
                    id: rule.id, priority: index + 1, filter: .init(prefix: ""), status: .enabled,
                    sourceSelectionCriteria: rule.takesEncrypted
                        ? .init(sseKmsEncryptedObjects: .init(status: .enabled)) : nil,
                    destination: .init(
                        bucket: "arn:\(partition):s3:::\(rule.replica)",
                        encryptionConfiguration: rule.replicaKey.map { .init(replicaKmsKeyID: $0) }),
                    deleteMarkerReplication: .init(status: .disabled))
            })
    }

    /// That of the role.
    private var partition: String { ARN(role)?.partition ?? "aws" }
}
