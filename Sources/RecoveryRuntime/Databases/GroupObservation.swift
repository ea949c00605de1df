import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

/// Reads which parameter and option groups the regions have that receive copies: a bulk call for each kind and region.
struct GroupObservation: Sendable {
    let observer: Observer
    let home: Region
    let selectors: [DatabaseSelector]

    /// The names of groups in one region.
    private struct Groups: Sendable {
        var parameters: Collected<Set<String>>
        var options: Collected<Set<String>>
    }

    /// The databases with what other regions have of their groups.
    func filled(
        _ databases: [DatabaseKind: Collected<[Database]>]
    ) async throws -> [DatabaseKind: Collected<[Database]>] {
        var filled = databases
        for kind in DatabaseKind.allCases {
            let regions = Set(selectors.filter { $0.kind == kind }.flatMap(\.policy.backups.copyTo))
                .subtracting([home]).sorted()
            guard !regions.isEmpty, case .known(let all)? = databases[kind], !all.isEmpty else { continue }
            let found = try await concurrentMap(regions) { try await groups(of: kind, in: $0) }
            let byRegion = Dictionary(uniqueKeysWithValues: zip(regions, found))
            filled[kind] = .known(
                all.map { database in
                    var database = database
                    database.groupsElsewhere = byRegion.mapValues { groups in
                        CopiedGroups(
                            hasParameterGroup: Self.contain(groups.parameters, database.parameterGroup),
                            hasOptionGroup: Self.contain(groups.options, database.optionGroup))
                    }
                    return database
                })
        }
        return filled
    }

    private static func contain(_ names: Collected<Set<String>>, _ group: Collected<String?>) -> Collected<Bool> {
        names.flatMap { names in group.map { $0.map(names.contains) ?? true } }
    }

    private func groups(of kind: DatabaseKind, in region: Region) async throws -> Groups {
        let there = observer.elsewhere(region)
        guard kind == .instance else {
            let names = try await there.list(RDS.describeDBClusterParameterGroupsPages, .init()) { page in
                try page.dbClusterParameterGroups.required("DBClusterParameterGroups")
                    .map { try $0.dbClusterParameterGroupName.required("DBClusterParameterGroupName") }
            }
            return Groups(parameters: names.map { Set($0) }, options: .known([]))
        }
        async let parameters = there.list(RDS.describeDBParameterGroupsPages, .init()) { page in
            try page.dbParameterGroups.required("DBParameterGroups")
                .map { try $0.dbParameterGroupName.required("DBParameterGroupName") }
        }
        async let options = there.list(RDS.describeOptionGroupsPages, .init()) { page in
            try page.optionGroupsList.required("OptionGroupsList")
                .map { try $0.optionGroupName.required("OptionGroupName") }
        }
        return try await Groups(parameters: parameters.map { Set($0) }, options: options.map { Set($0) })
    }
}
