/// How large databases and buckets are and how they grow, as CloudWatch or the command line says.
package struct StorageSizes: Sendable, Equatable {
    /// A size and where it comes from.
    package struct Size: Sendable, Equatable {
        /// In bytes.
        package var bytes: Int
        /// For people, such as `CloudWatch FreeStorageSpace`.
        package var origin: String

        package init(bytes: Int, origin: String) {
            self.bytes = bytes
            self.origin = origin
        }
    }

    /// The data of databases by identifier.
    package var databases: [String: Size] = [:]
    /// By name.
    package var buckets: [String: Bucket] = [:]
    /// By the name of a database or bucket; bytes in a month.
    package var growth: [String: Size] = [:]
    /// How much of the data of any other database changes in a day.
    package var change = DailyChange.supposed
    /// The same by identifier.
    package var changes: [String: DailyChange] = [:]

    package init() {}

    /// The same with what others say in its place.
    package func overridden(by other: StorageSizes) -> StorageSizes {
        var sizes = other
        sizes.databases.merge(databases) { theirs, _ in theirs }
        sizes.buckets.merge(buckets) { theirs, mine in mine.overridden(by: theirs) }
        sizes.growth.merge(growth) { theirs, _ in theirs }
        return sizes
    }
}

/// The share of a database's data that changes in a day.
package struct DailyChange: Sendable, Hashable, CustomStringConvertible {
    /// In hundredths of a percent, at most 10,000.
    package let basisPoints: Int

    package init(basisPoints: Int) { self.basisPoints = basisPoints }

    /// Nil unless the text is a percentage up to 100 with at most two decimals: `2%`, `0.25%`.
    package init?(_ text: some StringProtocol) {
        guard text.last == "%", let percent = USD(text.dropLast()), percent.millionths % 10_000 == 0,
            percent.millionths <= 100_000_000
        else { return nil }
        basisPoints = percent.millionths / 10_000
    }

    /// AWS reports no figure: two percent is a busy database of its size.
    package static let supposed = DailyChange(basisPoints: 200)

    /// As options write it: `2%`.
    package var word: String { USD(millionths: basisPoints * 10_000).digits + "%" }

    /// For people.
    package var description: String { USD(millionths: basisPoints * 10_000).digits + " %" }

    /// What changes in so many days, and no more than all.
    ///
    /// - Parameter bytes: The data.
    package func of(_ bytes: Int, days: Int) -> Int {
        let share = min(10_000, basisPoints.multipliedReportingOverflow(by: max(0, days)).partialValue)
        // Ten-thousandths first: a share of petabytes does not overflow.
        return bytes / 10_000 * share + bytes % 10_000 * share / 10_000
    }
}
