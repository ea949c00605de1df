import JSONWriting
import RecoveryModel

/// The figures of audits in the course of time.
struct AuditTrend {
    /// The oldest first.
    let summaries: [AuditSummary]

    /// What is drawn, by its name; more of each is worse.
    private static let lines: [(name: String, figure: @Sendable (AuditSummary) -> Int)] = [
        ("violated", { $0.violated }), ("unknown", { $0.unknown }), ("waived", { $0.waived }),
        ("not checked", { $0.gaps }), ("databases at risk", { $0.atRisk }),
    ]

    /// Each line with its drawing, and the first and the last figure.
    var rows: [(name: String, drawing: String, first: Int, last: Int)] {
        Self.lines.map { name, figure in
            let figures = summaries.map(figure)
            return (name, Self.drawing(figures), figures.first ?? 0, figures.last ?? 0)
        }
    }

    var sentence: String {
        let first = summaries.first.map { " since \($0.at.day)" } ?? ""
        return CountText.of(summaries.count, "audit") + first
    }

    /// A bar for each figure, in eighths of the largest; none for zero.
    private static func drawing(_ figures: [Int]) -> String {
        let bars = Array("▁▂▃▄▅▆▇█")
        guard let most = figures.max(), most > 0 else { return String(repeating: "·", count: figures.count) }
        return String(figures.map { $0 == 0 ? "·" : bars[($0 * bars.count + most - 1) / most - 1] })
    }

    var orderedJSON: OrderedJSON {
        .array(
            summaries.map { summary in
                .object([
                    ("at", .text(summary.at)), ("drctl", .string(summary.version)),
                    ("conclusion", .string(summary.conclusion)), ("met", .integer(summary.met)),
                    ("violated", .integer(summary.violated)), ("unknown", .integer(summary.unknown)),
                    ("waived", .integer(summary.waived)), ("gaps", .integer(summary.gaps)),
                    ("atRisk", .integer(summary.atRisk)),
                ])
            })
    }
}

extension TextPage {
    /// How the figures went.
    mutating func trend(_ summaries: [AuditSummary]?) {
        guard let summaries else { return }
        let trend = AuditTrend(summaries: summaries)
        heading("Trend: \(trend.sentence)")
        for row in trend.rows {
            item(
                row.name, width: 19,
                "\(row.drawing) \(CountText.number(row.last), .strong) (was \(CountText.number(row.first)))",
                indent: 2)
        }
    }
}

extension ReportOutput {
    /// How the figures went.
    mutating func write(trend summaries: [AuditSummary]?) {
        guard let summaries else { return }
        let trend = AuditTrend(summaries: summaries)
        write(markdown: .heading(2, "Trend"))
        write(markdown: "\n\(trend.sentence).\n")
        write(markdown: .header("Figure", "Course", "First", "Now"))
        for row in trend.rows {
            write(
                markdown: .row(
                    "\(row.name)", .code(row.drawing), "\(CountText.number(row.first))", "\(CountText.number(row.last))"
                ))
        }
    }
}

extension HTML {
    /// How the figures went.
    static func trend(_ summaries: [AuditSummary]?) -> HTML {
        guard let summaries else { return "" }
        let trend = AuditTrend(summaries: summaries)
        let rows = trend.rows.map { row -> HTML in
            """
            <tr><td data-label="Figure">\(row.name)</td><td data-label="Course"><span aria-hidden="true">\(row.drawing)</span></td>\
            <td data-label="First">\(row.first)</td><td data-label="Now"><strong>\(row.last)</strong></td></tr>

            """
        }
        return """
            <section>
            <h2>Trend</h2>
            <p>\(trend.sentence).</p>
            \(HTML.table(["Figure", "Course", "First", "Now"], rows))
            </section>
            """
    }
}
