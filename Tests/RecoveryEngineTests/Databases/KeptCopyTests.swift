import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Copies in another region")
struct KeptCopyTests {
    private let estate: Estate
    private static let west = Region("us-west-2")

    init() throws { estate = try Estate.compliant(withCluster: true) }

    private static func copy(
        _ id: String = "copy", encrypted: Collected<Bool> = .known(true), sharedWith: Collected<[String]> = .known([])
    ) -> Database.Copy {
        var copy = Database.Copy(id: id, restorableTo: Estate.now.adding(seconds: -10_000))
        (copy.encrypted, copy.sharedWith) = (encrypted, sharedWith)
        return copy
    }

    /// The estate whose copies of a kind are these.
    private func holding(_ copies: Collected<[Database.Copy]>, of kind: DatabaseKind) -> Estate {
        estate.with { estate in
            switch kind {
            case .instance: estate.database.copies[Self.west] = copies
            case .cluster: estate.cluster.copies[Self.west] = copies
            }
        }
    }

    private static func id(_ kind: DatabaseKind, _ control: String) -> ControlID {
        ControlID("\(kind.pick(instance: "database", cluster: "cluster")).\(control)")
    }

    @Test(arguments: DatabaseKind.allCases, ["all", "999988887777"])
    func `a copy that strangers may restore is a leak as the original would be`(kind: DatabaseKind, account: String) {
        let shared = holding(.known([Self.copy(sharedWith: .known([account]))]), of: kind)
        let finding = shared.finding(Self.id(kind, "snapshot-not-shared"))
        #expect(finding?.verdict == .violated)
        #expect(finding?.observed == "shared: copy in us-west-2 with \(account)")
        guard case .procedure(let text)? = finding?.remedy else {
            Issue.record("a change knows one region only")
            return
        }
        #expect(text.contains("--region us-west-2"))
        #expect(text.contains("--values-to-remove \(account)"))
        #expect(
            text.contains(kind.pick(instance: "--db-snapshot-identifier", cluster: "--db-cluster-snapshot-identifier")))
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a copy may be shared inside the scope`(kind: DatabaseKind) {
        let own = holding(.known([Self.copy(sharedWith: .known(["123456789012"]))]), of: kind)
        #expect(own.verdict(Self.id(kind, "snapshot-not-shared")) == "met")
    }

    @Test(arguments: DatabaseKind.allCases)
    func `an unencrypted copy is as readable as an unencrypted snapshot`(kind: DatabaseKind) {
        let open = holding(.known([Self.copy("plain", encrypted: .known(false)), Self.copy()]), of: kind)
        let finding = open.finding(Self.id(kind, "snapshot-encrypted"))
        #expect(finding?.verdict == .violated)
        #expect(finding?.observed == "not encrypted: plain in us-west-2")
    }

    @Test(arguments: DatabaseKind.allCases)
    func `what could not be read of a copy is unknown, unless something is wrong already`(kind: DatabaseKind) {
        let blind = Self.copy(encrypted: .unavailable(Estate.failure), sharedWith: .unavailable(Estate.failure))
        for copies in [Collected.known([blind]), .unavailable(Estate.failure)] {
            let unread = holding(copies, of: kind)
            #expect(unread.verdict(Self.id(kind, "snapshot-not-shared")) == "unknown")
            #expect(unread.verdict(Self.id(kind, "snapshot-encrypted")) == "unknown")
        }
        let open = Self.copy("open", encrypted: .known(false), sharedWith: .known(["all"]))
        let wrong = holding(.known([blind, open]), of: kind)
        #expect(wrong.verdict(Self.id(kind, "snapshot-not-shared")) == "violated")
        #expect(wrong.verdict(Self.id(kind, "snapshot-encrypted")) == "violated")
    }

    @Test func `the snapshot at home is unshared by a step, and the copy named besides`() {
        let both = holding(.known([Self.copy(sharedWith: .known(["all"]))]), of: .instance).with {
            $0.database.snapshots = .known([.manual("home", sharedWith: .known(["all"]))])
        }
        let finding = both.finding("database.snapshot-not-shared")
        #expect(finding?.observed == "shared: copy in us-west-2 with all, home with all")
        #expect(
            finding?.remedy
                == .changes([
                    .database(.unshareSnapshot(kind: .instance, id: "home", of: "kb-prod", from: ["all"]))
                ]))
    }

    @Test func `a copy that a deleted database has left is judged as its snapshots are`() {
        func stranded(_ snapshot: Database.Snapshot) -> Finding? {
            estate.with {
                $0.inventory.strandedCopies[.instance] = [
                    Self.west: .known([
                        StrandedSnapshot(
                            database: "kb-prod", tags: ["app": "kb"], snapshot: snapshot, region: Self.west)
                    ])
                ]
            }.finding("database.orphaned-snapshots", on: "kb-prod")
        }
        #expect(
            stranded(.manual("left", sharedWith: .known(["all"])))?.observed == "left in us-west-2 is shared with all")
        #expect(stranded(.manual("left", encrypted: false))?.observed == "left in us-west-2 is not encrypted")
        #expect(stranded(.manual("left"))?.verdict == .met)
        guard case .procedure(let text)? = stranded(.manual("left", sharedWith: .known(["all"])))?.remedy else {
            Issue.record("a change knows one region only")
            return
        }
        #expect(text.contains("--region us-west-2"))
    }

    @Test func `a region whose copies could not be listed may hide those of deleted databases`() {
        let blind = estate.with { $0.inventory.strandedCopies[.instance] = [Self.west: .unavailable(Estate.failure)] }
        #expect(blind.verdict("database.orphaned-snapshots", on: "*") == "unknown")
    }
}
