package import RecoveryModel

/// Every control, by what it is about: the only place that lists them.
package enum Catalogue {
    package static let database: [Control<DatabaseSubject>] = [
        .backupRetention, .backupWindow, .restorableLag, .recoveryPointAge, .recoveryPointExists, .snapshotEncrypted,
        .snapshotNotShared, .copyTags, .deletionProtection, .storageEncrypted, .encryptionKey, .notPublic, .multiAZ,
        .minorVersionUpgrades, .iamAuthentication, .forceTLS, .logExports, .pendingModifications, .databaseStatus,
        .crossRegionCopy, .monthlyCopies, .drillCurrent, .recoveryTimeProven,
    ]
    package static let clusters: [Control<ClusterSubject>] = [
        .clusterBackupRetention, .clusterBackupWindow, .clusterRestorableLag, .clusterRecoveryPointExists,
        .clusterRecoveryPointAge, .clusterSnapshotEncrypted, .clusterSnapshotNotShared, .clusterCopyTags,
        .clusterDeletionProtection, .clusterStorageEncrypted, .clusterEncryptionKey, .clusterNotPublic, .clusterMultiAZ,
        .clusterIAMAuthentication, .clusterLogExports, .clusterDrillCurrent,
    ]
    package static let storage: [Control<BucketSubject>] = [
        .bucketExists, .bucketEncryption, .bucketKey, .bucketVersioning, .publicAccessBlocked, .aclsDisabled, .tlsOnly,
        .policyNotPublic, .lifecycle, .objectLock, .accessLogs, .logDelivery,
    ]
    package static let keys: [Control<KeySubject>] = [
        .keyExists, .keyEnabled, .keyNotPendingDeletion, .keyRotation, .keyPolicyNotPublic, .keyAllowsPublishers,
    ]
    package static let roles: [Control<RoleSubject>] = [
        .roleExists, .roleTrust, .roleStatements, .roleNoExtraPolicies, .roleBoundary,
    ]
    package static let topics: [Control<TopicSubject>] = [
        .topicExists, .topicEncrypted, .topicPolicy, .topicNotPublic, .topicSubscribers, .subscribersConfirmed,
    ]
    package static let alarms: [Control<AlarmSubject>] = [.alarmSettings, .alarmActionsEnabled, .alarmActions]
    package static let events: [Control<EventSubscriptionSubject>] = [.eventSubscription]
    package static let dashboards: [Control<DashboardSubject>] = [.dashboard]

    /// What people are told of each control, sorted by id.
    package static var descriptions: [ControlDescription] {
        let lists = [
            database.map(\.description), clusters.map(\.description), storage.map(\.description),
            keys.map(\.description), roles.map(\.description),
            topics.map(\.description), alarms.map(\.description), events.map(\.description),
            dashboards.map(\.description), [PolicyResources.databaseExists],
        ]
        return lists.joined().sorted { $0.id < $1.id }
    }
}
