extension Change {
    /// The resource that the change is made to.
    package var resource: ResourceReference {
        switch self {
        case .modifyDatabase(let id, _), .rebootDatabase(let id): ResourceReference(.database, id)
        case .createParameterGroup(let name, _, _), .setParameter(let name, _, _): ResourceReference(.database, name)
        case .createBucket(let name, _), .putBucketEncryption(let name, _), .enableBucketVersioning(let name),
            .putPublicAccessBlock(let name, _), .disableBucketACLs(let name), .putBucketPolicy(let name, _),
            .putBucketLifecycle(let name, _), .putObjectLock(let name, _), .putBucketLogging(let name, _, _):
            ResourceReference(.bucket, name)
        case .createKey(let alias, _, _): ResourceReference(.key, alias)
        case .enableKey(let id), .cancelKeyDeletion(let id), .putKeyPolicy(let id, _): ResourceReference(.key, id)
        case .enableKeyRotation(.id(let id), _): ResourceReference(.key, id)
        case .enableKeyRotation(.createdForAlias(let alias), _): ResourceReference(.key, alias)
        case .createRole(let name, _, _, _), .updateRoleTrust(let name, _), .putRolePolicy(let name, _, _),
            .putRoleBoundary(let name, _), .deleteRolePolicy(let name, _, _), .detachRolePolicy(let name, _):
            ResourceReference(.role, name)
        case .createTopic(let name, _, _): ResourceReference(.topic, name)
        case .setTopicEncryption(let arn, _), .setTopicPolicy(let arn, _), .subscribe(let arn, _, _):
            ResourceReference(.topic, String(arn.split(separator: ":").last ?? ""), arn: arn)
        case .putAlarm(let alarm, _): ResourceReference(.alarm, alarm.name)
        case .createEventSubscription(let subscription, _), .modifyEventSubscription(let subscription):
            ResourceReference(.eventSubscription, subscription.name)
        case .putDashboard(let name, _): ResourceReference(.dashboard, name)
        }
    }

    /// Later changes may rely on earlier ones: keys before what they encrypt, topics before what publishes to them,
    /// a bucket before its settings, versioning before the lock that needs it.
    package var rank: Int {
        switch self {
        case .createKey: 0
        case .cancelKeyDeletion: 1
        case .enableKey: 2
        case .enableKeyRotation: 3
        case .putKeyPolicy: 4
        case .createTopic: 10
        case .setTopicEncryption: 11
        case .setTopicPolicy: 12
        case .subscribe: 13
        case .createBucket: 20
        case .putPublicAccessBlock: 21
        case .disableBucketACLs: 22
        case .putBucketEncryption: 23
        case .enableBucketVersioning: 24
        case .putObjectLock: 25
        case .putBucketPolicy: 26
        case .putBucketLogging: 27
        case .putBucketLifecycle: 28
        case .createRole: 30
        case .putRoleBoundary: 31
        case .updateRoleTrust: 32
        case .putRolePolicy: 33
        case .deleteRolePolicy: 34
        case .detachRolePolicy: 35
        case .createParameterGroup: 40
        case .setParameter: 41
        case .modifyDatabase: 42
        case .rebootDatabase: 43
        case .createEventSubscription: 50
        case .modifyEventSubscription: 51
        case .putAlarm: 52
        case .putDashboard: 53
        }
    }

    /// One change that does what both do; nil when they are different calls.
    package func merged(with other: Change) -> Change? {
        switch (self, other) {
        case (.modifyDatabase(let id, let first), .modifyDatabase(let otherID, let second)) where id == otherID:
            .modifyDatabase(id: id, first.merged(with: second))
        case _ where self == other: self
        default: nil
        }
    }
}
