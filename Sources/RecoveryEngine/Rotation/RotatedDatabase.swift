package import AWSNames
package import RecoveryModel

/// A database whose monthly recovery points are manual snapshots: the policy asks for them (`backups.monthly`) and no plan
/// of AWS Backup makes them (`backups.awsBackup`).
package struct RotatedDatabase: Sendable {
    package let database: Database
    /// What its policy keeps: the present month and so many before it, as `monthly-copies` asks for them.
    package let rules: RetentionRules
    /// The regions of `backups.copyTo`, with the key there.
    package let copies: [Region: CopyKey]

    /// The databases of a target, by kind and id. One of several entries is kept by the longest of them.
    ///
    /// - Parameter extra: What is kept besides the policy's months.
    package static func all(_ context: ControlContext, besides extra: RetentionRules) -> [RotatedDatabase] {
        let subjects = context.selections.filter { $0.failure == nil && isMeant($0.policy) }.flatMap { selection in
            selection.databases.map {
                DatabaseSubject(context: context, entry: selection.entry, policy: selection.policy, database: $0)
            }
        }.filter { !$0.isBackedUpBySource }
        let groups = Dictionary(grouping: subjects) { [$0.database.kind.rawValue, $0.database.id] }
        return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { _, same in
            var rules = extra
            rules.monthly = (same.compactMap(\.policy.backups.monthlyKeep).max() ?? 0) + 1
            let regions = Set(same.flatMap(\.policy.backups.copyTo)).filter {
                $0.rawValue != context.target.place.region
            }
            let keys = regions.map { ($0, same[0].copyKey(in: $0)) }
            return RotatedDatabase(
                database: same[0].database, rules: rules, copies: Dictionary(uniqueKeysWithValues: keys))
        }
    }

    /// What the policy asks a rotation for and nobody can see: nothing is done, and that is said.
    package static func unseen(_ context: ControlContext) -> [SnapshotRotation] {
        context.selections.filter { isMeant($0.policy) }.flatMap { selection in
            func blocked(_ name: String, _ reason: String) -> SnapshotRotation {
                var rotation = SnapshotRotation(database: name, kind: selection.policy.kind)
                rotation.obstacles = [reason]
                return rotation
            }
            if let failure = selection.failure {
                return [blocked(selection.policy.select.shown, "could not be listed: \(failure)")]
            }
            return selection.misses.map { blocked($0.name, $0.found.map { "not found: it is \($0)" } ?? "not found") }
        }
    }

    /// Whether an entry of the policy asks for snapshots that a rotation keeps.
    package static func isMeant(_ entry: DatabasePolicy) -> Bool {
        entry.backups.monthlyKeep != nil && entry.backups.awsBackup == nil
    }
}

extension DatabaseSubject {
    /// What a copy of a snapshot is encrypted with in another region: the database's own key there, as replicated automated
    /// backups are.
    fileprivate func copyKey(in region: Region) -> CopyKey {
        guard region.partition != .awsGovCloud else {
            return .missing("between regions of GovCloud RDS asks for a presigned URL, which drctl does not send")
        }
        guard case .known(let encrypted) = database.storageEncrypted else {
            return .missing("RDS does not say whether the database is encrypted")
        }
        guard encrypted else { return .unencrypted }
        guard let key = replicationKey(in: region)?.arn else {
            return .missing(
                "no key of \(region) is known: let the database's key be a multi-Region key of the policy that is replicated "
                    + "there (`keys[].replicas`)")
        }
        return .key(key)
    }
}
