import AWSNames
package import RecoveryModel

/// The age of the data in a copied cluster snapshot: RDS reports when it was copied, but not when the data was
/// captured.
///
/// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBClusterSnapshot.html has no counterpart of an instance
/// snapshot's OriginalSnapshotCreateTime.
package enum CopiedSnapshotTime {
    /// The snapshots with every time that can be determined: from the original where it still exists, otherwise from
    /// the name that RDS gave the original. A copy of unknown age gets no time and is not a recovery point.
    ///
    /// - Parameter originals: The snapshots in the region the copies came from; empty when they could not be listed.
    package static func settled(_ snapshots: [SnapshotFacts], originals: [SnapshotFacts]) -> [SnapshotFacts] {
        snapshots.map { snapshot in
            guard snapshot.createdAt == nil, let arn = snapshot.original, let name = name(in: arn) else {
                return snapshot
            }
            var settled = snapshot
            if let time = originals.first(where: { $0.id == name && $0.original == nil })?.createdAt {
                (settled.createdAt, settled.timeBasis) = (time, .original)
            } else if let time = time(in: name) {
                (settled.createdAt, settled.timeBasis) = (time, .originalsName)
            }
            return settled
        }
    }

    /// `rds:kb-2026-11-23-02-05` of `arn:aws:rds:us-east-1:111122223333:cluster-snapshot:rds:kb-2026-11-23-02-05`.
    private static func name(in arn: String) -> String? {
        guard let resource = ARN(arn)?.resource, let colon = resource.firstIndex(of: ":") else { return nil }
        return String(resource[resource.index(after: colon)...])
    }

    /// The name of an automated snapshot ends in the minute, in UTC, at which it was started.
    private static func time(in name: String) -> Instant? {
        let parts = name.split(separator: "-").suffix(5).map(String.init)
        guard name.hasPrefix("rds:"), parts.count == 5,
            zip(parts, [4, 2, 2, 2, 2]).allSatisfy({ $0.count == $1 && $0.allSatisfy(\.isNumber) })
        else { return nil }
        return Instant("\(parts[0])-\(parts[1])-\(parts[2])T\(parts[3]):\(parts[4]):00Z")
    }
}
