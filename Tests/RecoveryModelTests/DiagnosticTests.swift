import FoundationEssentials
import RecoveryModel
import Testing

@Suite struct DiagnosticTests {
    private func diagnostic(_ line: Int, _ severity: Diagnostic.Severity = .error, id: String = "a") -> Diagnostic {
        Diagnostic(severity, id: id, "summary", at: .init(file: "dr.yaml", line: line, column: 3))
    }

    @Test func `a diagnostic is printed with place, detail and hint`() {
        var problem = diagnostic(7, id: "unknown-key")
        problem.detail = "Why."
        problem.hint = "did you mean `rto`?"
        #expect(
            problem.description == """
                dr.yaml:7:3: error: summary [unknown-key]
                  Why.
                  hint: did you mean `rto`?
                """)
    }

    @Test func `places sort as numbers, and errors before warnings`() {
        let list = [diagnostic(10), diagnostic(9, .warning), diagnostic(9), diagnostic(9, id: "0")]
        #expect(
            list.sortedByPlace() == [diagnostic(9, id: "0"), diagnostic(9), diagnostic(9, .warning), diagnostic(10)])
    }

    @Test func `a flood of diagnostics is cut, and says so`() {
        let list = (1...1_000).map { diagnostic($0, $0 > 990 ? .warning : .error) }
        let lines = list.rendered(limit: 50).split(separator: "\n")
        #expect(lines.count == 51)
        #expect(lines.last == "and 950 more, including 940 errors; fix the ones above first")
        #expect(list.hasErrors)
        #expect([Diagnostic]().rendered() == "")
    }

    @Test func `a path is printed and encoded as text`() throws {
        let path = FieldPath("databases").appending(0).appending("backups").appending("retention")
        #expect(path.description == "databases[0].backups.retention")
        #expect(path.parent?.description == "databases[0].backups")
        #expect(path.starts(with: FieldPath("databases")))
        let data = try JSONEncoder().encode([path])
        #expect(String(decoding: data, as: UTF8.self) == #"["databases[0].backups.retention"]"#)
    }

    @Test func `a value without an origin of its own has that of what is around it`() {
        let place = Diagnostic.Location(file: "dr.yaml", line: 3, column: 1)
        let origins: [FieldPath: ValueOrigin] = [
            FieldPath("drill"): .written(place), FieldPath("drill", "every"): .standard,
        ]
        #expect(origins.origin(of: FieldPath("drill", "into", "subnetGroup")) == .written(place))
        #expect(origins.origin(of: FieldPath("drill", "every")) == .standard)
        #expect(origins.location(of: FieldPath("drill", "every")) == place)
        #expect(origins.origin(of: FieldPath("keys")) == nil)
    }
}
