/// The errors that the calls of a restore can end with, as AWS documents them.
///
/// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html#API_RestoreDBInstanceToPointInTime_Errors
/// and those of RestoreDBInstanceFromDBSnapshot, ModifyDBInstance and AddRoleToDBInstance, of RestoreDBClusterFromSnapshot,
/// RestoreDBClusterToPointInTime, ModifyDBCluster, AddRoleToDBCluster and CreateDBClusterEndpoint, with those that all calls
/// have.
package enum RestoreErrors {
    package static let codes = [
        "AccessDenied", "AuthorizationNotFound", "BackupPolicyNotFoundFault", "CertificateNotFound",
        "DBClusterAlreadyExistsFault", "DBClusterAutomatedBackupNotFoundFault", "DBClusterEndpointAlreadyExistsFault",
        "DBClusterEndpointQuotaExceededFault", "DBClusterNotFoundFault", "DBClusterParameterGroupNotFound",
        "DBClusterQuotaExceededFault", "DBClusterRoleQuotaExceeded", "DBClusterSnapshotNotFoundFault",
        "DBInstanceAlreadyExists", "DBInstanceAutomatedBackupNotFound",
        "DBInstanceNotFound", "DBInstanceRoleQuotaExceeded", "DBParameterGroupNotFound", "DBSecurityGroupNotFound",
        "DBSnapshotNotFound", "DBSubnetGroupDoesNotCoverEnoughAZs", "DBSubnetGroupNotFoundFault",
        "DBUpgradeDependencyFailure", "DomainNotFoundFault", "ExpiredToken", "InstanceQuotaExceeded",
        "InsufficientDBClusterCapacityFault", "InsufficientDBInstanceCapacity", "InsufficientStorageClusterCapacity",
        "InvalidClientTokenId", "InvalidDBClusterSnapshotStateFault", "InvalidDBClusterStateFault",
        "InvalidDBInstanceState", "InvalidDBSecurityGroupState", "InvalidDBSnapshotState",
        "InvalidParameterCombination", "InvalidRestoreFault", "InvalidSubnet", "InvalidVPCNetworkStateFault",
        "KMSKeyNotAccessibleFault", "NetworkTypeNotSupported", "OptionGroupNotFoundFault", "OptInRequired",
        "PointInTimeRestoreNotEnabled", "ProvisionedIopsNotAvailableInAZFault", "RequestTimeTooSkewed",
        "StorageQuotaExceeded", "StorageTypeNotSupported", "TenantDatabaseQuotaExceeded", "Throttling",
        "VpcEncryptionControlViolationException",
    ]

    /// Each with what to do about it.
    package static let advice = codes.compactMap { code in
        ErrorAdvice.hint(code: code, operation: "the call that it names").map { (code: code, advice: $0) }
    }
}
