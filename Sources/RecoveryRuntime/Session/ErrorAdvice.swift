import AWSCore

/// What to do about an error of AWS, where it is knowable.
package enum ErrorAdvice {
    /// One line, or nil.
    package static func hint(for error: any Error) -> String? {
        guard let error = error as? ClientError else { return nil }
        switch error.cause {
        case .service(let refusal): return hint(code: refusal.code, operation: error.operation)
        case .transport(let failure):
            switch failure.kind {
            case .nameResolution, .connect, .connectTimeout, .timeout:
                return "check the network, the proxy and AWS_ENDPOINT_URL; nothing answered at \(failure.endpoint)"
            case .certificate: return "set AWS_CA_BUNDLE to the certificate authority of the proxy or endpoint"
            default: return nil
            }
        case .credentials: return "log in (aws sso login, or set AWS_PROFILE), then run drctl doctor"
        default: return nil
        }
    }

    /// By the service's code. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html
    package static func hint(code: String, operation: String) -> String? {
        switch code {
        case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError":
            return "the caller lacks \(operation); the statements it needs: drctl iam"
        case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired":
            return "the session has expired: log in again"
        case "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "InvalidAccessKeyId":
            return "the access key is wrong or inactive: check the profile with drctl doctor"
        case "RequestTimeTooSkewed": return "this machine's clock is wrong: set it by NTP"
        case "OptInRequired", "SubscriptionRequiredException":
            return "the account has not opted in to the region or service"
        case "InvalidDBInstanceState", "InvalidDBInstanceStateFault":
            return "the database is busy with another change: wait until it is available, then run again"
        case "SnapshotQuotaExceeded": return "delete old manual snapshots, or ask for a higher quota"
        case "InstanceQuotaExceeded", "StorageQuotaExceeded": return "ask for a higher RDS quota in this region"
        case "KMSKeyNotAccessibleFault", "KMSAccessDeniedException", "KMSDisabledException":
            return "the key is disabled, about to be deleted, or its policy shuts the caller out"
        case "BucketAlreadyExists":
            return "the name is taken by another account: bucket names are global; put ${account} into it"
        case "MalformedPolicyDocument", "MalformedPolicy": return "a principal in the policy may not exist"
        case "InvalidParameterCombination": return "two settings exclude each other on this database engine or class"
        case "Throttling", "ThrottlingException", "RequestLimitExceeded", "SlowDown", "TooManyRequestsException":
            return "the account's rate limit is used up: run again later, or with a lower --max-in-flight"
        default: return nil
        }
    }
}
