import AWSCore
import AWSServices
import RecoveryModel

extension ListedSnapshot {
    /// A snapshot of an instance.
    ///
    /// - Throws: `MissingMember` without an identifier.
    init(described snapshot: RDS.DBSnapshot) throws {
        self.init(
            id: try snapshot.dbSnapshotIdentifier.required("DBSnapshotIdentifier"),
            // One of a type that RDS does not say is nobody's.
            type: snapshot.snapshotType ?? "", database: snapshot.dbInstanceIdentifier ?? "",
            resource: snapshot.dbiResourceId, status: snapshot.status ?? "unknown", takenAt: snapshot.dataTime,
            isEncrypted: snapshot.encrypted, tags: [String: String](rdsTags: snapshot.tagList),
            original: snapshot.sourceDBSnapshotIdentifier.flatMap { $0.isEmpty ? nil : $0 })
    }

    /// A snapshot of a cluster. RDS does not say how old the data of a copy is: the tag that drctl gave it does.
    ///
    /// - Throws: `MissingMember` without an identifier.
    init(described snapshot: RDS.DBClusterSnapshot) throws {
        let tags = [String: String](rdsTags: snapshot.tagList)
        let original = snapshot.sourceDBClusterSnapshotArn.flatMap { $0.isEmpty ? nil : $0 }
        let made = snapshot.snapshotCreateTime.map { Instant(milliseconds: $0.milliseconds) }
        self.init(
            id: try snapshot.dbClusterSnapshotIdentifier.required("DBClusterSnapshotIdentifier"),
            type: snapshot.snapshotType ?? "", database: snapshot.dbClusterIdentifier ?? "",
            resource: snapshot.dbClusterResourceId, status: snapshot.status ?? "unknown",
            takenAt: original == nil ? made : tags[RotationTag.takenAt].flatMap { Instant($0) },
            isEncrypted: snapshot.storageEncrypted, tags: tags, original: original)
    }
}
