import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

/// The changing calls of a rotation, each of which can be repeated: a name is made once.
struct RotationCalls: Sendable {
    let client: AWSClient
    let facts: RotationFacts

    private var kind: DatabaseKind { facts.kind }
    private var database: String { facts.naming.database }

    /// Does one step. What is made or deleted already counts as done: the next look shows whose it is.
    ///
    /// - Throws: `ClientError`, `CancellationError`.
    func perform(_ step: SnapshotRotation.Step) async throws {
        let client = client.with { $0.region = step.region }
        do {
            switch step.action {
            case .delete: try await delete(step.snapshot, client)
            case .create: try await create(step, client)
            case .copy: try await copy(step, client)
            }
        } catch let error as ClientError where Self.isDone(step.action, error.code ?? "") {}
    }

    private static func isDone(_ action: SnapshotRotation.Step.Action, _ code: String) -> Bool {
        switch action {
        case .delete: ["DBSnapshotNotFound", "DBClusterSnapshotNotFoundFault"].contains(code)
        case .create, .copy: ["DBSnapshotAlreadyExists", "DBClusterSnapshotAlreadyExistsFault"].contains(code)
        }
    }

    private func delete(_ id: String, _ client: AWSClient) async throws {
        switch kind {
        case .instance: _ = try await client.send(RDS.deleteDBSnapshot, .init(dbSnapshotIdentifier: id))
        case .cluster: _ = try await client.send(RDS.deleteDBClusterSnapshot, .init(dbClusterSnapshotIdentifier: id))
        }
    }

    private func create(_ step: SnapshotRotation.Step, _ client: AWSClient) async throws {
        switch kind {
        case .instance:
            var input = RDS.CreateDBSnapshotInput(dbSnapshotIdentifier: step.snapshot, dbInstanceIdentifier: database)
            input.tags = step.tags.rdsTags
            _ = try await client.send(RDS.createDBSnapshot, input)
        case .cluster:
            var input = RDS.CreateDBClusterSnapshotInput(
                dbClusterSnapshotIdentifier: step.snapshot, dbClusterIdentifier: database)
            input.tags = step.tags.rdsTags
            _ = try await client.send(RDS.createDBClusterSnapshot, input)
        }
    }

    private func copy(_ step: SnapshotRotation.Step, _ client: AWSClient) async throws {
        let source = facts.arn(of: step.snapshot)
        switch kind {
        case .instance:
            var input = RDS.CopyDBSnapshotInput(
                sourceDBSnapshotIdentifier: source, targetDBSnapshotIdentifier: step.snapshot)
            input.kmsKeyId = step.key
            input.tags = step.tags.rdsTags
            _ = try await client.send(RDS.copyDBSnapshot, input)
        case .cluster:
            var input = RDS.CopyDBClusterSnapshotInput(
                sourceDBClusterSnapshotIdentifier: source, targetDBClusterSnapshotIdentifier: step.snapshot)
            input.kmsKeyId = step.key
            input.tags = step.tags.rdsTags
            _ = try await client.send(RDS.copyDBClusterSnapshot, input)
        }
    }
}
