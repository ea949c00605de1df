import RecoveryModel

extension DatabaseSubject {
    /// The database as RDS describes it, the members of an Aurora cluster, and its parameter group where drctl made it.
    var live: [LiveResource] {
        get throws(CollectionFailure) {
            _ = try database.status.get()
            let kind = database.kind
            var resources = [
                LiveResource(
                    kind.templateType, database.id, database.id, try declared(kind.arnPart(database.id)))
            ]
            if database.form == .auroraCluster {
                for member in try database.members.get() {
                    resources.append(
                        LiveResource(
                            .database, member.id, member.id,
                            try declared(DatabaseKind.instance.arnPart(member.id))))
                }
            }
            let group = tlsGroupName
            if policy.protection.forceTLS == true, try database.parameterGroup.get() == group {
                let part = DatabaseChange.ParameterGroup(kind, group, for: database.id).resource
                resources.append(
                    LiveResource(
                        kind.pick(instance: .parameterGroup, cluster: .clusterParameterGroup), database.id, group,
                        try declared(part)))
            }
            return resources
        }
    }

    private func declared(_ part: String) throws(CollectionFailure) -> [String: JSONValue?] {
        guard let properties = context.inventory.declared[part] else {
            throw CollectionFailure(operation: database.kind.listing, reason: "\(part) is not described")
        }
        return properties
    }
}
