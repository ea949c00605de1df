/// What earlier drills teach: how long a restore usually takes, and how long it will take as the database grows.
package struct DrillHistory: Hashable, Sendable {
    /// A straight line through database size and restore time, and how well it fits.
    package struct Projection: Hashable, Sendable, Codable {
        /// How many drills it stands on.
        package var points: Int
        /// In milliseconds, for a database of no size.
        package var base: Double
        /// In milliseconds for each GiB.
        package var perGiB: Double
        /// Between 0 and 1: how much of the difference between drills the size explains.
        package var fit: Double

        /// In milliseconds, for a size in bytes.
        package func milliseconds(bytes: Int) -> Int { Int(base + perGiB * Double(bytes) / 1_073_741_824) }

        /// The size in bytes at which the RTO would be missed; nil when growth does not lead there.
        package func bytes(untilMilliseconds limit: Int) -> Int? {
            guard perGiB > 0, Double(limit) > base else { return nil }
            return Int((Double(limit) - base) / perGiB * 1_073_741_824)
        }
    }

    /// Oldest first.
    package let records: [DrillRecord]

    package init(_ records: [DrillRecord]) { self.records = records.sorted { $0.startedAt < $1.startedAt } }

    /// The middle of the last five restores that came to be available, in milliseconds.
    package var usualRestore: Int? {
        let times = records.filter { $0.objectives.rtoAvailable != nil }.suffix(5).compactMap(\.restoreMilliseconds)
        return times.isEmpty ? nil : times.sorted()[times.count / 2]
    }

    /// Nil with fewer than three drills of databases of different size: two points always make a line.
    package var projection: Projection? {
        let points = records.compactMap { record -> (x: Double, y: Double)? in
            guard let bytes = record.databaseBytes, let time = record.objectives.rtoVerified else { return nil }
            return (Double(bytes) / 1_073_741_824, Double(time))
        }
        let count = Double(points.count)
        let meanX = points.reduce(0) { $0 + $1.x } / max(1, count)
        let meanY = points.reduce(0) { $0 + $1.y } / max(1, count)
        let varianceX = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
        let varianceY = points.reduce(0) { $0 + ($1.y - meanY) * ($1.y - meanY) }
        let covariance = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) }
        guard points.count >= 3, varianceX > 1e-12 else { return nil }
        let slope = covariance / varianceX
        return Projection(
            points: points.count, base: meanY - slope * meanX, perGiB: slope,
            fit: varianceY > 0 ? covariance * covariance / (varianceX * varianceY) : 1)
    }
}

extension DrillRecord {
    /// How long RDS took, in milliseconds; nil when it was not asked.
    package var restoreMilliseconds: Int? { phases.first { $0.phase == .restore }?.milliseconds }

    /// The source's size at the time.
    package var databaseBytes: Int? { baseline?[CheckName.databaseSize]?.value.flatMap { Int($0) } }
}
