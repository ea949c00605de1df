package import RecoveryModel

extension Runbook {
    package var html: String {
        let contents = chapters.enumerated().map { number, chapter -> HTML in
            "<li><a href=\"#c\(number + 1)\">\(chapter.title)</a></li>\n"
        }
        let warning: HTML =
            gaps.isEmpty
            ? ""
            : """
            <p class="verdict incomplete">\(CountText.of(gaps.count, "thing")) not known: see “What is not covered”</p>

            """
        let page: HTML = """
            \(PageFrame.start(title: "\(title)", style: RunbookStyle.sheet))\
            <header>
            \(warning)<h1>\(title)</h1>
            <p class="sentence">As of \(edition.at.shown).</p>
            </header>
            <nav><ol>
            \(.all(contents))</ol></nav>
            \(.all(chapters.enumerated().map { Self.section($1, number: $0 + 1) }))\
            \(HTML(stringLiteral: edition.line))
            \(PageFrame.end(footer: "Written by drctl runbook. drctl runbook --check says whether it still holds."))
            """
        return page.text
    }

    private static func section(_ chapter: Chapter, number: Int) -> HTML {
        """
        <section>
        <h2 id="c\(number)">\(number). \(chapter.title)</h2>
        \(.all(chapter.blocks.map(html)))</section>

        """
    }

    private static func html(_ block: Block) -> HTML {
        switch block {
        case .heading(let text): return "<h3>\(text.html)</h3>\n"
        case .paragraph(let text): return "<p>\(text.html)</p>\n"
        case .points(let points): return "<ul>\n\(.all(points.map { "<li>\($0.html)</li>\n" }))</ul>\n"
        case .steps(let steps): return "<ol class=\"steps\">\n\(.all(steps.map(html)))</ol>\n"
        case .table(let titles, let rows):
            return .table(
                titles,
                rows.map { row in
                    let cells = zip(titles, row).map { title, cell -> HTML in
                        "<td data-label=\"\(title)\">\(cell.html)</td>"
                    }
                    return "<tr>\(.all(cells))</tr>\n"
                })
        }
    }

    private static func html(_ step: Step) -> HTML {
        // A block each: a command that is continued on the next line is seen to be one.
        let lines = step.commands.map { command -> HTML in "<code>\(command)</code>" }
        let commands: HTML = lines.isEmpty ? "" : "\n<pre>\(.all(lines))</pre>"
        return "<li>\(step.text.html)\(commands)</li>\n"
    }
}

extension RunbookText {
    fileprivate var html: HTML {
        .all(
            spans.map { span in
                switch span {
                case .words(let text): "\(text)"
                case .code(let text): .code(text)
                }
            })
    }
}

/// The style of a runbook: commands stand out and are never cut, on a screen or on A4.
enum RunbookStyle {
    static let sheet: HTML = """
        pre { margin: .375rem 0 .625rem; padding: .5rem .75rem; background: var(--panel); border: 1px solid var(--line);
          border-radius: .375rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        pre code { display: block; overflow-wrap: anywhere; padding-left: 1.5em; text-indent: -1.5em; }
        nav ol { columns: 2; padding-left: 1.5rem; }
        nav li { margin: 0 !important; }
        @media screen and (max-width: 45rem) { nav ol { columns: 1; } }
        @page { size: A4; margin: 16mm 14mm 16mm 18mm; }
        @media print {
          section { break-before: auto; }
          h2 { margin-top: 1.25rem; }
          pre { break-inside: avoid; font-size: 8.5pt; }
          .steps > li { break-inside: auto; }
          .steps > li > pre { break-before: avoid; }
          a { text-decoration: none; }
        }
        """
}
