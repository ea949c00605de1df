import AWSNames
import PostgresTools
import RecoveryEngine
import RecoveryModel

/// How some kinds of resources are read: each fills its own fields of the inventory, so that the order of the answers
/// decides nothing.
struct Observation: Sendable {
    /// What every observation is given.
    struct Place: Sendable {
        let observer: Observer
        let target: Target
        let account: AccountID
        let region: Region
        let extent: InventoryCollector.Extent
        /// When the audit is made.
        let now: Instant
        /// The keys that manifests of backups must be signed with; without any, signatures are not checked.
        var trust = EvidenceTrust.nobody
        /// The program of stanzas; unavailable where it is not installed.
        var pgBackRest: Collected<PgBackRest> = .unavailable(.notCollected("pgbackrest info"))
    }

    /// What it reads. A test compares all of these with the catalogue's.
    let kinds: [ResourceKind]
    /// Reads, and answers with what is to be filled in. Throws `CancellationError` only: every other failure is part of
    /// the inventory.
    let look: @Sendable (Place) async throws -> @Sendable (inout Inventory) -> Void

    /// Every kind that the catalogue judges.
    static let all: [Observation] = [
        .databases, .selfManaged, .buckets, .keys, .roles, .secrets, .topics, .alarms, .eventSubscriptions, .eventRules,
        .dashboards, .backupPlans, .restoreTesting,
    ]
}
