import AWSCore
import AWSNames
import RecoveryModel

/// Makes one change: a fixed mapping from `Change` to API operations, without choices of its own.
struct ChangeExecutor: Sendable {
    let client: AWSClient
    let account: AccountID
    let region: Region
    let waiting: DatabaseWaiting

    /// Makes the change and returns when it is in force.
    ///
    /// - Throws: What the client throws; `DatabaseWaiting.Failure` when a database does not settle; `CancellationError`.
    func execute(_ change: Change, keys: inout CreatedKeys) async throws {
        switch change {
        case .modifyDatabase, .createParameterGroup, .setParameter, .rebootDatabase:
            try await executeOnDatabase(change)
        case .createBucket, .putBucketEncryption, .enableBucketVersioning, .putPublicAccessBlock, .disableBucketACLs,
            .putBucketPolicy, .putBucketLifecycle, .putObjectLock, .putBucketLogging:
            try await executeOnBucket(change)
        case .createKey, .enableKey, .cancelKeyDeletion, .enableKeyRotation, .putKeyPolicy:
            try await executeOnKey(change, created: &keys)
        case .createRole, .updateRoleTrust, .putRolePolicy, .putRoleBoundary, .deleteRolePolicy, .detachRolePolicy:
            try await executeOnRole(change)
        case .createTopic, .setTopicEncryption, .setTopicPolicy, .subscribe, .putAlarm, .createEventSubscription,
            .modifyEventSubscription, .putDashboard:
            try await executeOnAlerting(change)
        }
    }
}

/// The ids of keys that earlier steps of the same plan created, by alias.
struct CreatedKeys: Sendable {
    var idByAlias: [String: String] = [:]
}

/// A step that cannot be made because an earlier one was not.
struct MissingPrerequisite: Error, CustomStringConvertible {
    let description: String
}
