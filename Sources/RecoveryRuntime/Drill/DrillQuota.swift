package import AWSCore
import AWSServices
package import RecoveryModel

/// The room that an account's quotas leave for restores in a region.
package enum DrillQuota {
    /// The quota with the least room among those that a restore counts against; nil when it could not be read.
    ///
    /// - Throws: `CancellationError`.
    package static func read(_ client: AWSClient, _ kind: DatabaseKind) async throws -> DrillFacts.Quota? {
        let quotas = try? await client.send(RDS.describeAccountAttributes, .init()).accountQuotas
        try Task.checkCancellation()
        let names = kind == .cluster ? ["DBInstances", "DBClusters"] : ["DBInstances"]
        let found = (quotas ?? []).filter { names.contains($0.accountQuotaName ?? "") }.compactMap { quota in
            quota.used.flatMap { used in quota.max.map { DrillFacts.Quota(used: used, limit: $0) } }
        }
        return found.min { $0.limit - $0.used < $1.limit - $1.used }
    }
}
