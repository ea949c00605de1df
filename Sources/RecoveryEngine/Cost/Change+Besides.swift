import RecoveryModel

extension Change {
    /// What a change costs or saves that nobody can reckon before it is made, for people; nil where AWS bills nothing for
    /// it. Of databases, keys, alarms and dashboards only what has no price of its own here.
    var besidesPrices: String? {
        switch self {
        case .database(let change): change.besidesPrices
        case .bucket(let change): change.besidesPrices
        case .key(let change): change.besidesPrices
        case .backupPlan(let change): change.besidesPrices
        case .restoreTesting(.create), .restoreTesting(.update), .restoreTesting(.select),
            .restoreTesting(.updateSelection):
            "the restore tests of AWS Backup"
        case .alarm(.put), .alarm(.delete), .dashboard: nil
        // IAM, SNS topics and RDS's events have no monthly price.
        case .role(.create), .role(.putTrust), .role(.putPolicy), .role(.putBoundary), .role(.deletePolicy),
            .role(.detachPolicy), .role(.attachPolicy):
            nil
        case .topic(.create), .topic(.putEncryption), .topic(.putPolicy), .topic(.subscribe): nil
        case .eventRule(.put), .eventRule(.addTarget): nil
        case .eventSubscription(.create), .eventSubscription(.modify), .eventSubscription(.addSource),
            .eventSubscription(.removeSource), .eventSubscription(.delete):
            nil
        }
    }
}

extension DatabaseChange {
    fileprivate var besidesPrices: String? {
        switch self {
        case .replicateBackups(let replication): "the backups of \(replication.instance) in \(replication.region)"
        case .modify, .modifyMember, .createParameterGroup, .setParameter, .restart, .unshareSnapshot: nil
        }
    }
}

extension BucketChange {
    fileprivate var besidesPrices: String? {
        switch self {
        case .putLifecycle(let bucket, _): "what the lifecycle rules of \(bucket) move and delete"
        case .enableVersioning(let bucket): "the older versions that \(bucket) will keep"
        case .putObjectLock(let bucket, _): "what the lock of \(bucket) keeps from being deleted"
        case .putLogging(let bucket, _): "the access logs of \(bucket)"
        case .putReplication(let bucket, _): "the replicas of \(bucket), and their way"
        case .create, .putEncryption, .putPublicAccessBlock, .disableACLs, .putPolicy: nil
        }
    }
}

extension KeyChange {
    fileprivate var besidesPrices: String? {
        switch self {
        case .cancelDeletion(let key): "the key alias/\(key.alias), which is billed again"
        // An enabled key is billed as a disabled one is.
        case .create, .enable, .putPolicy, .enableRotation: nil
        }
    }
}

extension BackupPlanChange {
    fileprivate var besidesPrices: String? {
        switch self {
        case .create, .update, .select, .putLock: "what AWS Backup will keep"
        case .createVault: nil
        }
    }
}
