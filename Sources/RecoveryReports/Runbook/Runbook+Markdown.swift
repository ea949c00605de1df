package import RecoveryModel

extension Runbook: Paged {
    package var markdown: String {
        var page: Markdown = "# \(title)\n"
        page +=
            "\nWritten by `drctl runbook` on \(edition.at.shown). `drctl runbook --check` says whether it still holds.\n"
        if !gaps.isEmpty {
            page += "\n**\(CountText.of(gaps.count, "thing")) not known**: see “What is not covered”.\n"
        }
        for (number, chapter) in chapters.enumerated() { page += Self.markdown(chapter, number: number + 1) }
        page += "\n\(Markdown(stringLiteral: edition.line))\n"
        return page.text
    }

    private static func markdown(_ chapter: Chapter, number: Int) -> Markdown {
        var page = Markdown.heading(2, "\(number). \(chapter.title)")
        for block in chapter.blocks {
            switch block {
            case .heading(let text): page += .heading(3, text.markdown)
            case .paragraph(let text): page += "\n\(text.markdown)\n"
            case .points(let points): page += "\n\(.lines(points.map { "- \($0.markdown)\n" }))"
            case .steps(let steps): page += .lines(steps.enumerated().map { markdown($1, number: $0 + 1) })
            case .table(let titles, let rows):
                page += .header(titles)
                for row in rows { page += .row(row.map(\.cell)) }
            }
        }
        return page
    }

    private static func markdown(_ step: Step, number: Int) -> Markdown {
        var page: Markdown = "\n\(Markdown(stringLiteral: "\(number)."))"
        page += " \(step.text.markdown)\n"
        guard !step.commands.isEmpty else { return page }
        // The fence is longer than any in a command.
        page += "\n   ```sh\n"
        for command in step.commands { page += "   \(Markdown(stringLiteral: command.visible))\n" }
        page += "   ```\n"
        return page
    }
}

extension Markdown {
    /// One after the other.
    static func lines(_ parts: [Markdown]) -> Markdown { Markdown(stringLiteral: parts.map(\.text).joined()) }
}

extension RunbookText {
    /// As part of a line.
    var markdown: Markdown {
        spans.reduce(into: "") { page, span in
            switch span {
            case .words(let text): page += "\(text)"
            case .code(let text): page += .code(text)
            }
        }
    }

    /// As a cell of a table, where a bar would end it even within code.
    fileprivate var cell: Markdown { markdown }
}
