package import RecoveryModel

/// What a drill costs, roughly: enough to refuse one that is out of proportion.
package enum DrillCost {
    /// US dollars an hour for PostgreSQL, Single-AZ, on demand, in us-east-1, size `large` of each family.
    ///
    /// https://aws.amazon.com/rds/postgresql/pricing/ ; other regions are up to a third dearer, so the estimate adds it.
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

    /// US dollars for an Aurora capacity unit and hour.
    ///
    /// https://aws.amazon.com/rds/aurora/pricing/
    private static let capacityUnitHour = 0.12

    /// US dollars a day; nil for a class whose price is not known here.
    ///
    /// - Parameter capacity: Of a serverless instance, which is reckoned at its most.
    package static func perDay(
        instanceClass: String, storageGiB: Int, capacity: ServerlessCapacity? = nil
    ) -> Double? {
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

    /// To a ten-thousandth, so that it prints alike everywhere.
    private static func rounded(_ dollars: Double) -> Double { (dollars * 10_000).rounded() / 10_000 }

    /// US dollars for so many milliseconds; RDS bills ten minutes at least.
    package static func estimate(
        instanceClass: String, storageGiB: Int, capacity: ServerlessCapacity? = nil, milliseconds: Int
    ) -> Double? {
        perDay(instanceClass: instanceClass, storageGiB: storageGiB, capacity: capacity)
            .map { rounded($0 * Double(max(milliseconds, 600_000)) / 86_400_000) }
    }
}
