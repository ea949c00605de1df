package import AWSCore
import AWSServices
package import RecoveryModel

/// The room that an account's quotas leave for restores in a region.
package enum DrillQuota {
    /// The quota with the least room among those that a restore counts against; nil when it could not be read.
    ///
    /// - Parameter members: How many instances the restore makes.
    /// - Throws: `CancellationError`.
    package static func read(
        _ client: AWSClient, _ kind: DatabaseKind, members: Int = 1
    ) async throws -> DrillFacts.Quota? {
        let quotas = try? await client.send(RDS.describeAccountAttributes, .init()).accountQuotas
        try Task.checkCancellation()
        let names = kind == .cluster ? ["DBInstances", "DBClusters"] : ["DBInstances"]
        let found = (quotas ?? []).filter { names.contains($0.accountQuotaName ?? "") }.compactMap { quota in
            quota.used.flatMap { used in
                quota.max.map {
                    let isOfMembers = quota.accountQuotaName == "DBInstances" && members > 1
                    return DrillFacts.Quota(used: used, limit: $0, needed: isOfMembers ? members : nil)
                }
            }
        }
        return found.min { $0.room < $1.room }
    }
}
