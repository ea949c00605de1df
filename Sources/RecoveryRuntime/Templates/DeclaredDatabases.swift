package import AWSCore
import AWSServices
package import RecoveryModel

/// Reads everything that RDS says of databases and of the parameter groups that drctl made, in CloudFormation's words, for
/// a stack that is to take them over. Reads only, and only of the kinds that a policy has.
package struct DeclaredDatabases: Sendable {
    private let observer: Observer

    package init(client: AWSClient) { observer = Observer(client: client) }

    /// The properties of every database of the kinds, and of members of clusters, by the resource part of the ARN; of
    /// those groups too.
    ///
    /// - Throws: `CancellationError` only.
    package func read(_ kinds: Set<DatabaseKind>) async throws -> Collected<[String: [String: JSONValue]]> {
        guard !kinds.isEmpty else { return .known([:]) }
        // Members of clusters are instances.
        var parts = [try await instances()]
        if kinds.contains(.cluster) { parts.append(try await clusters()) }
        for kind in DatabaseKind.allCases where kinds.contains(kind) { parts.append(try await groups(kind)) }
        return parts.dropFirst().reduce(parts[0]) { all, part in
            all.flatMap { all in part.map { all.merging($0) { $1 } } }
        }
    }

    private func instances() async throws -> Collected<[String: [String: JSONValue]]> {
        try await observer.list(RDS.describeDBInstancesPages, .init()) { try $0.dbInstances.required("DBInstances") }
            .map { instances in
                Dictionary(
                    instances.compactMap { instance in
                        instance.dbInstanceIdentifier.map {
                            (DatabaseKind.instance.arnPart($0), instance.declared.compactMapValues { $0 })
                        }
                    }
                ) { first, _ in first }
            }
    }

    private func clusters() async throws -> Collected<[String: [String: JSONValue]]> {
        try await observer.list(RDS.describeDBClustersPages, .init()) { try $0.dbClusters.required("DBClusters") }
            .map { clusters in
                Dictionary(
                    clusters.compactMap { cluster in
                        cluster.dbClusterIdentifier.map {
                            (DatabaseKind.cluster.arnPart($0), cluster.declared.compactMapValues { $0 })
                        }
                    }
                ) { first, _ in first }
            }
    }

    /// The groups that drctl made, with what people have set in them.
    private func groups(_ kind: DatabaseKind) async throws -> Collected<[String: [String: JSONValue]]> {
        let listed: Collected<[Group]> =
            switch kind {
            case .instance:
                try await observer.list(RDS.describeDBParameterGroupsPages, .init()) {
                    try $0.dbParameterGroups.required("DBParameterGroups").map {
                        Group(name: $0.dbParameterGroupName, family: $0.dbParameterGroupFamily, text: $0.description)
                    }
                }
            case .cluster:
                try await observer.list(RDS.describeDBClusterParameterGroupsPages, .init()) {
                    try $0.dbClusterParameterGroups.required("DBClusterParameterGroups").map {
                        Group(
                            name: $0.dbClusterParameterGroupName, family: $0.dbParameterGroupFamily,
                            text: $0.description)
                    }
                }
            }
        guard case .known(let groups) = listed else { return .unavailable(listed.failure ?? .notCollected("rds")) }
        var declared: [String: [String: JSONValue]] = [:]
        for group in groups {
            guard let name = group.name, name.hasPrefix("drctl-") else { continue }
            let parameters = try await parameters(of: name, kind)
            guard case .known(let set) = parameters else { return parameters.map { _ in [:] } }
            let part = DatabaseChange.ParameterGroup(kind, name, for: "").resource
            var properties: [String: JSONValue] = [
                kind.pick(instance: "DBParameterGroupName", cluster: "DBClusterParameterGroupName"): .string(name),
                "Parameters": .object(set),
            ]
            properties["Family"] = group.family.map(JSONValue.string)
            properties["Description"] = group.text.map(JSONValue.string)
            declared[part] = properties
        }
        return .known(declared)
    }

    private struct Group: Sendable {
        var name: String?
        var family: String?
        var text: String?
    }

    private func parameters(of group: String, _ kind: DatabaseKind) async throws -> Collected<[String: JSONValue]> {
        func set(_ parameters: [RDS.Parameter]) -> [String: JSONValue] {
            var values: [String: JSONValue] = [:]
            for parameter in parameters {
                if let name = parameter.parameterName { values[name] = parameter.parameterValue.map(JSONValue.string) }
            }
            return values
        }
        switch kind {
        case .instance:
            return try await observer.list(
                RDS.describeDBParametersPages, .init(dbParameterGroupName: group, source: "user")
            ) { try $0.parameters.required("Parameters") }.map(set)
        case .cluster:
            return try await observer.list(
                RDS.describeDBClusterParametersPages, .init(dbClusterParameterGroupName: group, source: "user")
            ) { try $0.parameters.required("Parameters") }.map(set)
        }
    }
}
