import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Controls of clusters")
struct ClusterControlTests {
    private let estate: Estate

    init() throws { estate = try Estate.compliant(withCluster: true) }

    @Test func `a cluster is looked for among clusters, and never judged as an instance`() {
        #expect(estate.verdict("database.exists", on: "kb-aurora") == "met")
        #expect(estate.verdict("database.backup-retention", on: "kb-aurora") == nil)
        #expect(estate.verdict("cluster.backup-retention", on: "kb-prod") == nil)
        let gone = estate.with { $0.clusters = [] }
        #expect(gone.verdict("database.exists", on: "kb-aurora") == "violated")
        let refused = estate.with { $0.inventory.databases[.cluster] = .unavailable(Estate.failure) }
        #expect(refused.verdict("database.exists", on: "kb-aurora") == "unknown")
    }

    @Test func `tags select clusters, but no drill's`() {
        var copy = estate.cluster
        copy.id = "drctl-drill-kb-aurora-1"
        copy.tags = ["app": "notes", "drctl:drill": "d"]
        let tagged = estate.with {
            $0.cluster.tags = ["app": "notes"]
            $0.policy.databases[1].select = .init(tags: ["app": "notes"])
            $0.clusters = [$0.cluster, copy]
        }
        #expect(tagged.verdict("cluster.multi-az", on: "kb-aurora") == "met")
        #expect(tagged.verdict("cluster.multi-az", on: copy.id) == nil)
    }

    @Test func `a member that cannot be seen is unknown, unless another one is open`() {
        var member = Database.Member.of("c")
        member.publiclyAccessible = .unavailable(Estate.failure)
        let unseen = member
        let partly = estate.with { $0.cluster.members = $0.cluster.members.map { $0 + [unseen] } }
        #expect(partly.verdict("cluster.not-public") == "unknown")
        let open = partly.with {
            $0.cluster.members = $0.cluster.members.map {
                $0 + [.of("d", isOpen: true)]
            }
        }
        #expect(open.finding("cluster.not-public")?.observed == "enabled on d")
        let none = estate.with { $0.cluster.members = .unavailable(Estate.failure) }
        #expect(none.verdict("cluster.multi-az") == "unknown")
    }

    @Test func `two instances in one zone are lost together`() {
        let together = estate.with {
            $0.cluster.members = .known([
                .of("a", zone: "us-east-1a"), .of("b", zone: "us-east-1a"),
            ])
        }
        #expect(together.finding("cluster.multi-az")?.observed == "us-east-1a")
        #expect(together.verdict("cluster.multi-az") == "violated")
    }
}
