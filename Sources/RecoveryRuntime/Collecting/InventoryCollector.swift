package import AWSCore
package import AWSNames
package import PostgresTools
package import RecoveryEngine
package import RecoveryModel

/// Reads everything that a target's controls judge, and nothing else; never changes anything.
///
/// Bulk calls first: one page of a hundred databases before a hundred single calls. Buckets, roles, keys and topics are
/// read concurrently, within the client's limit of calls in flight.
package struct InventoryCollector: Sendable {
    /// How much is read of each resource.
    package enum Extent: Sendable {
        /// What the policy asks for.
        case judged
        /// Every setting that drctl knows, for who writes down what is there.
        case everything
    }

    let observer: Observer
    let account: AccountID
    let region: Region
    /// The keys that manifests of backups must be signed with.
    package var trust = EvidenceTrust.nobody
    /// The program of stanzas; unavailable where it is not installed.
    package var pgBackRest: Collected<PgBackRest> = .unavailable(.notCollected("pgbackrest info"))

    package init(client: AWSClient, account: AccountID, region: Region, progress: ReadingProgress? = nil) {
        self.init(client: client, account: account, region: region, progress: progress, denied: nil)
    }

    /// - Parameter denied: An operation that is not asked, as if it were denied.
    init(client: AWSClient, account: AccountID, region: Region, progress: ReadingProgress? = nil, denied: String?) {
        observer = Observer(client: client, progress: progress, denied: denied)
        self.account = account
        self.region = region
    }

    /// Collects the inventory of a target.
    ///
    /// - Parameter kinds: What is read; nil for everything.
    /// - Throws: `CancellationError` only: every other failure is part of the inventory.
    package func collect(
        _ target: Target, at now: Instant, _ extent: Extent = .judged, only kinds: Set<ResourceKind>? = nil
    ) async throws -> Inventory {
        let place = Observation.Place(
            observer: observer, target: target, account: account, region: region, extent: extent,
            now: now, trust: trust, pgBackRest: pgBackRest)
        let wanted = Observation.all.filter { observation in
            kinds.map { !$0.isDisjoint(with: observation.kinds) } ?? true
        }
        let fills = try await concurrentMap(wanted, width: Observation.all.count) {
            try await $0.look(place)
        }
        var inventory = Inventory(
            account: account, region: region, observedAt: now, databases: [:],
            alarms: .unavailable(.notCollected("cloudwatch:DescribeAlarms")),
            eventSubscriptions: .unavailable(.notCollected("rds:DescribeEventSubscriptions")),
            accountPublicAccessBlock: .unavailable(.notCollected("s3:GetAccountPublicAccessBlock")))
        for fill in fills { fill(&inventory) }
        inventory.heldKeys = try await HeldKeys(observer: observer).standings(of: target.heldKeys(in: inventory))
        return inventory
    }
}
