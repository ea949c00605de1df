/// Why AWS would refuse a step of a plan, or take it although nothing can work with it: found before anything is changed.
package struct PlanObstacle: Sendable, Hashable {
    /// For people, such as `alias/backups is PendingDeletion`.
    package var cause: String
    /// What to do about it, for people.
    package var fix: String
    /// Whether it is certain; it is not where nobody was let to look.
    package var isCertain: Bool

    package init(_ cause: String, fix: String, isCertain: Bool = true) {
        self.cause = cause
        self.fix = fix
        self.isCertain = isCertain
    }
}

extension Finding {
    /// Whether it could not be checked since another account has a bucket of the name.
    package var isNameTaken: Bool {
        control.id == "storage.bucket-exists" && verdict == .unknown(.nameTaken(resource.name))
    }
}

/// A limit of an account that steps of a plan count against.
package enum PlanQuota: String, Sendable, Hashable, CaseIterable {
    // As DescribeAccountAttributes of RDS names them, and GetAccountSummary of IAM; the others are asked of Service Quotas.
    case eventSubscriptions = "EventSubscriptions"
    case parameterGroups = "DBParameterGroups"
    case clusterParameterGroups = "DBClusterParameterGroups"
    case roles = "Roles"
    case buckets = "Buckets"
    case keys = "Keys"

    /// For people.
    package var shown: String {
        switch self {
        case .eventSubscriptions: "event subscriptions of RDS"
        case .parameterGroups: "parameter groups of RDS"
        case .clusterParameterGroups: "cluster parameter groups of RDS"
        case .roles: "roles of IAM"
        case .buckets: "buckets of the account"
        case .keys: "keys of KMS"
        }
    }

    /// What Service Quotas knows it by; nil where the service itself tells it.
    ///
    /// https://docs.aws.amazon.com/general/latest/gr/s3.html#limits_s3, https://docs.aws.amazon.com/general/latest/gr/kms.html
    package var code: Code? {
        switch self {
        case .buckets: Code(service: "s3", quota: "L-DC2B2D3D", standard: 10_000)
        case .keys: Code(service: "kms", quota: "L-C2F1777E", standard: 100_000)
        case .eventSubscriptions, .parameterGroups, .clusterParameterGroups, .roles: nil
        }
    }

    /// How Service Quotas names a limit.
    package struct Code: Sendable, Hashable {
        package let service: String
        package let quota: String
        /// The limit of an account whose own was never changed, of which Service Quotas says nothing.
        package let standard: Int
    }

    /// The actions that it takes to see how much room there is, for people.
    package var actions: String {
        switch self {
        case .eventSubscriptions, .parameterGroups, .clusterParameterGroups: "rds:DescribeAccountAttributes"
        case .roles: "iam:GetAccountSummary"
        case .buckets: "servicequotas:GetServiceQuota and s3:ListAllMyBuckets"
        case .keys: "servicequotas:GetServiceQuota, kms:ListKeys and kms:ListAliases"
        }
    }
}

extension Change {
    /// The KMS key that the change makes something use, as the call names it: by the ARN of a key or of an alias.
    package var usedKey: String? {
        switch self {
        case .bucket(.putEncryption(_, let encryption)): encryption.after.key
        case .topic(.create(_, let key, _, _)): key
        case .topic(.putEncryption(_, let key)): key.after
        case .backupPlan(.createVault(_, let key, _)): key
        case .database(.replicateBackups(let replication)): replication.key
        default: nil
        }
    }

    /// The limit that the change counts against.
    package var quota: PlanQuota? {
        switch self {
        case .eventSubscription(.create): .eventSubscriptions
        case .database(.createParameterGroup(let group, _, _)):
            group.kind.pick(instance: .parameterGroups, cluster: .clusterParameterGroups)
        case .role(.create): .roles
        case .bucket(.create): .buckets
        case .key(.create): .keys
        default: nil
        }
    }
}
