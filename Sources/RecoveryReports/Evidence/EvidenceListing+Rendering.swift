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
        return page.text
    }
}
