// The names in a recovered cluster: those of the old one are taken while it exists.
extension RecoveryMission {
    /// Production as it is to be under the name that the recovered database has at first.
    ///
    /// The members of a cluster with another name are `NAME-1` and so on, in the order of their own names. Names of custom
    /// endpoints are unique in an account and region and cannot be changed: beside a cluster that exists, those of the
    /// recovered one are `NAME-e1` and so on.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Endpoints.Custom.Considerations.html
    package func database(named target: String) -> InstanceFacts {
        guard database.kind == .cluster else { return database }
        var planned = database
        var settings = planned.settings ?? RestoreSettings()
        if settings.members.isEmpty {
            settings.members = [
                RestoreSettings.Member(
                    id: "\(database.id)-1", instanceClass: database.instanceClass, promotionTier: nil,
                    parameterGroup: database.memberParameterGroup)
            ]
        }
        let names = target == database.id ? [:] : memberNames(in: target)
        for index in settings.members.indices {
            let own = settings.members[index].id
            settings.members[index].id = names[own] ?? own
        }
        settings.members.sort { $0.id < $1.id }
        func renamed(_ members: [String]) -> [String] { members.map { names[$0] ?? $0 }.sorted() }
        settings.endpoints = settings.endpoints.enumerated().map { index, endpoint in
            RestoreSettings.Endpoint(
                id: origin == .live ? "\(target)-e\(index + 1)" : endpoint.id, type: endpoint.type,
                members: renamed(endpoint.members), excludedMembers: endpoint.excludedMembers.map(renamed))
        }
        planned.settings = settings
        return planned
    }

    /// The names that production's members have in a cluster of another name, by their own.
    package func memberNames(in cluster: String) -> [String: String] {
        let known = database.settings?.members.map(\.id) ?? []
        let own = known.isEmpty ? ["\(database.id)-1"] : known.sorted()
        return Dictionary(uniqueKeysWithValues: own.enumerated().map { ($1, "\(cluster)-\($0 + 1)") })
    }
}
