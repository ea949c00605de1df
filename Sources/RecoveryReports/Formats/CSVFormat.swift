import AWSNames
import RecoveryModel

extension ReportFormat {
    /// Comma-separated values (RFC 4180) with a header, for spreadsheets: a row a finding, what is met included.
    package static let csv = ReportFormat("csv", of: [.audit], readsOrigins: true) { report, settings, output in
        guard let audit = report.audit else { return }
        output.put(CSVRow.line(CSVRow.titles))
        for entry in audit.run.entries {
            switch entry.outcome {
            case .done(let result):
                let place = audit.place(entry.target)
                for finding in result.findings {
                    output.put(CSVRow.line(CSVRow.cells(finding, place, at: result.at)))
                }
            case .failed(let failure):
                output.put(
                    CSVRow.line(
                        CSVRow.gap(
                            "failed", entry.target.policy, entry.target.account, entry.target.region, "\(failure)")))
            }
        }
        for place in audit.run.uncovered {
            output.put(
                CSVRow.line(CSVRow.gap("not covered", place.policy, place.account, place.region, place.reason)))
        }
    }
}

/// The rows of the table.
private enum CSVRow {
    static let titles = [
        "policy", "account", "region", "at", "verdict", "severity", "control", "title", "kind", "resource", "arn",
        "required", "observed", "reason", "fix", "standards", "field", "file", "line", "id",
    ]

    static func cells(_ finding: Finding, _ place: FindingPlace, at: Instant) -> [String] {
        let (target, location) = (place.target, place.location(of: finding))
        var reason = finding.failure?.description ?? ""
        if case .waived(let owner, let why, let expires) = finding.verdict {
            reason = "waived until \(expires) by \(owner): \(why)"
        }
        return [
            target.policy, target.account.description, target.region.rawValue, at.description, finding.verdict.word,
            finding.control.severity.rawValue, finding.control.id.description, finding.control.title,
            finding.resource.kind.rawValue, finding.resource.name, finding.resource.arn ?? "", finding.required,
            finding.observed ?? "", reason, finding.fixes.joined(separator: "; "),
            finding.control.standards.map(\.label).joined(separator: "; "), finding.control.field,
            location?.file ?? "", location.map { "\($0.line)" } ?? "", finding.id(at: target),
        ]
    }

    /// What has no findings: a table without it would look complete.
    static func gap(
        _ verdict: String, _ policy: String, _ account: (some CustomStringConvertible)?,
        _ region: (some CustomStringConvertible)?, _ reason: String
    ) -> [String] {
        var cells = Array(repeating: "", count: titles.count)
        cells[0] = policy
        cells[1] = account?.description ?? ""
        cells[2] = region?.description ?? ""
        cells[4] = verdict
        cells[13] = reason
        return cells
    }

    /// One record; lines end as RFC 4180 has it.
    static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

    /// A cell on one line, which no spreadsheet takes for a formula.
    ///
    /// https://owasp.org/www-community/attacks/CSV_Injection
    private static func quoted(_ cell: String) -> String {
        let text = cell.visible
        let first = text.unicodeScalars.first { $0 != " " && $0 != "\u{A0}" }
        let isFormula = first.map { "=+-@＝＋－＠|%".unicodeScalars.contains($0) } ?? false
        return "\"" + (isFormula ? "'" : "") + text.replacing("\"", with: "\"\"") + "\""
    }
}
