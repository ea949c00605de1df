import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// A policy that is written from an account asks for what is there.
@Suite("Policies from live")
struct LivePolicyTests {
    /// What no entry of a policy asks for: an audit says it of any policy.
    private static let unasked: Set<ControlID> = [
        "database.status", "cluster.status", "database.pending-modifications", "cluster.pending-modifications",
        "database.recovery-point-age", "cluster.recovery-point-age", "database.recovery-point-exists",
        "cluster.recovery-point-exists", "database.restorable-lag", "cluster.restorable-lag",
        "database.snapshot-encrypted", "cluster.snapshot-encrypted", "database.snapshot-not-shared",
        "cluster.snapshot-not-shared", "keys.exists", "keys.enabled", "keys.not-pending-deletion",
        "keys.policy-not-public", "storage.encryption", "keys.cross-account-grants", "storage.cross-account-grants",
        "database.orphaned-snapshots", "database.final-snapshot-tags", "database.encryption-key",
        "cluster.encryption-key",
        // The window grows by a day each day.
        "database.retention-window-actual", "cluster.retention-window-actual",
    ]

    private func listing(_ inventory: Inventory) -> LiveListing {
        LiveListing(
            databases: inventory.databases.mapValues { found in
                found.map { databases in
                    databases.map { LiveDatabase(id: $0.id, kind: $0.kind, engine: $0.engine, tags: $0.tags) }
                }
            },
            buckets: .known(inventory.buckets.filter { $0.value.exists != .known(false) }.keys.sorted()),
            aliases: .known(aliases(inventory)))
    }

    private func aliases(_ inventory: Inventory) -> [String: [String]] {
        let named = inventory.keys.values.compactMap { state in (state.key.value ?? nil).map { ($0.id, [state.alias]) }
        }
        return Dictionary(uniqueKeysWithValues: named)
    }

    /// As `init` does it, on what was read once.
    private func live(_ inventory: Inventory, _ selection: LiveSelection = LiveSelection()) throws -> LivePolicy {
        var draft = LiveDraft(
            name: "live", account: inventory.account, region: inventory.region,
            choice: try LiveChoice(listing(inventory), selection), aliases: aliases(inventory))
        while true {
            let live = try LivePolicy(draft, inventory)
            guard let next = draft.next(after: live.policy) else { return live }
            draft = next
        }
    }

    private func audit(_ live: LivePolicy, _ inventory: Inventory) throws -> AuditResult {
        let result = PolicyParser.parse(live.text, file: "live.yaml", today: Estate.now.day)
        let policy = try #require(result.document, "\(result.diagnostics)\n\(live.text)").policy
        return Auditor.audit(
            ControlContext(Target(policy, account: inventory.account, region: inventory.region), inventory))
    }

    @Test func `an estate that holds to a policy is written as it is, and audits clean`() throws {
        let estate = try Estate.compliant(withCluster: true)
        let live = try live(estate.inventory)
        let audit = try audit(live, estate.inventory)
        #expect(audit.conclusion == .compliant, "\(audit.findings.filter { $0.verdict != .met })\n\(live.text)")
        // The bucket that receives the access logs is not versioned.
        #expect(live.unread.isEmpty && live.text.ranges(of: "Weaker").count == 1, "\(live.text)")
        #expect(live.text.contains("(enabled): An overwritten or deleted backup can then be recovered."))
        let database = live.policy.databases[0]
        #expect(database.protection.encryptionKey == "alias/kb-dr" && database.protection.forceTLS == true)
        #expect(database.protection.storageLimit == ByteCount("500GiB"))
        let bucket = try #require(live.policy.storage.first { $0.bucket == Estate.bucketName })
        #expect(bucket.accessLogs == Estate.logBucketName && bucket.objectLock?.retention == TimeSpan(30, .days))
        #expect(bucket.lifecycle.count == 3)
    }

    @Test func `what several regions have is one policy, whose entries name the region that is not the first`() throws {
        let estate = try Estate.compliant(withCluster: true)
        var elsewhere = estate.inventory
        elsewhere.region = Region("eu-west-1")
        func part(_ inventory: Inventory, _ names: [String]) throws -> (draft: LiveDraft, policy: LivePolicy) {
            var selection = LiveSelection()
            selection.databases = names
            let choice = try LiveChoice(listing(inventory), selection)
            let draft = LiveDraft(
                name: "live", account: inventory.account, region: inventory.region, choice: choice,
                aliases: aliases(inventory))
            return (draft, try LivePolicy(draft, inventory))
        }
        let ids = try #require(estate.inventory.databases[.instance]?.value).map(\.id)
        let joined = LivePolicy(joining: [try part(estate.inventory, ids), try part(elsewhere, ids)])
        let result = PolicyParser.parse(joined.text, file: "live.yaml", today: Estate.now.day)
        let policy = try #require(result.document, "\(result.diagnostics)\n\(joined.text)").policy
        #expect(policy.scope.regions == [estate.inventory.region, elsewhere.region])
        #expect(policy.databases.map(\.regions) == [[], [elsewhere.region]])
        #expect(Set(policy.databases.map(\.select.ids)) == [ids])
        #expect(joined.policy.databases[0].protection == joined.policy.databases[1].protection)
    }

    @Test func `a name is looked for in every region, and one that none has is missing`() {
        func listing(_ ids: [String]?, buckets: [String]) -> LiveListing {
            LiveListing(
                databases: [
                    .instance: ids.map { ids in
                        .known(ids.map { LiveDatabase(id: $0, kind: .instance, engine: .init("postgres"), tags: [:]) })
                    } ?? .unavailable(.notCollected("rds:DescribeDBInstances")), .cluster: .known([]),
                ],
                buckets: .known(buckets), aliases: .known([:]))
        }
        var selection = LiveSelection()
        (selection.instances, selection.buckets) = (["here", "there"], ["logs"])
        let (first, second) = (listing(["here"], buckets: []), listing(["there"], buckets: ["logs"]))
        #expect(selection.part(in: first)?.instances == ["here"])
        #expect(selection.part(in: second)?.buckets == ["logs"])
        #expect(selection.part(in: listing([], buckets: [])) == nil)
        #expect(selection.missing(from: [first, second].map { selection.part(in: $0) }) == [])
        #expect(selection.missing(from: [selection.part(in: first)]) == ["instance there", "bucket logs"])
        // What could not be listed may have it.
        #expect(selection.part(in: listing(nil, buckets: []))?.instances == ["here", "there"])
        #expect(LiveSelection().part(in: first) == LiveSelection())
    }

    @Test func `where the account is weaker, its value is written, and the default and its reason above it`() throws {
        let estate = try Estate.bare()
        let live = try live(estate.inventory)
        let audit = try audit(live, estate.inventory)
        #expect(audit.count("violated") == 0, "\(audit.findings.filter { $0.verdict == .violated })\n\(live.text)")
        #expect(
            live.text.contains("# Weaker than drctl's default (at least 30 days): Point-in-time recovery reaches back"),
            "\(live.text)")
        #expect(live.text.contains("retention: 1d"))
        #expect(live.text.contains("deletionProtection: false"))
        let again = try self.live(estate.inventory)
        #expect(live.text == again.text)
    }

    @Test func `whatever is wrong with an estate, its policy is valid and violated by nothing that it asks for`() throws
    {
        for seed in 0..<150 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var estate = try Estate.compliant(withCluster: true)
            let changes = Violation.all.shuffled(using: &generator).prefix(Int.random(in: 1...8, using: &generator))
            for violation in changes { violation.change(&estate) }
            guard let live = try? live(estate.inventory) else { continue }
            let audit = try audit(live, estate.inventory)
            let left = audit.findings.filter { $0.verdict == .violated && !Self.unasked.contains($0.control.id) }
            #expect(
                left.isEmpty,
                "seed \(seed) \(changes.map(\.control)): \(left.map { "\($0.control.id) \($0.resource.name)" })\n\(live.text)"
            )
        }
    }

    @Test func `what could not be read is not written, and is said`() throws {
        var estate = try Estate.compliant(withCluster: true)
        estate.database.deletionProtection = .unavailable(Estate.failure)
        estate.bucket.lifecycle = .unavailable(Estate.failure)
        let live = try live(estate.inventory)
        #expect(
            live.unread == [
                "kb-backups-123456789012-us-east-1 lifecycle: test:Describe: AccessDenied",
                "kb-prod protection.deletionProtection: test:Describe: AccessDenied",
            ])
        #expect(live.policy.databases[0].protection.deletionProtection == nil)
        #expect(live.text.contains("# deletionProtection: not written, since it could not be read (test:Describe"))
        let audit = try audit(live, estate.inventory)
        #expect(audit.conclusion == .incomplete)
    }

    @Test func `databases of which the same is asked share an entry`() throws {
        var estate = try Estate.compliant()
        var other = estate.database
        other.id = "kb-other"
        var weaker = estate.database
        weaker.id = "kb-weaker"
        weaker.deletionProtection = .known(false)
        estate.instances += [other, weaker]
        let live = try live(estate.inventory)
        #expect(live.policy.databases.map(\.select.ids) == [["kb-other", "kb-prod"], ["kb-weaker"]])
    }

    @Test func `a selection takes what it names, and refuses what is not there`() throws {
        var estate = try Estate.compliant(withCluster: true)
        estate.database.tags = ["app": "kb", "stage": "prod"]
        var selection = LiveSelection()
        selection.instances = ["kb-prod"]
        #expect(try live(estate.inventory, selection).policy.storage.isEmpty)
        selection = LiveSelection()
        selection.tags = ["app": "kb"]
        let tagged = try LiveChoice(
            LiveListing(
                databases: listing(estate.inventory).databases, buckets: .known([]), aliases: .known([:])), selection)
        #expect(tagged.databases.map(\.id) == ["kb-prod"])
        func refusal(_ change: (inout LiveSelection) -> Void) -> LiveRefusal? {
            var selection = LiveSelection()
            change(&selection)
            do throws(LiveRefusal) {
                _ = try LiveChoice(
                    LiveListing(
                        databases: listing(estate.inventory).databases, buckets: .known([]), aliases: .known([:])),
                    selection)
                return nil
            } catch {
                return error
            }
        }
        let misspelt = refusal { $0.instances = ["kb-prd"] }
        #expect(misspelt?.reason == "instance kb-prd: not found")
        #expect(misspelt?.hint.contains("kb-prod") == true)
        #expect(refusal { $0.clusters = ["kb-prod"] }?.reason == "cluster kb-prod: not found")
        #expect(refusal { $0.tags = ["app": "none"] }?.reason == "no database and no bucket has the tags app=none")
    }

    @Test func `a name that could not be looked up is unknown, and no error of whoever asked`() throws {
        let listing = LiveListing(
            databases: [.instance: .unavailable(Estate.failure), .cluster: .known([])], buckets: .known([]),
            aliases: .known([:]))
        var selection = LiveSelection()
        selection.databases = ["kb-prod"]
        #expect {
            try LiveChoice(listing, selection)
        } throws: { error in
            (error as? LiveRefusal)?.isUnknown == true
        }
    }
}
