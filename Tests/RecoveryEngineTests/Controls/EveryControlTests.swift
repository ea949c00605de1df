import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Every control")
struct EveryControlTests {
    @Test func `has a violation here`() {
        let ids = Violation.all.map(\.control)
        #expect(ids.sorted() == Catalogue.descriptions.map(\.id))
    }

    @Test func `is met by an estate that holds to its policy`() throws {
        let estate = try Estate.complete()
        // The role of a replication is judged where the replica is one of the policy's own.
        let findings =
            estate.audit.findings
            + estate.with { $0.ownReplica() }.audit.findings.filter { $0.control.id == "storage.replication-role" }
        for finding in findings {
            #expect(finding.verdict == .met, "\(finding.control.id): \(finding.observed ?? "")")
            #expect(finding.remedy == nil && finding.observed != nil)
        }
        #expect(Set(findings.map(\.control.id)) == Set(Catalogue.descriptions.map(\.id)))
    }

    @Test(arguments: Violation.all)
    func `is violated by what it is about, and names the exact fix`(violation: Violation) throws {
        let estate = try Estate.complete().with { violation.change(&$0) }
        let finding = try #require(estate.finding(violation.control, on: violation.resource))
        #expect(finding.verdict == .violated)
        #expect(finding.observed != nil)
        switch (violation.fix, finding.remedy) {
        case (.changes(let expected), .changes(let changes)?):
            #expect(changes.map(\.withoutBody) == expected)
        case (.procedure(let expected), .procedure(let text)?), (.wait(let expected), .resolvesItself(let text)?):
            #expect(text.hasPrefix(expected))
        default: Issue.record("another kind of fix: \(String(describing: finding.remedy))")
        }
    }

    @Test(arguments: Violation.all)
    func `is met again once its fix is made`(violation: Violation) throws {
        var estate = try Estate.complete().with { violation.change(&$0) }
        guard case .changes = estate.finding(violation.control, on: violation.resource)?.remedy else { return }
        var account = SimulatedAccount(estate.inventory)
        // A bucket, key, role or topic that is created wants its settings too; two rounds are enough for any estate.
        for _ in 1...2 {
            estate.inventory = account.inventory
            for step in Planner.plan(estate.audit).steps { try account.make(step.change) }
        }
        estate.inventory = account.inventory
        #expect(estate.verdict(violation.control, on: violation.resource) == "met")
        #expect(Planner.plan(estate.audit).steps.isEmpty)
    }

    @Test func `that makes no plan step of a violation says what people have to do`() throws {
        for violation in Violation.all {
            let estate = try Estate.complete().with { violation.change(&$0) }
            for finding in estate.audit.findings where finding.verdict == .violated {
                switch finding.remedy {
                case .changes(let changes)?: #expect(!changes.isEmpty, "\(finding.control.id)")
                case .procedure(let text)?, .resolvesItself(let text)?:
                    #expect(
                        text.hasSuffix(".") || text.hasSuffix("…") || text.contains("aws rds") || text.hasSuffix("}"),
                        "\(text)")
                case nil: Issue.record("\(finding.control.id) has no remedy")
                }
            }
        }
    }
}

extension Change {
    /// The change, a dashboard's long body left out.
    fileprivate var withoutBody: Change {
        guard case .dashboard(.put(let name, let policy, let body)) = self else { return self }
        return .dashboard(.put(name: name, policy: policy, Edit(body.before, to: DashboardBody(.empty))))
    }
}
