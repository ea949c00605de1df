import JSONWriting
package import RecoveryModel

extension PolicyCheckReport: Renderable {
    /// A line for each file. Diagnostics are part of the conversation, in the form that editors recognize.
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        for file in files { page.add("\(file.file): \(file.verdict, file.errors == 0 ? .good : .bad)\(file.remark)") }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/policy-check/v1"), ("valid", .bool(isValid)),
            (
                "files",
                .array(
                    files.map {
                        .object([
                            ("file", .string($0.file)), ("policy", .text($0.policy)), ("errors", .integer($0.errors)),
                            ("warnings", .integer($0.warnings)),
                        ])
                    })
            ),
            ("diagnostics", .array(diagnostics.map(\.orderedJSON))),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Policies: \(isValid ? "valid" : "not valid")\n\n"
        for file in files { page += "- \(.code(file.file)): \(file.verdict)\(file.remark)\n" }
        guard !diagnostics.isEmpty else { return page.text }
        page += .header("Place", "Severity", "Problem", "Fix")
        for diagnostic in diagnostics {
            let place = diagnostic.location.map { Markdown.code("\($0.file):\($0.line):\($0.column)") } ?? ""
            let detail: Markdown = diagnostic.detail.map { "<br>\($0)" } ?? ""
            page += .row(
                place, "\(diagnostic.severity.rawValue)", "\(diagnostic.summary) (\(.code(diagnostic.id)))\(detail)",
                diagnostic.hint.map { "\($0)" } ?? "")
        }
        return page.text
    }
}

extension PolicyCheckReport.File {
    fileprivate var verdict: String { errors == 0 ? "valid" : CountText.of(errors, "error") }

    fileprivate var remark: String { warnings == 0 ? "" : ", \(CountText.of(warnings, "warning"))" }
}

extension Diagnostic {
    /// Every field is always present; null means that it does not apply.
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("file", .text(location?.file)), ("line", location.map { .integer($0.line) } ?? .null),
            ("column", location.map { .integer($0.column) } ?? .null), ("severity", .string(severity.rawValue)),
            ("id", .string(id)), ("summary", .string(summary)), ("detail", .text(detail)), ("hint", .text(hint)),
        ])
    }
}
