import RecoveryEngine
import RecoveryModel
import Testing

/// What an audit says, word by word: the values that are required and observed, and what is done about them.
@Suite("Findings as they are read")
struct FindingGoldenTests {
    @Test func `a violation changes exactly the findings that it concerns`() throws {
        let complete = try Estate.complete()
        let before = Set(complete.audit.findings.map(Self.text))
        let texts = Violation.all.filter { $0.control != "roles.size" }.map { violation in
            let findings = complete.with { violation.change(&$0) }.audit.findings
            let changed = findings.map(Self.text).filter { !before.contains($0) }
            return (["== \(violation.control) on \(violation.resource)"] + changed).joined(separator: "\n")
        }
        try Golden.expect(texts.joined(separator: "\n") + "\n", in: "Tests/Goldens/engine/findings-violated.txt")
    }

    @Test func `an estate that holds to its policy, and one that holds to nothing, is described in full`() throws {
        for (name, estate) in [("complete", try Estate.complete()), ("bare", try Estate.bare())] {
            let texts = estate.audit.findings.map(Self.text)
            try Golden.expect(texts.joined(separator: "\n") + "\n", in: "Tests/Goldens/engine/findings-\(name).txt")
        }
    }

    private static func text(_ finding: Finding) -> String {
        let head = "\(finding.control.id) \(finding.resource.shown) \(finding.verdict.word)"
        let fix: String =
            switch finding.remedy {
            case .changes(let changes)?: changes.map { "\n    change: \($0.facts.line)" }.joined()
            case .procedure(let text)?: "\n    fix: \(text)"
            case .resolvesItself(let text)?: "\n    wait: \(text)"
            case nil: ""
            }
        let consequence = finding.isConsequence ? " (a consequence)" : ""
        return "\(head)\(consequence): \(finding.required) | \(finding.observed ?? "")\(fix)"
    }
}
