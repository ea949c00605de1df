package import AWSNames
package import ArgumentParser
package import RecoveryEngine
package import RecoveryModel

/// The options of `init` that say what of an account a policy is written from.
package struct LiveOptions: ParsableArguments, Sendable {
    @Flag(help: "Read the account, and ask for what is there: everything in the region, or what is named below.")
    package var fromLive = false

    @Option(help: ArgumentHelp("An instance to read; may be repeated.", valueName: "id"))
    package var instance: [String] = []

    @Option(help: ArgumentHelp("A cluster to read; may be repeated.", valueName: "id"))
    package var cluster: [String] = []

    @Option(help: ArgumentHelp("A bucket to read; may be repeated.", valueName: "name"))
    package var bucket: [String] = []

    @Option(
        help: ArgumentHelp(
            "A tag of the databases and buckets to read; may be repeated, for all of them.", valueName: "key=value"))
    package var tag: [String] = []

    @Option(
        help: ArgumentHelp(
            "Another region to read, besides that of --region, which comes first; may be repeated.",
            valueName: "region"))
    package var alsoRegion: [Region] = []

    package init() {}

    package func validate() throws {
        let named = [
            ("--instance", instance), ("--cluster", cluster), ("--bucket", bucket), ("--tag", tag),
            ("--also-region", alsoRegion.map(\.rawValue)),
        ].first { !$0.1.isEmpty }
        if !fromLive, let named { throw ValidationError("\(named.0) requires --from-live") }
        for text in tag where !text.contains("=") || text.hasPrefix("=") {
            throw ValidationError("--tag must be KEY=VALUE, not \(text)")
        }
        let keys = tag.map { $0.prefix { $0 != "=" } }
        guard Set(keys).count == keys.count else {
            throw ValidationError("--tag names a key twice, and no resource has both values")
        }
        guard Set(alsoRegion).count == alsoRegion.count else {
            throw ValidationError("--also-region names a region twice")
        }
    }

    /// - Parameter databases: Ids of instances or clusters that other options name.
    package func selection(_ databases: [String]) -> LiveSelection {
        var selection = LiveSelection()
        selection.databases = databases
        selection.instances = instance
        selection.clusters = cluster
        selection.buckets = bucket
        for text in tag {
            let key = text.prefix { $0 != "=" }
            selection.tags[String(key)] = String(text.dropFirst(key.count + 1))
        }
        return selection
    }
}

/// The options of `init` that say where drills restore; all or none.
package struct DrillPlaceOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("The subnet group that drills restore into.", valueName: "name"))
    package var drillSubnetGroup: String?

    @Option(help: ArgumentHelp("A security group of what drills restore; may be repeated.", valueName: "id"))
    package var drillSecurityGroup: [String] = []

    @Option(help: ArgumentHelp("The class of what drills restore.", valueName: "class"))
    package var drillClass: String?

    @Option(help: ArgumentHelp("A table whose rows a drill counts, on both sides.", valueName: "name"))
    package var drillTable: String?

    @Option(help: ArgumentHelp("The column of that table with the time of a row.", valueName: "name"))
    package var drillUntil: String?

    package init() {}

    package func validate() throws {
        let given = [
            drillSubnetGroup != nil, !drillSecurityGroup.isEmpty, drillClass != nil, drillTable != nil,
            drillUntil != nil,
        ]
        guard given.allSatisfy({ $0 == given[0] }) else {
            throw ValidationError(
                "a drill needs --drill-subnet-group, --drill-security-group and --drill-class, and the data it verifies: "
                    + "--drill-table and --drill-until")
        }
    }

    /// Nil when no drill was asked for.
    package var drill: DrillPolicy? {
        guard let drillSubnetGroup, let drillClass, let drillTable, let drillUntil else { return nil }
        return DrillPolicy(
            into: drillSubnetGroup, drillSecurityGroup, drillClass,
            checking: .init(name: drillTable, kind: .rowCount(table: drillTable, until: drillUntil)))
    }
}
