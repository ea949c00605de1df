package import AWSNames
package import RecoveryModel

/// What has to be looked at to judge a policy in one account and region: the collector asks for this and no more.
package struct ObservationScope: Sendable, Equatable {
    /// Each list is sorted and unique.
    package var buckets: [String]
    /// Without `alias/`.
    package var keyAliases: [String]
    package var roles: [String]
    package var topics: [String]
    package var dashboards: [String]

    /// What a policy names, with `${account}` and `${region}` filled in.
    package init(policy: RecoveryPolicy, account: AccountID, region: Region) {
        let names = ControlContext(policy: policy, account: account, region: region, now: Instant(seconds: 0))
        buckets = PolicyResources.bucketPolicies(names).map { names.expanded($0.policy.bucket) }.sorted()
        let keys =
            policy.keys.map { "alias/\($0.alias)" } + policy.databases.compactMap(\.protection.encryptionKey)
            + policy.storage.compactMap { bucket in
                if case .kms(let key, _) = bucket.encryption { key } else { nil }
            }
        keyAliases = Set(keys.filter { $0.hasPrefix("alias/") }.map { String($0.dropFirst("alias/".count)) }).sorted()
        roles = Set(policy.roles.map(\.name)).sorted()
        topics = policy.notifications.map { [$0.topic] } ?? []
        dashboards = policy.dashboard.map { [$0] } ?? []
    }
}
