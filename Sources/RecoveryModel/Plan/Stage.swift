/// When a step is made: the order between all changes. A later stage may rely on an earlier one.
package enum Stage: Int, Sendable, CaseIterable, Comparable {
    case createKeys, restoreKeys, enableKeys, setKeys
    case createTopics, setTopics, subscribe
    case createBuckets, protectBuckets, versionBuckets, writeBucketPolicies, lockBuckets, writeLifecycles, logBuckets
    case createRoles, setRoles, removeGrants, replicateBuckets
    case createVaults, lockVaults, createBackupPlans, setBackupPlans, selectForBackup
    case createRestoreTesting, setRestoreTesting, selectForRestoreTesting
    case createParameterGroups, setParameters, setDatabases, replicateBackups, setParameterGroups, restartDatabases
    case createSubscriptions, setSubscriptions, createEventRules, setEventRules, setAlarms, setDashboards
    case prune

    /// In the order of declaration.
    package static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
}
