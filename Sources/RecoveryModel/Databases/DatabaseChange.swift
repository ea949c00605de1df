/// What drctl changes of databases.
package enum DatabaseChange: Hashable, Codable, Sendable {
    /// ModifyDBInstance or ModifyDBCluster, in force at once.
    case modify(kind: DatabaseKind, id: String, [DatabaseSetting])
    /// ModifyDBInstance on a member of a cluster, of what RDS keeps by member.
    case modifyMember(id: String, of: String, DatabaseSetting)
    /// A group of the database's own, since a default group cannot be changed.
    case createParameterGroup(ParameterGroup, family: String, tags: [String: String])
    /// A parameter of a group that the database uses.
    case setParameter(ParameterGroup, name: String, Edit<String>, isDynamic: Bool)
    /// Makes a new parameter group or a static parameter take effect: of an instance, a Multi-AZ DB cluster, or each
    /// member of an Aurora cluster.
    case restart(kind: DatabaseKind, id: String, members: [String])
    /// ModifyDBSnapshotAttribute or ModifyDBClusterSnapshotAttribute: takes away who may restore a manual snapshot, `all`
    /// for everybody.
    case unshareSnapshot(kind: DatabaseKind, id: String, of: String, from: [String])
    /// Has RDS copy an instance's automated backups to another region from now on.
    case replicateBackups(BackupReplication)

    /// A DB or cluster parameter group, and the database that it is for.
    package struct ParameterGroup: Hashable, Codable, Sendable {
        package var kind: DatabaseKind
        package var name: String
        package var database: String

        package init(_ kind: DatabaseKind, _ name: String, for database: String) {
            self.kind = kind
            self.name = name
            self.database = database
        }

        /// Its description at RDS.
        package var summary: String { "Created by drctl for \(database)" }

        /// The resource part of its ARN.
        package var resource: String { "\(kind.pick(instance: "pg", cluster: "cluster-pg")):\(name)" }

        fileprivate var shown: String {
            "\(kind.pick(instance: "parameter group", cluster: "cluster parameter group")) \(name)"
        }
    }

    package var facts: ChangeFacts {
        switch self {
        case .modify(let kind, let id, let settings):
            var facts = ChangeFacts(
                ResourceReference(kind.resource, id), Self.isGroupOnly(settings) ? .setParameterGroups : .setDatabases,
                "modify \(kind.resource.name) \(id)",
                needs: [
                    Need(
                        kind.pick(instance: "rds:ModifyDBInstance", cluster: "rds:ModifyDBCluster"), kind.arnPart(id)),
                    Need(kind.pick(instance: "rds:DescribeDBInstances", cluster: "rds:DescribeDBClusters"), "*"),
                ]
                    // RDS checks the group that is attached too.
                    + settings.compactMap { setting in
                        guard case .parameterGroup(let group) = setting else { return nil }
                        return Need(
                            kind.pick(instance: "rds:ModifyDBInstance", cluster: "rds:ModifyDBCluster"),
                            ParameterGroup(kind, group.after, for: id).resource)
                    },
                settings.map(\.detail))
            if kind == .cluster { facts.needs.append(Need("rds:DescribeDBInstances", "*")) }
            return facts
        case .modifyMember(let id, let cluster, let setting):
            return ChangeFacts(
                ResourceReference(.cluster, cluster), .setDatabases, "modify instance \(id) of cluster \(cluster)",
                needs: [Need("rds:ModifyDBInstance", "db:\(id)"), Need("rds:DescribeDBInstances", "*")],
                [setting.detail])
        case .createParameterGroup(let group, let family, _):
            return ChangeFacts(
                ResourceReference(group.kind.resource, group.database), .createParameterGroups,
                "create \(group.shown) (\(family))",
                needs: .all(
                    [
                        group.kind.pick(
                            instance: "rds:CreateDBParameterGroup", cluster: "rds:CreateDBClusterParameterGroup"),
                        "rds:AddTagsToResource",
                    ], on: group.resource))
        case .setParameter(let group, let name, let value, let isDynamic):
            let refused = Disruption.clientsRefused("clients that connect without TLS are refused")
            return ChangeFacts(
                ResourceReference(group.kind.resource, group.database), .setParameters, "modify \(group.shown)",
                needs: [
                    Need(
                        group.kind.pick(
                            instance: "rds:ModifyDBParameterGroup", cluster: "rds:ModifyDBClusterParameterGroup"),
                        group.resource)
                ], [value.setting(name, isDynamic ? refused : .none)])
        case .restart(let kind, let id, let members):
            var facts = ChangeFacts(
                ResourceReference(kind.resource, id), .restartDatabases,
                members.isEmpty
                    ? "restart \(kind.resource.name) \(id)"
                    : "restart cluster \(id), instance by instance: \(members.joined(separator: ", "))",
                needs: members.isEmpty
                    ? [
                        Need(
                            kind.pick(instance: "rds:RebootDBInstance", cluster: "rds:RebootDBCluster"),
                            kind.arnPart(id))
                    ]
                    : members.map { Need("rds:RebootDBInstance", "db:\($0)") })
            facts.needs.append(
                Need(kind.pick(instance: "rds:DescribeDBInstances", cluster: "rds:DescribeDBClusters"), "*"))
            if kind == .cluster { facts.needs.append(Need("rds:DescribeDBInstances", "*")) }
            facts.disruption = .restart("a restart, of about a minute")
            return facts
        case .unshareSnapshot(let kind, let id, let database, let accounts):
            var facts = ChangeFacts(
                ResourceReference(kind.resource, database), .setDatabases,
                "stop sharing snapshot \(id) of \(kind.resource.name) \(database) with \(Shown.text(accounts))",
                needs: [
                    Need(
                        kind.pick(
                            instance: "rds:ModifyDBSnapshotAttribute", cluster: "rds:ModifyDBClusterSnapshotAttribute"),
                        "\(kind.pick(instance: "snapshot", cluster: "cluster-snapshot")):\(id)")
                ])
            facts.disruption = .clientsRefused("whoever copies or restores the snapshot from there is refused")
            facts.effect = .remove
            facts.takesAway = accounts.map { "restore permission of \($0) on snapshot \(id)" }
            return facts
        case .replicateBackups(let replication): return replication.facts
        }
    }

    /// One call that sets what both set; nil when they are of different databases, set the same thing, or when one
    /// attaches a parameter group: its step must be able to fail alone.
    func merged(with other: DatabaseChange) -> DatabaseChange? {
        guard case .modify(let kind, let id, let mine) = self, case .modify(kind, id, let theirs) = other,
            !Self.isGroupOnly(mine), !Self.isGroupOnly(theirs)
        else { return nil }
        var settings = mine
        for setting in theirs where !settings.contains(setting) {
            guard !settings.contains(where: { $0.name == setting.name }) else { return nil }
            settings.append(setting)
        }
        return .modify(kind: kind, id: id, settings)
    }

    private static func isGroupOnly(_ settings: [DatabaseSetting]) -> Bool {
        settings.allSatisfy { if case .parameterGroup = $0 { true } else { false } }
    }
}

extension DatabaseKind {
    /// The resource part of a database's ARN, such as `db:kb-prod`.
    package func arnPart(_ id: String) -> String { "\(pick(instance: "db", cluster: "cluster")):\(id)" }
}
