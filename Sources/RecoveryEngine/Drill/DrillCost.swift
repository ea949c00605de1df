package import RecoveryModel

/// A rough estimate of a drill's cost, good enough to refuse a drill that exceeds its budget by far.
package enum DrillCost {
    /// US dollars an hour for PostgreSQL, Single-AZ, on demand, in us-east-1, size `large` of each family.
    ///
    /// https://aws.amazon.com/rds/postgresql/pricing/ ; other regions cost up to a third more, which the estimate includes.
    private static let large: [String: Double] = [
        "t3": 0.145, "t4g": 0.129, "m5": 0.178, "m6g": 0.159, "m6i": 0.178, "m7g": 0.168, "r5": 0.250, "r6g": 0.225,
        "r6i": 0.250, "r7g": 0.239,
    ]
    private static let sizes: [String: Double] = [
        "micro": 0.125, "small": 0.25, "medium": 0.5, "large": 1, "xlarge": 2, "2xlarge": 4, "4xlarge": 8,
        "8xlarge": 16, "12xlarge": 24, "16xlarge": 32, "24xlarge": 48,
    ]
    private static let storagePerGiBMonth = 0.115
    private static let margin = 4.0 / 3.0

    /// US dollars per Aurora capacity unit and hour.
    ///
    /// https://aws.amazon.com/rds/aurora/pricing/
    private static let capacityUnitHour = 0.12

    /// US dollars a day; nil for a class whose price is not known here, or storage of unknown size.
    ///
    /// - Parameter capacity: The range of a serverless instance, which is priced at its maximum.
    package static func perDay(
        instanceClass: String, storageGiB: Int?, capacity: ServerlessCapacity? = nil
    ) -> Double? {
        guard let storageGiB else { return nil }
        if instanceClass == InstanceFacts.serverless {
            return capacity.map {
                rounded(($0.maximum * capacityUnitHour * 24 + storagePerGiBMonth * Double(storageGiB) / 30) * margin)
            }
        }
        let parts = instanceClass.split(separator: ".")
        guard parts.count == 3, parts[0] == "db", let base = large[String(parts[1])],
            let size = sizes[String(parts[2])]
        else { return nil }
        return rounded((base * size * 24 + storagePerGiBMonth * Double(storageGiB) / 30) * margin)
    }

    /// Rounded to a ten-thousandth, so that it prints the same on every platform.
    private static func rounded(_ dollars: Double) -> Double { (dollars * 10_000).rounded() / 10_000 }

    /// US dollars for a length of time in milliseconds; RDS bills at least ten minutes.
    package static func estimate(
        instanceClass: String, storageGiB: Int?, capacity: ServerlessCapacity? = nil, milliseconds: Int
    ) -> Double? {
        perDay(instanceClass: instanceClass, storageGiB: storageGiB, capacity: capacity)
            .map { rounded($0 * Double(max(milliseconds, 600_000)) / 86_400_000) }
    }
}
