import AWSCore
import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("The inventory that audits keep")
struct KeptInventoryTests {
    private let scope = DrillScope(account: ScriptedAWS.account, region: ScriptedAWS.region)
    private let key = try? Ed25519PrivateKey()

    private func database(_ id: String, _ change: (inout InstanceFacts) -> Void = { _ in }) -> InstanceFacts {
        var facts = InstanceFacts(
            id: id, arn: "arn:\(id)", status: "available", engine: "postgres", engineVersion: "15.18",
            instanceClass: "db.m6g.large")
        facts.tags = ["app": "kb", "aws:cloudformation:stack-name": "kb", "drctl:recovery": "r"]
        facts.settings = RestoreSettings()
        change(&facts)
        return facts
    }

    private func inventory(_ databases: [InstanceFacts]) -> KeptInventory {
        KeptInventory(policy: "kb", scope: scope, databases: databases)
    }

    @Test func `it is written when a setting has changed, and not when only the state has`() async throws {
        let store = EvidenceStore(storage: MemoryEvidence(), key: key)
        #expect(try await store.keep(inventory([database("a")]), at: Instant(seconds: 1)) != nil)
        let later = database("a") {
            ($0.status, $0.host, $0.latestRestorable) = ("backing-up", "somewhere", Instant(seconds: 2))
        }
        #expect(try await store.keep(inventory([later]), at: Instant(seconds: 2)) == nil)
        let other = database("a") { $0.settings?.port = 5_433 }
        #expect(try await store.keep(inventory([other]), at: Instant(seconds: 3)) != nil)
        #expect(try await store.inventories(of: "kb").map(\.sequence) == [1, 2])
        #expect(try await store.inventories(of: "kb").last?.inventory.databases.first?.tags == ["app": "kb"])
    }

    @Test func `a database that is gone stays as it was last seen, and each account and region has its own`()
        async throws
    {
        let store = EvidenceStore(storage: MemoryEvidence(), key: key)
        _ = try await store.keep(inventory([database("a"), database("b")]), at: Instant(seconds: 1))
        #expect(try await store.keep(inventory([database("b")]), at: Instant(seconds: 2)) == nil)
        let there = DrillScope(account: scope.account, region: Region("eu-west-1"))
        let elsewhere = KeptInventory(policy: "kb", scope: there, databases: [database("c")])
        #expect(try await store.keep(elsewhere, at: Instant(seconds: 3)) != nil)
        #expect(try await store.keep(inventory([database("b")]), at: Instant(seconds: 4)) == nil)
        let kept = try await store.inventories(of: "kb")
        #expect(kept.map { $0.inventory.databases.map(\.id) } == [["a", "b"], ["c"]])
    }

    @Test func `it is a chain of its own, signed like evidence, and no policy's drills`() async throws {
        let key = try #require(key)
        let store = EvidenceStore(storage: MemoryEvidence(), key: key)
        _ = try await store.keep(inventory([database("a")]), at: Instant(seconds: 1))
        #expect(try await store.policies() == [])
        let trust = EvidenceTrust.keys([try key.publicKey()])
        let (links, chain) = try await store.inventoryReading(of: "kb", by: trust, at: Instant(seconds: 2))
        #expect(links.count == 1 && chain.verdict == .unchanged && chain.firstProven == 1)
        let stranger = EvidenceTrust.keys([try Ed25519PrivateKey().publicKey()])
        #expect(
            try await store.inventoryReading(of: "kb", by: stranger, at: Instant(seconds: 2)).chain.verdict
                != .unchanged)
        #expect(try await store.reading(of: "kb", by: trust, at: Instant(seconds: 2)).drills.isEmpty)
    }
}
