import RecoveryModel

/// A setting of a bucket that S3 returns in an answer of its own.
package enum BucketSetting: Sendable, Hashable, CaseIterable {
    case encryption, versioning, publicAccessBlock, policy, lifecycle, objectLock, accessLogs, ownership
}

extension Target {
    /// The settings of each bucket, by its name, that a control judges since the policy asks for them, and those that the
    /// change of one looks at.
    ///
    /// What is not among them is not read: a control that judges it all the same finds it unknown, never met.
    package var judgedSettings: [String: Set<BucketSetting>] {
        // A denial in their policies stops the roles that need them.
        let needed = RoleNeeds(self).buckets
        return Dictionary(
            buckets.map { ($0.name, $0.ownSettings.union(needed.contains($0.name) ? [.policy] : [])) }
        ) { $0.union($1) }
    }
}

extension Target.Bucket {
    /// What the policy's entry for the bucket asks for.
    fileprivate var ownSettings: Set<BucketSetting> {
        var settings: Set<BucketSetting> = []
        // How objects are encrypted decides which of them are replicated.
        if asksForUsableKey || policy.replicateTo != nil { settings.insert(.encryption) }
        // Object Lock needs versioning, which its change enables where it is not.
        if policy.versioning == true || policy.objectLock != nil { settings.insert(.versioning) }
        // MFA Delete is in the same answer as versioning.
        if policy.deletionProtection == true { settings.formUnion([.objectLock, .versioning]) }
        if policy.publicAccessBlocked == true { settings.formUnion([.publicAccessBlock, .ownership, .policy]) }
        // A denial in it stops the role that replicates.
        if policy.replicateTo != nil { settings.insert(.policy) }
        if policy.tlsOnly == true || !logSources.isEmpty || !policy.sharedWith.isEmpty { settings.insert(.policy) }
        if !policy.lifecycle.isEmpty { settings.insert(.lifecycle) }
        if policy.objectLock != nil { settings.insert(.objectLock) }
        if accessLogs != nil { settings.insert(.accessLogs) }
        return settings
    }
}
