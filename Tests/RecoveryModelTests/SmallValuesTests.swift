import AWSNames
import RecoveryModel
import Testing

@Suite("Small values")
struct SmallValuesTests {
    @Test func `a place ends in no slash, but for that of a whole scheme or a root`() {
        #expect(EvidencePolicy.place("s3://bucket/") == "s3://bucket" && EvidencePolicy.place("proof//") == "proof")
        #expect(EvidencePolicy.place("/") == "/" && EvidencePolicy.place("s3://") == "s3://")
        #expect(EvidencePolicy.place("") == "" && EvidencePolicy.place("a/") == "a")
    }

    @Test func `duties sort as they are declared, and none before itself`() {
        #expect(RolePolicy.Duty.allCases.shuffled().sorted() == RolePolicy.Duty.allCases)
        #expect(RolePolicy.Duty.allCases.allSatisfy { !($0 < $0) })
    }

    @Test func `a recovery's plan is signed by two`() { #expect(PlanSignatures.needed == 2) }

    @Test func `a run is too narrow without a policy, and without any place where all are wanted`() {
        let place = UncoveredPlace(policy: "kb", account: AccountID("123456789012"), region: nil, reason: "not asked")
        let unread = UncoveredPlace(policy: "kb", account: nil, region: nil, reason: "cannot be read")
        func isTooNarrow(_ places: [UncoveredPlace], all: Bool) -> Bool {
            Run<Int>([], uncovered: places, requiresAll: all).isTooNarrow
        }
        #expect(!isTooNarrow([place], all: false) && isTooNarrow([place], all: true))
        #expect(isTooNarrow([unread], all: false) && isTooNarrow([place, unread], all: false))
        #expect(!isTooNarrow([], all: true))
    }

    @Test func `retention that says nothing keeps the three newest`() {
        let rules = RetentionRules()
        #expect((rules.daily, rules.weekly, rules.monthly, rules.yearly) == (0, 0, 0, 0) && rules.minimum == 3)
    }

    @Test func `a chain is empty only when nothing is stored`() {
        let link = EvidenceChain.Link(sequence: 1, bytes: [])
        #expect(EvidenceChain(policy: "kb", links: [], head: nil).isEmpty)
        #expect(!EvidenceChain(policy: "kb", links: [link], head: nil).isEmpty)
        #expect(!EvidenceChain(policy: "kb", links: [], strangers: ["x"], head: nil).isEmpty)
        #expect(!EvidenceChain(policy: "kb", links: [], head: []).isEmpty)
    }

    @Test func `the worst chain says what a store is`() {
        func chain(_ head: [UInt8]?) -> ChainVerification {
            EvidenceChain(policy: "kb", links: [], head: head).verification(by: .nobody, at: Instant(seconds: 0))
        }
        #expect(EvidenceVerification([]).verdict == nil)
        #expect(EvidenceVerification([chain(nil)]).verdict == .consistent)
        #expect(EvidenceVerification([chain(nil), chain([1])]).verdict == .changed)
    }

    @Test func `the text of a lifecycle rule names its tags in order`() {
        var rule = LifecycleRule(id: "one")
        rule.filter.tags = ["b": "2", "a": "1", "c": "3"]
        #expect(rule.canonicalText.contains("a=1,b=2,c=3"))
    }
}
