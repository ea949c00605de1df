import RecoveryModel

/// The cases of every change: a new one does not compile until it is named here, and is then missed among the samples.
enum ChangeCase: CaseIterable {
    case databaseModify, databaseModifyMember, databaseCreateParameterGroup, databaseSetParameter, databaseRestart,
        databaseUnshareSnapshot, databaseReplicateBackups
    case bucketCreate, bucketPutEncryption, bucketEnableVersioning, bucketPutPublicAccessBlock, bucketDisableACLs,
        bucketPutPolicy, bucketPutLifecycle, bucketPutObjectLock, bucketPutLogging, bucketPutReplication
    case keyCreate, keyEnable, keyCancelDeletion, keyPutPolicy, keyEnableRotation
    case roleCreate, rolePutTrust, rolePutPolicy, rolePutBoundary, roleDeletePolicy, roleDetachPolicy, roleAttachPolicy
    case topicCreate, topicPutEncryption, topicPutPolicy, topicSubscribe
    case alarmPut, alarmDelete
    case eventSubscriptionCreate, eventSubscriptionModify, eventSubscriptionAddSource,
        eventSubscriptionRemoveSource, eventSubscriptionDelete
    case eventRulePut, eventRuleAddTarget
    case dashboardPut, dashboardRemove
    case vaultCreate, vaultLock, backupPlanCreate, backupPlanUpdate, backupPlanSelect
    case restoreTestingCreate, restoreTestingUpdate, restoreTestingSelect, restoreTestingUpdateSelection

    init(_ change: Change) {
        self =
            switch change {
            case .database(.modify): .databaseModify
            case .database(.modifyMember): .databaseModifyMember
            case .database(.createParameterGroup): .databaseCreateParameterGroup
            case .database(.setParameter): .databaseSetParameter
            case .database(.restart): .databaseRestart
            case .database(.unshareSnapshot): .databaseUnshareSnapshot
            case .database(.replicateBackups): .databaseReplicateBackups
            case .bucket(.create): .bucketCreate
            case .bucket(.putEncryption): .bucketPutEncryption
            case .bucket(.enableVersioning): .bucketEnableVersioning
            case .bucket(.putPublicAccessBlock): .bucketPutPublicAccessBlock
            case .bucket(.disableACLs): .bucketDisableACLs
            case .bucket(.putPolicy): .bucketPutPolicy
            case .bucket(.putLifecycle): .bucketPutLifecycle
            case .bucket(.putObjectLock): .bucketPutObjectLock
            case .bucket(.putLogging): .bucketPutLogging
            case .bucket(.putReplication): .bucketPutReplication
            case .key(.create): .keyCreate
            case .key(.enable): .keyEnable
            case .key(.cancelDeletion): .keyCancelDeletion
            case .key(.putPolicy): .keyPutPolicy
            case .key(.enableRotation): .keyEnableRotation
            case .role(.create): .roleCreate
            case .role(.putTrust): .rolePutTrust
            case .role(.putPolicy): .rolePutPolicy
            case .role(.putBoundary): .rolePutBoundary
            case .role(.deletePolicy): .roleDeletePolicy
            case .role(.detachPolicy): .roleDetachPolicy
            case .role(.attachPolicy): .roleAttachPolicy
            case .topic(.create): .topicCreate
            case .topic(.putEncryption): .topicPutEncryption
            case .topic(.putPolicy): .topicPutPolicy
            case .topic(.subscribe): .topicSubscribe
            case .alarm(.put): .alarmPut
            case .alarm(.delete): .alarmDelete
            case .eventSubscription(.create): .eventSubscriptionCreate
            case .eventSubscription(.modify): .eventSubscriptionModify
            case .eventSubscription(.addSource): .eventSubscriptionAddSource
            case .eventSubscription(.removeSource): .eventSubscriptionRemoveSource
            case .eventSubscription(.delete): .eventSubscriptionDelete
            case .eventRule(.put): .eventRulePut
            case .eventRule(.addTarget): .eventRuleAddTarget
            case .dashboard(.put): .dashboardPut
            case .dashboard(.remove): .dashboardRemove
            case .backupPlan(.createVault): .vaultCreate
            case .backupPlan(.putLock): .vaultLock
            case .backupPlan(.create): .backupPlanCreate
            case .backupPlan(.update): .backupPlanUpdate
            case .backupPlan(.select): .backupPlanSelect
            case .restoreTesting(.create): .restoreTestingCreate
            case .restoreTesting(.update): .restoreTestingUpdate
            case .restoreTesting(.select): .restoreTestingSelect
            case .restoreTesting(.updateSelection): .restoreTestingUpdateSelection
            }
    }
}
