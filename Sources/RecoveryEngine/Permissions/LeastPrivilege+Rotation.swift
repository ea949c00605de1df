import AWSNames
import RecoveryModel

// The calls of a rotation of snapshots, which no change or observation holds.
extension LeastPrivilege {
    /// What finding the databases reads, snapshots of the policy's databases under the rotation's name and tag, their copies
    /// in the regions of `copyTo`, and the removal of what carries the tag.
    static func rotation(_ scope: DutyScope) -> [Grant] {
        let entries = scope.target.policy.databases.filter(RotatedDatabase.isMeant)
        guard !entries.isEmpty else { return [] }
        let kinds = DatabaseKind.allCases.filter { kind in entries.contains { $0.kind == kind } }
        let read = Set(kinds.map(\.resource) + [.key])
        let families = Catalogue.families.filter { read.contains($0.kind) }
        let reads = families.flatMap { $0.reads(scope.target) }.map { grant($0, scope.target) }
        return reads + .allow("AnyResource", ["rds:DescribeAccountAttributes"], on: ["*"])
            + kinds.flatMap { kind in snapshots(of: kind, entries.filter { $0.kind == kind }, scope) }
            + copyKeys(entries, scope)
    }

    private static func snapshots(of kind: DatabaseKind, _ entries: [DatabasePolicy], _ scope: DutyScope) -> [Grant] {
        let name = kind.pick(instance: "snapshot", cluster: "cluster-snapshot") + ":\(RotationNaming.prefix)*"
        let (home, copies) = (scope.arn("rds", name), regions(entries, scope).map { scope.arn("rds", name, in: $0) })
        let making = AccessCondition.tagging(RotationTag.policy, scope.tag)
        let create = "rds:Create\(kind.snapshotOperation)"
        let sources = entries.flatMap { entry -> [Grant] in
            let (arns, condition) = scope.databases(entry)
            return .allow("TakeSnapshots", [create], on: arns, when: condition.and(making))
        }
        return sources + .allow("TakeSnapshots", [create], on: [home], when: making)
            + .allow("TagOnlyRotatedSnapshots", ["rds:AddTagsToResource"], on: [home] + copies, when: making)
            + .allow(
                "CopyRotatedSnapshots", ["rds:Copy\(kind.snapshotOperation)"],
                on: copies.isEmpty ? [] : [home] + copies, when: making)
            + .allow(
                "DeleteOnlyRotatedSnapshots", ["rds:Delete\(kind.snapshotOperation)"], on: [home] + copies,
                when: .tagged([RotationTag.policy: scope.target.policy.name]))
    }

    /// RDS uses the key of what is copied, and that of the copy, in the caller's name.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CopySnapshot.html
    private static func copyKeys(_ entries: [DatabasePolicy], _ scope: DutyScope) -> [Grant] {
        let regions = regions(entries, scope)
        guard !regions.isEmpty else { return [] }
        let own = entries.map { (scope.target.place.region, scope.key($0.protection.encryptionKey)) }
        return (own + regions.map { ($0, scope.key(nil, in: $0)) }).flatMap { region, key in
            [Grant].allow("DescribeKeys", ["kms:DescribeKey"], on: [key.arn], when: key.condition)
                + .allow(
                    "LetSnapshotsUseKeys", ["kms:CreateGrant"], on: [key.arn],
                    when: key.condition.and(DutyScope.grantForRDS(region)))
        }
    }

    /// The regions that receive copies, without the target's own; sorted.
    private static func regions(_ entries: [DatabasePolicy], _ scope: DutyScope) -> [String] {
        Set(entries.flatMap(\.backups.copyTo)).map(\.rawValue).filter { $0 != scope.target.place.region }.sorted()
    }
}
