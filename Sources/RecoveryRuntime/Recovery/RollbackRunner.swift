package import AWSCore
import AWSServices
package import RecoveryModel

/// Gives the databases of a recovery the names back that they had before it. What is renamed already is left alone, so
/// that a rollback that was killed is made again.
package struct RollbackRunner: Sendable {
    let client: AWSClient
    let sleep: @Sendable (Duration) async throws -> Void
    /// Of two looks at a database.
    let pause: Duration
    /// Of the wait for one renaming.
    let limit: Duration

    package init(client: AWSClient, pause: Duration, limit: Duration = .seconds(3_600)) {
        self.client = client
        self.pause = pause
        self.limit = limit
        sleep = { try await Task.sleep(for: $0) }
    }

    /// Why a rollback stops.
    package struct Obstacle: Error, CustomStringConvertible {
        package let description: String
    }

    /// The renamings that are to be made, in their order; empty when there is nothing to do.
    ///
    /// - Throws: `Obstacle` when a name is taken by a database that is none of the recovery's; `ClientError`.
    package func plan(_ record: DrillRecord) async throws -> [RecoveryRollback.Renaming] {
        guard let outcome = record.recovery, let own = outcome.resource, let old = outcome.oldResource,
            let oldName = outcome.oldName
        else { throw Obstacle(description: "recovery \(record.drill) has not renamed the old database") }
        let all = try await DatabaseListing.all(client).instances
        func named(_ resource: String) -> String? { all.first { $0.settings?.resourceID == resource }?.id }
        var renamings: [RecoveryRollback.Renaming] = []
        if named(own) == record.source { renamings.append(.init(from: record.source, to: record.target)) }
        switch named(old) {
        case record.source?: break
        case oldName?: renamings.append(.init(from: oldName, to: record.source))
        case let other?: throw Obstacle(description: "the old database is called \(other) now, not \(oldName)")
        case nil: throw Obstacle(description: "the old database \(oldName) does not exist any more")
        }
        for renaming in renamings {
            let taken = all.first { $0.id == renaming.to }?.settings?.resourceID
            guard taken == nil || taken == own && renaming.to == record.source else {
                throw Obstacle(description: "a database \(renaming.to) exists already")
            }
        }
        return renamings
    }

    /// Makes the renamings, each once the one before is seen.
    ///
    /// - Throws: `Obstacle`, `ClientError`.
    package func make(_ renamings: [RecoveryRollback.Renaming], of record: DrillRecord) async throws {
        for renaming in renamings {
            let resource =
                renaming.to == record.source ? record.recovery?.oldResource : record.recovery?.resource
            try await DrillCalls(client: client, kind: .instance).rename(
                renaming.from, to: renaming.to, resource: resource)
            try await wait(for: renaming.to)
        }
    }

    private func wait(for id: String) async throws {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            try await sleep(pause)
            if let seen = try await DatabaseListing.one(id, .instance, client), seen.status == "available" { return }
        }
        throw Obstacle(description: "no available database \(id) was seen within an hour of its renaming")
    }
}
