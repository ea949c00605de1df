import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("What is observed")
struct ObservationTests {
    /// The fields that each observation fills, by their names, and the answers that it has.
    private static let fields: [([ResourceKind], Set<String>)] = [
        ([.database, .cluster], ["databases", "namesakes", "strandedCopies", "strandedSnapshots"]),
        ([.selfManaged], ["selfManaged"]),
        ([.bucket], ["buckets", "accountPublicAccessBlock"]),
        ([.key], ["keys"]), ([.role], ["roles"]), ([.secret], ["secrets"]), ([.topic], ["topics"]),
        ([.alarm], ["alarms"]), ([.eventSubscription], ["eventSubscriptions"]),
        ([.eventRule], ["eventRules"]), ([.dashboard], ["dashboards"]),
        ([.backupVault, .backupPlan], ["backupVaults", "backupPlans"]),
        ([.restoreTestingPlan], ["restoreTesting"]),
    ]

    private var blank: Inventory {
        let failure = CollectionFailure.notCollected("anything")
        return Inventory(
            account: ScriptedAWS.account, region: ScriptedAWS.region, observedAt: CollectedPolicy.now, databases: [:],
            alarms: .unavailable(failure), eventSubscriptions: .unavailable(failure),
            accountPublicAccessBlock: .unavailable(failure))
    }

    /// The calls that one observation leads to, and the inventory that it fills.
    private func look(
        _ observation: Observation, _ script: ScriptedAWS.Script
    ) async throws -> (calls: [AWSCall], inventory: Inventory) {
        let aws = ScriptedAWS(script)
        let place = Observation.Place(
            observer: Observer(client: aws.client), target: try CollectedPolicy.target(),
            account: ScriptedAWS.account, region: ScriptedAWS.region, extent: .judged, now: Instant(seconds: 0))
        var inventory = blank
        (try await observation.look(place))(&inventory)
        let observed = inventory
        // The keys of what was found are read afterwards, once for all kinds.
        let keys = place.target.heldKeys(in: observed)
        _ = try await HeldKeys(observer: place.observer).standings(of: keys)
        return (aws.calls, observed)
    }

    private func values(_ inventory: Inventory) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: Mirror(reflecting: inventory).children.compactMap { child in
                child.label.map { ($0, String(reflecting: child.value)) }
            })
    }

    @Test func `each kind of the catalogue is observed once, and nothing else is`() {
        let observed = Observation.all.flatMap(\.kinds)
        #expect(Set(observed) == Set(Catalogue.families.map(\.kind)))
        #expect(observed.count == Set(observed).count)
        #expect(Observation.all.map(\.kinds) == Self.fields.map(\.0))
    }

    @Test func `an observation fills its own fields and no others`() async throws {
        let account = try await CollectedAccount.make()
        let empty = values(blank)
        // An id that names another kind of database is all that `namesakes` is for.
        let misnamed = account.kept.merging([
            "rds:DescribeDBClusters": [Described.clusters(Described.cluster("kb-prod"))]
        ]) { $1 }
        for (observation, (_, fields)) in zip(Observation.all, Self.fields) {
            let filled = values(try await look(observation, misnamed).inventory)
            #expect(Set(filled.filter { empty[$0.key] != $0.value }.keys) == fields)
        }
    }

    @Test func `the operations of an observation are the reads that its families name`() async throws {
        let account = try await CollectedAccount.make()
        let target = try CollectedPolicy.target()
        for observation in Observation.all {
            let needs = Set(
                Catalogue.families.filter { observation.kinds.contains($0.kind) }.flatMap { $0.reads(target) }
                    .map(\.action))
            let calls = try await look(observation, account.kept).calls
            #expect(Set(calls.flatMap(\.actions)) == needs)
            #expect(calls.allSatisfy { $0.isRead })
        }
    }

    @Test func `what the policy does not name is not asked for`() async throws {
        let parsed = PolicyParser.parse(
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rto: 4h, rpo: 24h}

            """, file: "dr.yaml", today: CollectedPolicy.now.day)
        let policy = try #require(parsed.document?.policy)
        let target = Target(policy, account: ScriptedAWS.account, region: ScriptedAWS.region)
        let aws = ScriptedAWS([:])
        let inventory = try await InventoryCollector(
            client: aws.client, account: ScriptedAWS.account, region: ScriptedAWS.region
        ).collect(target, at: CollectedPolicy.now)
        #expect(aws.calls.isEmpty)
        #expect(Catalogue.families.allSatisfy { $0.reads(target).isEmpty })
        #expect(inventory.alarms == .known([:]))
    }

    @Test func `an interrupted observation is no observation`() async throws {
        let account = try await CollectedAccount.make()
        for observation in Observation.all {
            let task = Task { () -> Bool in
                withUnsafeCurrentTask { $0?.cancel() }
                do { _ = try await look(observation, account.kept) } catch is CancellationError { return true }
                return false
            }
            #expect(try await task.value)
        }
    }
}
