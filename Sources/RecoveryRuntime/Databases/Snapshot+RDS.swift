import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

extension RDS.DBSnapshot {
    /// The time of the data: where RDS says it, otherwise of the original of a copy, which is older than the copy itself.
    var dataTime: Instant? {
        (snapshotDatabaseTime ?? originalSnapshotCreateTime ?? snapshotCreateTime)
            .map { Instant(milliseconds: $0.milliseconds) }
    }
}

extension Database.Snapshot {
    /// A snapshot as DescribeDBSnapshots describes it. Only manual ones can be shared; one of a type that is not known is
    /// looked at as if it could.
    ///
    /// - Throws: `MissingMember` without an identifier.
    init(described snapshot: RDS.DBSnapshot) throws {
        let operation = "rds:DescribeDBSnapshots"
        let encrypted = snapshot.encrypted.collected("Encrypted", of: operation)
        self.init(
            id: try snapshot.dbSnapshotIdentifier.required("DBSnapshotIdentifier"),
            kind: snapshot.snapshotType.flatMap(Kind.init(rawValue:)) ?? .manual,
            // What does not say that it is available restores nothing.
            status: snapshot.status ?? "unknown", createdAt: snapshot.dataTime,
            encrypted: encrypted, encryptionKey: encrypted.key(snapshot.kmsKeyId, of: operation), sharedWith: .known([])
        )
        allocated = snapshot.allocatedStorage
    }

    /// A cluster snapshot whose time is known already, as far as it can be.
    ///
    /// - Throws: `MissingMember` without an identifier.
    init(described snapshot: RDS.DBClusterSnapshot, createdAt: Instant?) throws {
        let operation = "rds:DescribeDBClusterSnapshots"
        let encrypted = snapshot.storageEncrypted.collected("StorageEncrypted", of: operation)
        self.init(
            id: try snapshot.dbClusterSnapshotIdentifier.required("DBClusterSnapshotIdentifier"),
            kind: snapshot.snapshotType.flatMap(Kind.init(rawValue:)) ?? .manual,
            status: snapshot.status ?? "unknown", createdAt: createdAt,
            encrypted: encrypted, encryptionKey: encrypted.key(snapshot.kmsKeyId, of: operation), sharedWith: .known([])
        )
    }

    /// The snapshots of one cluster. RDS does not say how old the data of a copy is: it is read off the original while
    /// that exists.
    ///
    /// - Throws: `MissingMember` when one has no identifier.
    static func list(
        described snapshots: [RDS.DBClusterSnapshot], originals: [RDS.DBClusterSnapshot]
    ) throws -> [Database.Snapshot] {
        let settled = CopiedSnapshotTime.settled(
            snapshots.compactMap(SnapshotFacts.init(described:)),
            originals: originals.compactMap(SnapshotFacts.init(described:)))
        let times = Dictionary(settled.map { ($0.id, $0.createdAt) }) { first, _ in first }
        return try snapshots.map { snapshot in
            try Database.Snapshot(
                described: snapshot, createdAt: times[snapshot.dbClusterSnapshotIdentifier ?? ""] ?? nil)
        }.sorted { $0.id < $1.id }
    }
}

extension Collected<Bool> {
    /// The key of what is encrypted or not: left out of what is not, and of nothing else.
    func key(_ key: String?, of operation: String) -> Collected<String?> {
        flatMap { $0 ? key.collected("KmsKeyId", of: operation).map { Optional($0) } : .known(key) }
    }
}
