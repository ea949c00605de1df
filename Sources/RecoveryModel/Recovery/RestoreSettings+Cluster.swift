// What a cluster has beyond an instance: its members, each with settings of its own, and its custom endpoints.
extension RestoreSettings {
    /// An instance of a cluster, with what is its own; nil is what nobody has read.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
    package struct Member: Hashable, Sendable, Codable {
        package var id: String
        package var instanceClass: String
        package var promotionTier: Int?
        package var parameterGroup: String?
        /// The availability zone.
        package var zone: String?
        package var certificateAuthority: String?
        /// In seconds; 0 when Enhanced Monitoring is disabled.
        package var monitoringInterval: Int?
        package var monitoringRole: String?
        package var performanceInsights: Bool?
        package var performanceInsightsKey: String?
        /// In days.
        package var performanceInsightsRetention: Int?
        package var minorVersionUpgrades: Bool?
        package var maintenanceWindow: String?
        package var publiclyAccessible: Bool?
        package var tags: [String: String]?

        package init(id: String, instanceClass: String, promotionTier: Int?, parameterGroup: String?) {
            self.id = id
            self.instanceClass = instanceClass
            self.promotionTier = promotionTier
            self.parameterGroup = parameterGroup
        }
    }

    /// A custom endpoint of a cluster.
    package struct Endpoint: Hashable, Sendable, Codable {
        package var id: String
        /// Such as `READER`.
        package var type: String
        /// Those that it is for; empty when it is for all but the excluded ones.
        package var members: [String]
        package var excludedMembers: [String]?

        package init(id: String, type: String, members: [String], excludedMembers: [String]? = nil) {
            self.id = id
            self.type = type
            self.members = members
            self.excludedMembers = excludedMembers
        }
    }

    /// The settings of members and endpoints, by their RDS names and whose they are.
    var ofCluster: [String: String] {
        var values: [String: String] = [:]
        for member in members {
            for (name, value) in member.values { values["\(name) of \(member.id)"] = value }
        }
        for endpoint in endpoints { values["Endpoint \(endpoint.id)"] = endpoint.shown }
        return values
    }
}

extension RestoreSettings.Member {
    /// The order in which members are created: the first becomes the writer, as Aurora would promote them.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
    package static func isCreatedBefore(_ left: Self, _ right: Self) -> Bool {
        (left.promotionTier ?? 1, left.id) < (right.promotionTier ?? 1, right.id)
    }

    fileprivate var values: [String: String] {
        func flag(_ value: Bool?) -> String? { value.map { $0 ? "yes" : "no" } }
        let all: [String: String?] = [
            "DBInstanceClass": instanceClass.isEmpty ? nil : instanceClass,
            "PromotionTier": promotionTier.map(String.init), "DBParameterGroup": parameterGroup,
            "AvailabilityZone": zone, "CACertificateIdentifier": certificateAuthority,
            "MonitoringInterval": monitoringInterval.map(String.init), "MonitoringRoleArn": monitoringRole,
            "PerformanceInsightsEnabled": flag(performanceInsights),
            "PerformanceInsightsKMSKeyId": performanceInsightsKey,
            "PerformanceInsightsRetentionPeriod": performanceInsightsRetention.map(String.init),
            "AutoMinorVersionUpgrade": flag(minorVersionUpgrades), "PreferredMaintenanceWindow": maintenanceWindow,
            "PubliclyAccessible": flag(publiclyAccessible),
            "Tags": tags.flatMap { tags in
                tags.isEmpty
                    ? nil : tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
            },
        ]
        return all.compactMapValues { $0 }
    }
}

extension RestoreSettings.Endpoint {
    fileprivate var shown: String {
        let excluded = excludedMembers ?? []
        if !members.isEmpty { return "\(type) for \(members.sorted().joined(separator: ", "))" }
        return excluded.isEmpty ? "\(type) for all" : "\(type) for all but \(excluded.sorted().joined(separator: ", "))"
    }
}
