package import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
package import RecoveryModel

/// Finds how the policy, the last apply and AWS differ, and who changed what.
///
/// It is read-only by construction: its inputs are an audit, a baseline, CloudTrail's event history, and whether a database
/// still exists.
package struct DriftFinder: Sendable {
    let client: AWSClient
    /// Of the policy's text as it is now; nil when that is not known.
    let policyDigest: String?

    package init(client: AWSClient, policyDigest: String? = nil) {
        self.client = client
        self.policyDigest = policyDigest
    }

    /// The differences. Without a baseline there is nothing to compare with: the violations are the audit's.
    ///
    /// - Throws: `ClientError` when nobody can know whether a database still exists; `CancellationError`. Without CloudTrail
    ///   the differences are reported without authors.
    package func drift(
        _ audit: AuditResult, _ values: [ObservedValue], from baseline: AppliedBaseline?
    ) async throws -> DriftReport {
        var report = DriftReport(
            policy: audit.policy, account: audit.account, region: audit.region, at: audit.at,
            baselineAt: baseline?.at, differences: [],
            unknown: audit.findings.filter { if case .unknown = $0.verdict { true } else { false } })
        report.orphans = audit.orphans
        guard let baseline else { return report }
        let authors = ChangeAuthors(client: client, since: baseline.at)
        // CloudTrail keeps what was done in IAM where global services are at home, and nowhere else.
        let home = audit.region.partition.homeRegion
        let globalAuthors = ChangeAuthors(client: client.with { $0.region = home }, since: baseline.at)
        for setting in DriftComparison.settings(audit, values, since: baseline.values) {
            var difference = setting.difference
            if difference.kind == .changed {
                let resource = setting.finding.resource
                difference.authorship = try await (resource.kind == .role ? globalAuthors : authors).author(
                    of: [resource.name] + [resource.arn].compactMap(\.self),
                    by: SettingOperations.names(for: setting.finding.control.id))
            }
            report.differences.append(difference)
        }
        for resource in DriftComparison.unjudged(audit, since: baseline.values) {
            let hasPolicyChanged = baseline.policyDigest.map { $0 != policyDigest } ?? false
            var difference = DriftComparison.lost(
                resource, exists: try await exists(resource), hasPolicyChanged: hasPolicyChanged)
            if difference.kind != .policyChanged {
                let arn = baseline.values.first { $0.resource.isSame(as: resource) }?.resource.arn
                difference.authorship = try await authors.author(
                    of: [resource.name] + [arn].compactMap(\.self),
                    by: difference.kind == .gone
                        ? ["DeleteDBInstance", "DeleteDBCluster", "ModifyDBInstance", "ModifyDBCluster"]
                        : ["RemoveTagsFromResource", "AddTagsToResource"])
            }
            report.differences.append(difference)
        }
        report.differences.sort { $0.resource.precedes($1.resource) ?? ($0.control < $1.control) }
        return report
    }

    private func exists(_ resource: ResourceReference) async throws -> Bool {
        do {
            if resource.kind == .cluster {
                let found = try await client.send(RDS.describeDBClusters, .init(dbClusterIdentifier: resource.name))
                return found.dbClusters?.isEmpty == false
            }
            let found = try await client.send(RDS.describeDBInstances, .init(dbInstanceIdentifier: resource.name))
            return found.dbInstances?.isEmpty == false
        } catch let error as ClientError
            where ["DBInstanceNotFound", "DBClusterNotFoundFault"].contains(error.code ?? "")
        {
            return false
        }
    }
}
