import RecoveryModel

extension BucketChange: ChangeCases {
    enum Name: CaseIterable {
        case create, putEncryption, enableVersioning, putPublicAccessBlock, disableACLs, putPolicy, putLifecycle
        case putObjectLock, putLogging, putReplication
    }

    var caseName: Name {
        switch self {
        case .create: .create
        case .putEncryption: .putEncryption
        case .enableVersioning: .enableVersioning
        case .putPublicAccessBlock: .putPublicAccessBlock
        case .disableACLs: .disableACLs
        case .putPolicy: .putPolicy
        case .putLifecycle: .putLifecycle
        case .putObjectLock: .putObjectLock
        case .putLogging: .putLogging
        case .putReplication: .putReplication
        }
    }

    static func own(_ change: Change) -> BucketChange? { if case .bucket(let own) = change { own } else { nil } }

    static let name = "kb-backups"

    static func scenarios(of name: Name) -> [ChangeScenario] {
        switch name {
        case .create:
            [false, true].map { ChangeScenario(.bucket(.create(name: Self.name, objectLock: $0, tags: ["app": "kb"]))) }
        case .putEncryption:
            [
                ChangeScenario(
                    .bucket(
                        .putEncryption(
                            bucket: Self.name,
                            Edit(nil, to: BucketEncryption(algorithm: "aws:kms", key: "alias/kb", bucketKey: true)))))
            ]
        case .enableVersioning: [ChangeScenario(.bucket(.enableVersioning(bucket: Self.name)))]
        case .putPublicAccessBlock:
            [ChangeScenario(.bucket(.putPublicAccessBlock(bucket: Self.name, Edit(nil, to: .all))))]
        case .disableACLs: [ChangeScenario(.bucket(.disableACLs(bucket: Self.name)))]
        case .putPolicy: [policy(replacing: nil), policy(replacing: Described.policy("Theirs"))]
        case .putLifecycle: [lifecycle]
        case .putObjectLock:
            [
                ChangeScenario(
                    .bucket(
                        .putObjectLock(
                            bucket: Self.name,
                            Edit(nil, to: ObjectLockState(enabled: true, mode: "GOVERNANCE", days: 30)))))
            ]
        case .putLogging: [logging]
        case .putReplication: [replication(replacing: nil), replication(replacing: .sample("kb-former"))]
        }
    }

    private static func replication(replacing old: BucketReplication?) -> ChangeScenario {
        let new = BucketReplication.sample("kb-copies")
        return .writing(
            .bucket(.putReplication(bucket: name, Edit(old, to: new))), reading: "s3:GetBucketReplication",
            before: old.map(Described.replication) ?? .error("ReplicationConfigurationNotFoundError", 404),
            after: Described.replication(new), other: Described.replication(.sample("theirs")))
    }

    private static func policy(replacing old: AccessPolicy?) -> ChangeScenario {
        let new = Described.policy("DrctlDenyInsecureTransport")
        return .writing(
            .bucket(.putPolicy(bucket: name, Edit(old, to: new))), reading: "s3:GetBucketPolicy",
            before: old.map { .ok($0.json.compact) } ?? .error("NoSuchBucketPolicy", 404),
            after: .ok(new.json.compact), other: .ok(Described.policy("EmergencyDenyDelete").json.compact))
    }

    private static var lifecycle: ChangeScenario {
        var theirs = LifecycleRule(id: "theirs", filter: .init(prefix: "logs/"))
        theirs.expireDays = 9
        var ours = LifecycleRule(id: "drctl-daily", filter: .init(prefix: "daily/"))
        ours.expireDays = 30
        let size = "varies_by_storage_class"
        let edit = Edit(
            BucketLifecycle([theirs], minimumTransitionSize: size),
            to: BucketLifecycle([theirs, ours], minimumTransitionSize: size))
        var others = edit.before
        others?.rules[0].expireDays = 10
        return .writing(
            .bucket(.putLifecycle(bucket: name, edit)), reading: "s3:GetBucketLifecycleConfiguration",
            before: Described.lifecycle(BucketLifecycle([theirs], minimumTransitionSize: size)),
            after: Described.lifecycle(edit.after), other: Described.lifecycle(others ?? edit.after))
    }

    private static var logging: ChangeScenario {
        func answer(_ target: String, _ prefix: String) -> Answer {
            .ok(
                "<BucketLoggingStatus><LoggingEnabled><TargetBucket>\(target)</TargetBucket>"
                    + "<TargetPrefix>\(prefix)</TargetPrefix></LoggingEnabled></BucketLoggingStatus>")
        }
        return .writing(
            .bucket(
                .putLogging(
                    bucket: name,
                    Edit(
                        BucketLogging(target: "old", prefix: "kb/"), to: BucketLogging(target: "kb-logs", prefix: "kb/")
                    ))
            ), reading: "s3:GetBucketLogging", before: answer("old", "kb/"), after: answer("kb-logs", "kb/"),
            other: answer("theirs", "kb/"))
    }
}

extension BucketReplication {
    /// As drctl writes it.
    fileprivate static func sample(_ replica: String) -> BucketReplication {
        BucketReplication(
            role: "arn:aws:iam::123456789012:role/kb-replication",
            rules: [
                Rule(
                    id: ruleID, replica: replica, takesEncrypted: true,
                    replicaKey: "arn:aws:kms:us-west-2:123456789012:alias/kb")
            ])
    }
}

extension Described {
    fileprivate static func replication(_ replication: BucketReplication) -> Answer {
        let rules = replication.rules.map { rule in
            "<Rule><ID>\(rule.id)</ID><Priority>1</Priority><Filter><Prefix></Prefix></Filter><Status>Enabled</Status>"
                + "<SourceSelectionCriteria><SseKmsEncryptedObjects><Status>Enabled</Status></SseKmsEncryptedObjects>"
                + "</SourceSelectionCriteria><Destination><Bucket>arn:aws:s3:::\(rule.replica)</Bucket>"
                + "<EncryptionConfiguration><ReplicaKmsKeyID>\(rule.replicaKey ?? "")</ReplicaKmsKeyID>"
                + "</EncryptionConfiguration></Destination>"
                + "<DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication></Rule>"
        }
        return .ok(
            "<ReplicationConfiguration><Role>\(replication.role)</Role>\(rules.joined())</ReplicationConfiguration>")
    }
}
