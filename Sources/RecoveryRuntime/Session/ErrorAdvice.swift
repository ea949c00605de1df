import AWSCore

/// Hints for AWS errors, where a next step is known.
package enum ErrorAdvice {
    /// The hint in one line, or nil.
    package static func hint(for error: any Error) -> String? {
        guard let error = error as? ClientError else { return nil }
        switch error.cause {
        case .service(let refusal): return hint(code: refusal.code, operation: error.operation)
        case .transport(let failure):
            switch failure.kind {
            case .nameResolution, .connect, .connectTimeout, .timeout:
                return "check the network, the proxy and AWS_ENDPOINT_URL: no answer from \(failure.endpoint)"
            case .certificate: return "set AWS_CA_BUNDLE to the certificate authority of the proxy or endpoint"
            default: return nil
            }
        case .credentials: return "log in (run aws sso login, or set AWS_PROFILE), then run drctl doctor"
        default: return nil
        }
    }

    /// True when the caller is not, or no longer, signed in: every other call ends in the same way.
    package static func endsSession(_ error: any Error) -> Bool {
        guard let error = error as? ClientError else { return false }
        if case .credentials = error.cause { return true }
        return [
            "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "InvalidAccessKeyId",
            "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "AuthFailure",
            "MissingAuthenticationToken",
        ].contains(error.code ?? "")
    }

    /// True when the call may have been done although it failed: no answer says otherwise, or an attempt before the last
    /// had none.
    package static func leavesOpen(_ error: any Error) -> Bool {
        guard let error = error as? ClientError else { return error is CancellationError }
        switch error.cause {
        case .transport, .deadline, .response: return true
        case .service(let refusal): return error.attempts > 1 || refusal.status >= 500
        case .input, .endpoint, .credentials: return false
        }
    }

    /// The hint for a service's error code. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html
    package static func hint(code: String, operation: String) -> String? {
        switch code {
        case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError":
            return "the caller lacks permission for \(operation): drctl iam prints the least-privilege policy"
        case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired":
            return "the session has expired: log in again"
        case "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "InvalidAccessKeyId":
            return "the access key is invalid or inactive: check the profile with drctl doctor"
        case "RequestTimeTooSkewed": return "this machine's clock is wrong: synchronize it with NTP"
        case "OptInRequired", "SubscriptionRequiredException":
            return "enable the region or service for this account"
        case "InvalidDBInstanceState", "InvalidDBInstanceStateFault":
            return "another change of the database is in progress: wait until it is available, then run drctl again"
        case "SnapshotQuotaExceeded": return "delete old manual snapshots, or request a higher quota"
        case "InstanceQuotaExceeded", "StorageQuotaExceeded", "DBClusterQuotaExceededFault":
            return "request a higher RDS quota in this region"
        case "KMSKeyNotAccessibleFault", "KMSAccessDeniedException", "KMSDisabledException":
            return "the key is disabled or scheduled for deletion, or its key policy denies the caller"
        case "DBInstanceAlreadyExists", "DBClusterAlreadyExistsFault":
            return "another database has the name: choose another one"
        case "DBClusterEndpointAlreadyExistsFault":
            return
                "another cluster has a custom endpoint of this name, which RDS gives to one alone: delete it there first"
        case "DBInstanceNotFound", "DBInstanceAutomatedBackupNotFound", "DBSnapshotNotFound", "DBClusterNotFoundFault",
            "DBClusterAutomatedBackupNotFoundFault", "DBClusterSnapshotNotFoundFault":
            return "it is not in this account and region, or is deleted: drctl pitr window shows what can be restored"
        case "DBParameterGroupNotFound", "DBClusterParameterGroupNotFound", "OptionGroupNotFoundFault",
            "DBSubnetGroupNotFoundFault",
            "DBSecurityGroupNotFound", "CertificateNotFound", "DomainNotFoundFault", "BackupPolicyNotFoundFault",
            "AuthorizationNotFound":
            return "what the database was made with is deleted: create it again, or name another one"
        case "DBSubnetGroupDoesNotCoverEnoughAZs", "InvalidSubnet", "InvalidVPCNetworkStateFault",
            "NetworkTypeNotSupported", "VpcEncryptionControlViolationException":
            return
                "the network does not take the database: use a subnet group with subnets in two or more zones of the right VPC"
        case "InsufficientDBInstanceCapacity", "InsufficientDBClusterCapacityFault",
            "InsufficientStorageClusterCapacity":
            return "AWS has no room for this class in the zone: use another class, or try again later"
        case "InvalidDBSnapshotState", "InvalidDBClusterSnapshotStateFault", "InvalidDBClusterStateFault",
            "InvalidDBSecurityGroupState":
            return "it is being changed: wait until it is available, then run drctl again"
        case "InvalidRestoreFault", "PointInTimeRestoreNotEnabled":
            return "the point in time cannot be restored: drctl pitr window shows the window, snapshots remain"
        case "StorageTypeNotSupported", "ProvisionedIopsNotAvailableInAZFault":
            return "the zone or class does not have this kind of storage: use another class"
        case "DBInstanceRoleQuotaExceeded", "DBClusterRoleQuotaExceeded", "DBClusterEndpointQuotaExceededFault",
            "TenantDatabaseQuotaExceeded":
            return "the database has as many as it can: remove one, or request a higher quota"
        case "DBUpgradeDependencyFailure":
            return "a change of the engine's version waits for another resource: wait until it is available"
        case "BucketAlreadyExists":
            return "another account owns a bucket of this name, and names are global: include ${account} in it"
        case "MalformedPolicyDocument", "MalformedPolicy": return "check that every principal in the policy exists"
        case "InvalidParameterCombination":
            return "the database engine or instance class does not support this combination of settings"
        case "Throttling", "ThrottlingException", "RequestLimitExceeded", "SlowDown", "TooManyRequestsException":
            return "the account's request rate is exhausted: run drctl again later, or with --max-rate"
        default: return nil
        }
    }
}
