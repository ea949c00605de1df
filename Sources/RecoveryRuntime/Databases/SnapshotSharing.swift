import AWSServices
import RecoveryModel

/// Asks who may restore manual snapshots, in the region of its observer.
struct SnapshotSharing: Sendable {
    let observer: Observer
    let kind: DatabaseKind

    /// The snapshots with those whom they are shared with; others than manual ones cannot be shared.
    func filled(_ snapshots: [Database.Snapshot]) async throws -> [Database.Snapshot] {
        try await concurrentMap(snapshots) { described in
            var snapshot = described
            if snapshot.kind == .manual { snapshot.sharedWith = try await sharing(snapshot.id) }
            return snapshot
        }
    }

    private func sharing(_ snapshot: String) async throws -> Collected<[String]> {
        switch kind {
        case .instance:
            try await observer.ask(RDS.describeDBSnapshotAttributes, .init(dbSnapshotIdentifier: snapshot)) { output in
                let result = try output.dbSnapshotAttributesResult.required("DBSnapshotAttributesResult")
                let restore = try result.dbSnapshotAttributes.required("DBSnapshotAttributes")
                    .filter { $0.attributeName == "restore" }
                return try restore.flatMap { try $0.attributeValues.required("AttributeValues") }.sorted()
            }
        case .cluster:
            try await observer.ask(
                RDS.describeDBClusterSnapshotAttributes, .init(dbClusterSnapshotIdentifier: snapshot)
            ) { output in
                let result = try output.dbClusterSnapshotAttributesResult.required("DBClusterSnapshotAttributesResult")
                let restore = try result.dbClusterSnapshotAttributes.required("DBClusterSnapshotAttributes")
                    .filter { $0.attributeName == "restore" }
                return try restore.flatMap { try $0.attributeValues.required("AttributeValues") }.sorted()
            }
        }
    }
}
