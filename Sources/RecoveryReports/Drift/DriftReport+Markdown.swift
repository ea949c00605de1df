import RecoveryModel

extension DriftReport {
    func writeMarkdown(level: Int, to output: inout ReportOutput) {
        if !differences.isEmpty {
            output.write(markdown: .heading(level, "Changed"))
            output.write(markdown: .header("Resource", "Setting", "Required", "Was", "Now", "What it means", "By"))
            for difference in differences { output.write(markdown: difference.row) }
        }
        if !ignored.isEmpty { output.write(markdown: "\nLeft out by --ignore: \(CountText.list(ignored)).\n") }
        output.writeUnknown(unknown, level: level)
        output.write(orphans, level: level)
    }
}

extension DriftReport.Difference {
    fileprivate var row: Markdown {
        .row(
            "\(resource.kind.name) \(.code(resource.name))", "\(title)<br>\(.code(control))", "\(required)",
            "\(was ?? "never applied")", "\(now)", "\(meaning)", "\(authorShown ?? "-")")
    }
}
