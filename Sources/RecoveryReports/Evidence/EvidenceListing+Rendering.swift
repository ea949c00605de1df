import JSONWriting
package import RecoveryModel

extension EvidenceListing: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        if entries.isEmpty { page.add("no drill and no recovery found in the evidence") }
        page.warn(of: chains)
        for entry in entries {
            page.item(
                entry.verdict.word, role: entry.verdict.role, width: 17,
                """
                \(entry.policy) \(entry.sequence) \(entry.startedAt.shown) \(entry.kind.rawValue) of \(entry.source): \
                \(entry.summary)
                """,
                indent: 0)
        }
        if !alarmTests.isEmpty { page.heading("Tests of alarms") }
        for test in alarmTests {
            page.item(
                test.outcome?.rawValue ?? "none", role: test.outcome?.role ?? .unsure, width: 17,
                "\(test.policy) \(test.sequence) \(test.startedAt.shown): \(CountText.of(test.alarms, "alarm"))",
                indent: 0)
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/evidence-list/v1"),
            (
                "records",
                .array(
                    entries.map {
                        .object([
                            ("policy", .string($0.policy)), ("number", .integer($0.sequence)),
                            ("kind", .string($0.kind.rawValue)), ("drill", .text($0.drill)),
                            ("source", .string($0.source)),
                            ("startedAt", .text($0.startedAt)), ("verdict", .string($0.verdict.rawValue)),
                            ("summary", .string($0.summary)),
                        ])
                    })
            ),
            (
                "alarmTests",
                .array(
                    alarmTests.map {
                        .object([
                            ("policy", .string($0.policy)), ("number", .integer($0.sequence)),
                            ("test", .string($0.test)),
                            ("startedAt", .text($0.startedAt)), ("outcome", .text($0.outcome?.rawValue)),
                            ("alarms", .integer($0.alarms)),
                        ])
                    })
            ),
            ("doubts", .doubts(chains)),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Evidence\n"
        page.warn(of: chains)
        page += .header("Policy", "Number", "When", "What", "Source", "Verdict", "Summary")
        for entry in entries {
            page += .row(
                "\(entry.policy)", "\(entry.sequence)", "\(entry.startedAt.shown)", "\(entry.kind.rawValue)",
                .code(entry.source),
                "\(entry.verdict.word)", "\(entry.summary)")
        }
        guard !alarmTests.isEmpty else { return page.text }
        page += .header("Policy", "Number", "When", "Alarms", "Outcome")
        for test in alarmTests {
            page += .row(
                "\(test.policy)", "\(test.sequence)", "\(test.startedAt.shown)", "\(test.alarms)",
                "\(test.outcome?.rawValue ?? "none")")
        }
        return page.text
    }
}
