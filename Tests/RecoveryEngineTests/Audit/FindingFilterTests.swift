import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Parts of an audit")
struct FindingFilterTests {
    private func mistake(_ controls: [String], _ resources: [String]) throws -> FindingFilter.Mistake? {
        FindingFilter(controls: controls, resources: resources).mistake(in: try Estate.bare().audit.findings)
    }

    @Test func `without a filter everything is asked for`() throws {
        #expect(FindingFilter(controls: [], resources: []).isEmpty)
        #expect(try mistake([], []) == nil)
        #expect(FindingFilter(controls: [], resources: []).mistake(in: []) == nil)
    }

    @Test func `what is there is no mistake, and only that is shown`() throws {
        let filter = FindingFilter(controls: ["database.multi-az"], resources: ["kb-prod"])
        let findings = try Estate.bare().audit.findings
        #expect(filter.mistake(in: findings) == nil)
        #expect(findings.filter(filter.matches).map(\.control.id.description) == ["database.multi-az"])
    }

    @Test func `a resource that nothing is required of is a mistake, with what was meant`() throws {
        let near = try #require(try mistake([], ["kb-prod", "kb-prd"]))
        #expect(near.summary.contains("resource kb-prd not found"))
        #expect(near.hint == "did you mean `kb-prod`?")
        let far = try #require(try mistake([], ["something-else-altogether"]))
        #expect(far.hint?.contains("kb-backups") == true, "\(far)")
    }

    @Test func `a control that the policy does not require is a mistake, though it exists`() throws {
        var estate = try Estate.bare()
        estate.policy.storage = []
        let filter = FindingFilter(controls: ["storage.versioning"], resources: [])
        let mistake = try #require(filter.mistake(in: estate.audit.findings))
        #expect(mistake.summary == "the policy does not require storage.versioning")
    }

    @Test func `a control and a resource that do not go together are a mistake`() throws {
        let mistake = try #require(try mistake(["storage.versioning"], ["kb-prod"]))
        #expect(mistake.summary == "the policy does not require storage.versioning of kb-prod")
    }

    @Test func `where nothing was found, nothing matches`() {
        let mistake = FindingFilter(controls: [], resources: ["kb-prod"]).mistake(in: [])
        #expect(mistake?.summary.hasPrefix("resource kb-prod not found") == true)
        #expect(mistake?.hint == nil)
    }
}
