import RecoveryModel
import Testing

@testable import RecoveryEngine

/// What people read of a requirement or an observation, where a value has a meaning of its own.
@Suite("Requirements as people read them")
struct ShownRequirementTests {
    private let estate: Estate

    init() throws { estate = try Estate.complete() }

    @Test func `the settings of an isolated restore stand in the order of their names`() {
        let words = estate.finding("restore-test.isolation")?.required.split(separator: ", ").map(String.init) ?? []
        #expect(words.count > 1 && words == words.sorted(), "\(words)")
    }

    @Test func `policies that are missing are told in the order of their names`() {
        let wanted = AccessPolicy(statements: [AccessStatement(.allow, actions: ["s3:GetObject"], resources: ["*"])])
        #expect(
            SeenPolicies([:], required: ["b": wanted, "c": wanted, "a": wanted]).differences
                == ["a is missing", "b is missing", "c is missing"])
    }

    @Test func `a long value is cut, and one that just fits is not`() throws {
        func text(_ length: Int) throws -> String {
            let lines = PolicySamples.minimal.replacing(
                "{name: kb}", with: "{name: kb, owner: \(String(repeating: "x", count: length))}")
            let document = try #require(PolicyParser.parse(lines, file: "kb.yaml", today: PolicySamples.today).document)
            return PolicyExplanation(document).text
        }
        #expect(try text(48).contains(String(repeating: "x", count: 48)))
        #expect(try text(49).contains(String(repeating: "x", count: 47) + "…"))
        #expect(try !text(49).contains(String(repeating: "x", count: 48)))
    }
}
