/// One change of AWS: everything that execution needs, so that it makes no choices.
///
/// RecoveryRuntime maps each case to exactly one operation; the two that need a second call say so.
package enum Change: Sendable, Hashable {
    case modifyDatabase(id: String, DatabaseModification)
    case createParameterGroup(name: String, family: String, tags: [String: String])
    case setParameter(group: String, name: String, value: String)
    /// Makes pending static parameters and groups take effect.
    case rebootDatabase(id: String)

    case createBucket(name: String, objectLock: Bool)
    case putBucketEncryption(bucket: String, BucketEncryption)
    case enableBucketVersioning(bucket: String)
    case putPublicAccessBlock(bucket: String, PublicAccessBlock)
    case disableBucketACLs(bucket: String)
    case putBucketPolicy(bucket: String, AccessPolicy)
    case putBucketLifecycle(bucket: String, [LifecycleRule])
    case putObjectLock(bucket: String, ObjectLockState)
    case putBucketLogging(bucket: String, target: String, prefix: String)

    /// CreateKey, then CreateAlias for what it returned.
    case createKey(alias: String, policy: AccessPolicy, tags: [String: String])
    case enableKey(id: String)
    case cancelKeyDeletion(id: String)
    case putKeyPolicy(id: String, AccessPolicy)
    case enableKeyRotation(key: KeyReference, periodDays: Int)

    case createRole(name: String, trust: AccessPolicy, boundary: String?, tags: [String: String])
    case updateRoleTrust(name: String, AccessPolicy)
    case putRolePolicy(role: String, name: String, AccessPolicy)
    case putRoleBoundary(role: String, arn: String)
    /// With the document, so that what is deleted is not lost.
    case deleteRolePolicy(role: String, name: String, was: AccessPolicy)
    case detachRolePolicy(role: String, arn: String)

    case createTopic(name: String, encryptionKey: String?, tags: [String: String])
    case setTopicEncryption(arn: String, key: String)
    case setTopicPolicy(arn: String, AccessPolicy)
    case subscribe(topic: String, transport: String, endpoint: String)

    case putAlarm(AlarmState, tags: [String: String])
    case createEventSubscription(EventSubscription, tags: [String: String])
    case modifyEventSubscription(EventSubscription)
    case putDashboard(name: String, body: JSONValue)

    /// A key that exists, or the one that an earlier step of the same plan creates.
    package enum KeyReference: Sendable, Hashable {
        case id(String)
        case createdForAlias(String)
    }
}

/// New settings of a database; nil leaves a setting alone.
package struct DatabaseModification: Sendable, Hashable, Codable {
    package var backupRetentionDays: Int?
    package var backupWindow: DailyWindow?
    package var deletionProtection: Bool?
    package var copyTagsToSnapshots: Bool?
    package var publiclyAccessible: Bool?
    package var multiAZ: Bool?
    package var minorVersionUpgrades: Bool?
    package var iamAuthentication: Bool?
    /// Log types to export besides those exported now.
    package var addLogExports: [String]?
    package var parameterGroup: String?

    package init() {}

    /// Makes a modification in one expression.
    package init(_ fill: (inout DatabaseModification) -> Void) {
        fill(&self)
    }

    /// Both modifications in one call; a setting asked twice keeps the later value.
    package func merged(with other: DatabaseModification) -> DatabaseModification {
        var both = self
        both.backupRetentionDays = other.backupRetentionDays ?? backupRetentionDays
        both.backupWindow = other.backupWindow ?? backupWindow
        both.deletionProtection = other.deletionProtection ?? deletionProtection
        both.copyTagsToSnapshots = other.copyTagsToSnapshots ?? copyTagsToSnapshots
        both.publiclyAccessible = other.publiclyAccessible ?? publiclyAccessible
        both.multiAZ = other.multiAZ ?? multiAZ
        both.minorVersionUpgrades = other.minorVersionUpgrades ?? minorVersionUpgrades
        both.iamAuthentication = other.iamAuthentication ?? iamAuthentication
        both.addLogExports = Set((addLogExports ?? []) + (other.addLogExports ?? [])).sorted()
        if both.addLogExports?.isEmpty ?? true { both.addLogExports = nil }
        both.parameterGroup = other.parameterGroup ?? parameterGroup
        return both
    }
}
