import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite struct PolicyParserTests {
    @Test func `the whole language is read without a complaint`() throws {
        let result = PolicyParser.parse(PolicySamples.whole, file: "dr.yaml", today: PolicySamples.today)
        #expect(result.diagnostics.rendered() == "")
        let document = try #require(result.document)
        #expect(!document.explanation.isEmpty)
    }

    @Test func `minimal`() throws {
        let result = PolicyParser.parse(PolicySamples.minimal, file: "dr.yaml", today: PolicySamples.today)
        #expect(result.diagnostics.rendered() == "")
        let document = try #require(result.document)
        #expect(!document.explanation.isEmpty)
    }
}
