import AWSNames
import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// Every region that the policy names holds a copy that is young enough.
    package static let crossRegionCopy = Control(
        "database.cross-region-copy",
        title: "A recent copy is in every second region",
        why: "When the region is lost, the newest copy elsewhere is all that is left to restore from.",
        severity: .critical,
        standards: [.nist80053("CP-6"), .nist80053("CP-6(1)")],
        field: "databases[].backups.copyTo",
        required: { $0.requiredCopies },
        observed: { $0.copyAges },
        satisfies: { ages, required in
            required.regions.allSatisfy { region in (ages[region] ?? nil).map { $0 <= required.age.seconds } ?? false }
        },
        showRequired: { "at most \($0.age) old in \($0.regions.map(\.rawValue).joined(separator: ", "))" },
        showObserved: { ages in
            ages.sorted { $0.key.rawValue < $1.key.rawValue }.map { region, age in
                "\(region): \(age.map { "\(TimeSpan(seconds: max(0, $0))) old" } ?? "no copy")"
            }.joined(separator: ", ")
        },
        remedy: { subject, required in
            .procedure(
                "Copy a snapshot there now, and let it be done daily by an AWS Backup plan with a copy action or by: "
                    + "aws rds start-db-instance-automated-backups-replication --region \(required.regions[0]) "
                    + "--source-db-instance-arn \(subject.instance.arn) --kms-key-id KEY")
        }
    )
}

/// The regions that need a copy, sorted, and how old it may be.
struct RequiredCopies: Sendable {
    var regions: [Region]
    var age: TimeSpan
}

extension DatabaseSubject {
    /// Nil when no copy is asked for. Snapshots are taken daily, so a copy may be a day older than the RPO.
    fileprivate var requiredCopies: RequiredCopies? {
        let regions = policy.backups.copyTo.filter { $0.rawValue != context.region }
        guard !regions.isEmpty, !isBackedUpBySource else { return nil }
        return RequiredCopies(
            regions: Set(regions).sorted { $0.rawValue < $1.rawValue },
            age: TimeSpan(seconds: context.policy.objectives.rpo.seconds + 86_400))
    }

    /// In seconds, of the newest usable copy by region; nil for a region without one.
    fileprivate var copyAges: Collected<[Region: Int?]> {
        guard let required = requiredCopies else { return .known([:]) }
        var ages: [Region: Int?] = [:]
        var unseen: CollectionFailure?
        var isTooOld = false
        for region in required.regions {
            switch instance.copies[region] ?? .unavailable(.notLookedAt("rds:DescribeDBSnapshots in \(region)")) {
            case .unavailable(let failure): unseen = failure
            case .known(let copies):
                let newest = copies.compactMap(\.restorableTo).map { age(of: $0) }.min()
                ages[region] = newest
                isTooOld = isTooOld || (newest ?? .max) > required.age.seconds
            }
        }
        // One region without a copy is a violation, whatever could not be seen of the others.
        if let unseen, !isTooOld { return .unavailable(unseen) }
        return .known(ages)
    }
}
