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

    /// One renaming with what it needs.
    package struct Step: Sendable {
        package var renaming: RecoveryRollback.Renaming
        var kind: DatabaseKind
        var resource: String
    }

    /// The renamings that are to be made, in their order; empty when there is nothing to do.
    ///
    /// Members of clusters come first, as when they were switched over: the old cluster is out of use until it has its name.
    ///
    /// - Throws: `Obstacle` when a name is taken by a database that is none of the recovery's; `ClientError`.
    package func plan(_ record: DrillRecord) async throws -> [Step] {
        guard let outcome = record.recovery, outcome.hasRenamed, let own = outcome.resource,
            let old = outcome.oldResource
        else { throw Obstacle(description: "recovery \(record.drill) has not renamed the old database") }
        let listing = try await DatabaseListing.all(client)
        let all = record.kind == .cluster ? listing.clusters : listing.instances
        func named(_ resource: String) -> String? { all.first { $0.settings?.resourceID == resource }?.id }
        var steps = try members(of: outcome, listing.instances)
        if named(own) == record.source {
            steps.append(
                Step(renaming: .init(from: record.source, to: record.target), kind: record.kind, resource: own))
        }
        switch (named(old), outcome.oldName) {
        case (record.source?, _): break
        case (let name?, let oldName?) where name == oldName:
            steps.append(Step(renaming: .init(from: name, to: record.source), kind: record.kind, resource: old))
        case (let other?, let oldName):
            throw Obstacle(
                description: "the old database is called \(other) now, not \(oldName ?? record.source)")
        case (nil, let oldName):
            throw Obstacle(description: "the old database \(oldName ?? record.source) does not exist any more")
        }
        try requireFree(steps, listing)
        return steps
    }

    /// The new members first, since they have the names of the old ones.
    private func members(of outcome: RecoveryOutcome, _ instances: [InstanceFacts]) throws -> [Step] {
        try (outcome.members ?? []).sorted { !$0.isOld && $1.isOld }.compactMap { member in
            guard let now = instances.first(where: { $0.settings?.resourceID == member.resource }) else {
                guard member.isOld else { return nil }
                throw Obstacle(description: "member \(member.name) of the old cluster does not exist any more")
            }
            guard now.id != member.name else { return nil }
            return Step(
                renaming: .init(from: now.id, to: member.name), kind: .instance, resource: member.resource)
        }
    }

    /// A name may be taken by one that is renamed before.
    private func requireFree(_ steps: [Step], _ listing: DatabaseListing) throws {
        var given: Set<String> = []
        for step in steps {
            let all = step.kind == .cluster ? listing.clusters : listing.instances
            let owner = all.first { $0.id == step.renaming.to }?.settings?.resourceID
            guard owner == nil || owner.map(given.contains) == true else {
                throw Obstacle(description: "a database \(step.renaming.to) exists already")
            }
            given.insert(step.resource)
        }
    }

    /// Makes the renamings, each once the one before is seen.
    ///
    /// - Throws: `Obstacle`, `ClientError`.
    package func make(_ steps: [Step]) async throws {
        for step in steps {
            try await DrillCalls(client: client, kind: step.kind).rename(
                step.renaming.from, to: step.renaming.to, resource: step.resource)
            try await wait(for: step.renaming.to, step.kind)
        }
    }

    private func wait(for id: String, _ kind: DatabaseKind) async throws {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            try await sleep(pause)
            if let seen = try await DatabaseListing.one(id, kind, client), seen.readiness == "available" { return }
        }
        throw Obstacle(description: "no available database \(id) was seen within an hour of its renaming")
    }
}
