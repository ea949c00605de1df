import Testing

@testable import RecoveryModel

@Suite struct SpellingTests {
    @Test(arguments: [
        ("databses", "databases", 1), ("rto", "rpo", 1), ("retnetion", "retention", 1), ("", "abc", 3),
        ("kitten", "sitting", 3),
    ])
    func `the distance counts edits and swaps`(left: String, right: String, edits: Int) {
        #expect(Spelling.distance(left, right) == edits)
        #expect(Spelling.distance(right, left) == edits)
    }

    @Test func `only what is near is suggested`() {
        #expect(Spelling.nearest(to: "Retention", in: ["window", "retention"]) == "retention")
        #expect(Spelling.nearest(to: "keepFor", in: ["window", "retention"]) == nil)
        #expect(Spelling.nearest(to: String(repeating: "a", count: 10_000), in: ["window"]) == nil)
        #expect(Spelling.nearest(to: "x", in: []) == nil)
    }

    @Test func `a suggestion is a question`() {
        #expect(Spelling.hint(for: "retenton", in: ["window", "retention"]) == "did you mean `retention`?")
        #expect(Spelling.hint(for: "keepFor", in: ["window", "retention"]) == nil)
    }
}
