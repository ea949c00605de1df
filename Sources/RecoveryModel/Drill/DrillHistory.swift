/// What earlier drills show: how long a restore usually takes, and how long it will take as the database grows.
package struct DrillHistory: Hashable, Sendable {
    /// A straight line that relates restore time to database size, and how well it fits.
    package struct Projection: Hashable, Sendable, Codable {
        /// The number of drills it is based on.
        package var points: Int
        /// In milliseconds, for an empty database.
        package var base: Double
        /// In milliseconds for each GiB.
        package var perGiB: Double
        /// Between 0 and 1: the share of the variation between drills that the size explains.
        package var fit: Double

        /// The expected time in milliseconds for a size in bytes.
        package func milliseconds(bytes: Int) -> Int { Int(base + perGiB * Double(bytes) / 1_073_741_824) }

        /// The size in bytes at which the time reaches a limit; nil when growth never reaches it.
        package func bytes(untilMilliseconds limit: Int) -> Int? {
            guard perGiB > 0, Double(limit) > base else { return nil }
            return Int((Double(limit) - base) / perGiB * 1_073_741_824)
        }
    }

    /// Oldest first.
    package let records: [DrillRecord]

    /// The policies that were asked for and have no drill at all, in order: nothing shows that their data can be recovered.
    package let neverDrilled: [String]

    /// What the chains of evidence that the drills are in prove, by policy.
    package let chains: [ChainVerification]

    /// - Parameter policies: Those that were asked for.
    package init(_ records: [DrillRecord], of policies: [String] = [], chains: [ChainVerification] = []) {
        self.chains = chains.sorted { $0.policy < $1.policy }
        self.records = records.sorted { $0.startedAt < $1.startedAt }
        neverDrilled = Set(policies).subtracting(records.map(\.policy)).sorted()
    }

    /// The median of the last five restores that became available, in milliseconds.
    package var usualRestore: Int? {
        let times = records.filter { $0.objectives.rtoAvailable != nil }.suffix(5).compactMap(\.restoreMilliseconds)
        return times.isEmpty ? nil : times.sorted()[times.count / 2]
    }

    /// The drills of the database that was drilled last; another database's size says nothing about it.
    private var ofNewestSource: [DrillRecord] {
        records.filter { ($0.policy, $0.source) == (records.last?.policy, records.last?.source) }
    }

    /// Nil with fewer than three drills of the database at different sizes, since two points always make a line.
    package var projection: Projection? {
        LeastSquares(
            ofNewestSource.compactMap { record in
                guard let bytes = record.databaseBytes, let time = record.objectives.rtoVerified else { return nil }
                return (Double(bytes) / 1_073_741_824, Double(time))
            }
        ).map { Projection(points: $0.points, base: $0.base, perGiB: $0.slope, fit: $0.fit) }
    }

    /// The database's growth in bytes per day; nil with fewer than three drills.
    package var growth: Double? {
        LeastSquares(
            ofNewestSource.compactMap { record in
                record.databaseBytes.map { (Double(record.startedAt.milliseconds) / 86_400_000, Double($0)) }
            }
        )?.slope
    }

    /// The time at which the growing database will miss its RTO; nil when it never will.
    package var rtoMissedAt: Instant? {
        guard let newest = ofNewestSource.last, let bytes = newest.databaseBytes, let growth, growth > 0,
            let limit = projection?.bytes(untilMilliseconds: newest.objectives.rtoTarget)
        else { return nil }
        let days = max(0, Double(limit - bytes) / growth)
        // A forecast beyond a century is meaningless.
        return days < 36_525 ? newest.startedAt.adding(seconds: days * 86_400) : nil
    }
}

extension DrillRecord {
    /// The duration of the restore phase in milliseconds; nil when nothing was restored.
    package var restoreMilliseconds: Int? { phases.first { $0.phase == .restore }?.milliseconds }

    /// The source's size at the time.
    package var databaseBytes: Int? { baseline?[CheckName.databaseSize]?.value.flatMap { Int($0) } }
}
