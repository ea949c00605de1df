import AWSNames
package import RecoveryModel

extension InstanceFacts {
    /// The database as it is to be in another region or account. What exists in its own place alone is left out: its
    /// network, which has to be named, its zones, and keys that cannot be used there, for which RDS has a default. Of
    /// another region these are all but multi-Region keys; of another account all. Roles of another account are those of
    /// the same name: a service takes none of an account that is not its own.
    ///
    /// https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
    ///
    /// - Parameter key: Of the copy that is restored.
    package func moved(to place: DrillScope, from home: RecoveryMission.Home, key: String?) -> InstanceFacts {
        let isOfOthers = home.account != nil
        func usable(_ key: String?) -> String? {
            key.flatMap { isOfOthers || !$0.contains(":key/mrk-") ? nil : $0.inRegion(place.region) }
        }
        func own(_ role: String) -> String { isOfOthers ? role.inAccount(place.account) : role }
        var moved = self
        moved.arn = arn.inRegion(place.region)
        if isOfOthers { moved.arn = moved.arn.inAccount(place.account) }
        (moved.subnetGroup, moved.securityGroups) = (nil, nil)
        moved.encryptionKey = key
        guard var settings else { return moved }
        settings.performanceInsightsKey = usable(settings.performanceInsightsKey)
        settings.masterSecretKey = usable(settings.masterSecretKey)
        settings.monitoringRole = settings.monitoringRole.map(own)
        settings.roles = settings.roles.map { .init(arn: own($0.arn), feature: $0.feature) }
        for index in settings.members.indices {
            settings.members[index].zone = nil
            settings.members[index].performanceInsightsKey = usable(settings.members[index].performanceInsightsKey)
            settings.members[index].monitoringRole = settings.members[index].monitoringRole.map(own)
        }
        moved.settings = settings
        return moved
    }
}

extension RestoreSettings {
    /// The IAM roles that the database needs, by their ARNs, sorted.
    package var roleARNs: [String] {
        Set(roles.map(\.arn) + [monitoringRole].compactMap(\.self) + members.compactMap(\.monitoringRole)).sorted()
    }
}

extension String {
    /// An ARN with another region.
    fileprivate func inRegion(_ region: Region) -> String { replacing(part: 3, with: region.rawValue) }

    /// An ARN with another account.
    fileprivate func inAccount(_ account: AccountID) -> String { replacing(part: 4, with: account.description) }

    private func replacing(part: Int, with text: String) -> String {
        var parts = split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 5 else { return self }
        parts[part] = text
        return parts.joined(separator: ":")
    }
}
