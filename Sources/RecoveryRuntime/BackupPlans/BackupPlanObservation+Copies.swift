import AWSCore
import AWSNames
import AWSServices
import RecoveryModel

extension BackupPlanObservation {
    /// What has arrived in vaults by ARN, of other regions and accounts too: jobs are listed where they began. A vault of
    /// this account is looked into: what is not there any more does not count.
    func copies(in vaults: [String], own: Set<String>) async throws -> Collected<[ArrivedCopy]> {
        var arrived: [ArrivedCopy] = []
        for vault in vaults {
            let jobs = try await observer.list(
                Backup.listCopyJobsPages,
                .init(maxResults: 1_000, byState: .completed, byDestinationVaultArn: vault)
            ) { page in
                try page.copyJobs.required("CopyJobs").map { job in
                    let copy = ArrivedCopy(
                        resource: try job.resourceArn.required("ResourceArn"), vault: vault,
                        source: try job.sourceRecoveryPointArn.required("SourceRecoveryPointArn"),
                        createdAt: Instant(milliseconds: try job.creationDate.required("CreationDate").milliseconds))
                    return (copy, point: job.destinationRecoveryPointArn)
                }
            }
            guard case .known(let jobs) = jobs else { return jobs.map { _ in [] } }
            guard own.contains(vault), let place = ARN(vault), !jobs.isEmpty else {
                arrived += jobs.map(\.0)
                continue
            }
            let region = Region(place.region)
            let there = BackupPlanObservation(observer: observer.elsewhere(region))
            let name = place.resource.split(separator: ":").last.map(String.init) ?? ""
            switch try await there.points(in: name) {
            case .unavailable(let failure): return .unavailable(failure)
            case .known(let points):
                let usable = Dictionary(points.filter(\.isUsable).map { ($0.arn, $0) }) { first, _ in first }
                arrived += jobs.compactMap { job in
                    guard let point = job.point.flatMap({ usable[$0] }) else { return nil }
                    var copy = job.0
                    copy.encryptionKey = point.encryptionKey
                    return copy
                }
            }
        }
        return .known(arrived)
    }
}
