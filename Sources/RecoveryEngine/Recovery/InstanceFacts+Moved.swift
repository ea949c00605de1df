package import AWSNames
package import RecoveryModel

extension InstanceFacts {
    /// The database as it is to be in another region. What exists in its own region alone is left out: its network, which
    /// has to be named, its zones, and keys that are no multi-Region keys, for which RDS has a default.
    ///
    /// https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
    ///
    /// - Parameter key: Of the copy that is restored.
    package func moved(to region: Region, key: String?) -> InstanceFacts {
        var moved = self
        moved.arn = arn.inRegion(region)
        (moved.subnetGroup, moved.securityGroups) = (nil, nil)
        moved.encryptionKey = key
        guard var settings else { return moved }
        settings.performanceInsightsKey = settings.performanceInsightsKey?.replica(in: region)
        settings.masterSecretKey = settings.masterSecretKey?.replica(in: region)
        for index in settings.members.indices {
            settings.members[index].zone = nil
            let key = settings.members[index].performanceInsightsKey
            settings.members[index].performanceInsightsKey = key?.replica(in: region)
        }
        moved.settings = settings
        return moved
    }
}

extension String {
    /// An ARN with another region.
    fileprivate func inRegion(_ region: Region) -> String {
        var parts = split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 5 else { return self }
        parts[3] = region.rawValue
        return parts.joined(separator: ":")
    }

    /// The replica of a multi-Region key; nil for any other key.
    fileprivate func replica(in region: Region) -> String? {
        contains(":key/mrk-") ? inRegion(region) : nil
    }
}
