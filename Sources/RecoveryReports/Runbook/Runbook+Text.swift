import JSONWriting
package import RecoveryModel

extension Runbook {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(title, .strong)")
        page.add("As of \(edition.at.shown).", role: .faint)
        if !gaps.isEmpty {
            page.add("\(CountText.of(gaps.count, "thing")) not known: see “What is not covered”", role: .unsure)
        }
        for (number, chapter) in chapters.enumerated() {
            page.heading("\(number + 1). \(chapter.title)")
            for block in chapter.blocks { Self.add(block, to: &page) }
        }
        return page.text
    }

    private static func add(_ block: Block, to page: inout TextPage) {
        switch block {
        case .heading(let text):
            page.gap()
            page.add("\(text.plain)", indent: 2, role: .strong)
        case .paragraph(let text): page.add("\(text.plain)", indent: 2)
        case .points(let points): for point in points { page.point("\(point.plain)") }
        case .steps(let steps):
            for (number, step) in steps.enumerated() {
                page.item("\(number + 1).", width: 4, "\(step.text.plain)", indent: 2)
                for command in step.commands { page.command(command, indent: 6) }
            }
        case .table(let titles, let rows):
            for row in rows {
                let cells = zip(titles, row).dropFirst().map { "\($0): \($1.plain)" }
                page.point("\(row.first?.plain ?? "", .strong): \(cells.joined(separator: "; "))")
            }
        }
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/runbook/v1"), ("title", .string(title)), ("at", .text(edition.at)),
            (
                "windows",
                .array(
                    edition.windows.map {
                        .object([
                            ("database", .string($0.database)), ("earliest", .text($0.earliest)),
                            ("latest", .text($0.latest)),
                        ])
                    })
            ),
            ("gaps", .list(gaps)), ("chapters", .array(chapters.map(Self.json))),
        ]).document
    }

    private static func json(_ chapter: Chapter) -> OrderedJSON {
        .object([("title", .string(chapter.title)), ("blocks", .array(chapter.blocks.map(json)))])
    }

    private static func json(_ block: Block) -> OrderedJSON {
        switch block {
        case .heading(let text): .object([("heading", .string(text.plain))])
        case .paragraph(let text): .object([("paragraph", .string(text.plain))])
        case .points(let points): .object([("points", .list(points.map(\.plain)))])
        case .steps(let steps):
            .object([
                (
                    "steps",
                    .array(
                        steps.map { .object([("text", .string($0.text.plain)), ("commands", .list($0.commands))]) })
                )
            ])
        case .table(let titles, let rows):
            .object([
                ("titles", .list(titles)), ("rows", .array(rows.map { .list($0.map(\.plain)) })),
            ])
        }
    }
}
