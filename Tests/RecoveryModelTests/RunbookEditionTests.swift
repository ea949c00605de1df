import RecoveryModel
import Testing

@Suite("The edition of a runbook")
struct RunbookEditionTests {
    private let edition = RunbookEdition(
        at: Instant(seconds: 1_795_410_600),
        windows: [
            .init(
                database: "123456789012/us-east-1/kb-prod", earliest: Instant(milliseconds: 1_795_000_000_167),
                latest: Instant(seconds: 1_795_410_300)),
            .init(database: "123456789012/eu-west-1/kb-eu", earliest: nil, latest: Instant(seconds: 1_795_410_000)),
        ])

    @Test func `a file has it as it was written`() throws {
        #expect(RunbookEdition(file: "# Title\n\n\(edition.line)\n") == edition)
        #expect(edition.windows.map(\.database).first == "123456789012/eu-west-1/kb-eu", "by database")
    }

    @Test(arguments: [
        "", "# A README\n", "<!-- drctl runbook of yesterday -->", "<!-- drctl runbook of 2026-11-23T05:10:00Z",
        "<!-- drctl runbook of 2026-11-23T05:10:00Z; kb-prod - -->",
        "<!-- drctl runbook of 2026-11-23T05:10:00Z; kb-prod soon 2026-11-23T05:10:00Z -->",
    ])
    func `a file without one is no runbook`(text: String) { #expect(RunbookEdition(file: text) == nil) }

    @Test func `what stands between backticks is code, and what is interpolated is not`() {
        let name = "a`b"
        let text: RunbookText = "Run `drctl doctor` for \(name), \(code: name)."
        #expect(
            text.spans == [
                .words("Run "), .code("drctl doctor"), .words(" for "), .words(name), .words(", "), .code(name),
                .words("."),
            ])
        #expect(text.plain == "Run drctl doctor for a`b, a`b.")
    }
}
