import RecoveryModel

extension AuditResult {
    func writeMarkdown(level: Int, to output: inout ReportOutput) {
        output.write(coverage, level: level)
        output.writeViolations(findings, level: level)
        output.writeUnknown(findings, level: level)
        output.writeWaived(findings, level: level)
        output.write(markdown: "\nMet: \(CountText.number(FindingCounts(findings).met))\n")
        output.write(orphans, level: level)
        output.writeCalls(calls, level: level)
    }
}

extension ReportOutput {
    /// What to do next.
    mutating func write(advice: [Advice]) {
        guard !advice.isEmpty else { return }
        write(markdown: "\n")
        for (command, reason) in advice {
            write(markdown: command.map { "- Run \(.code($0)): it \(reason).\n" } ?? "- \(reason).\n")
        }
    }

    /// Violations by resource, a table each.
    mutating func writeViolations(_ findings: [Finding], level: Int) {
        var isFirst = true
        for group in findings.byResource("violated") {
            if isFirst { write(markdown: .heading(level, "Violated")) }
            isFirst = false
            write(markdown: "\n**\(group.resource.kind.name)** \(.code(group.resource.name))\n")
            write(markdown: .header("Severity", "Control", "Required", "Observed", "Fix"))
            for finding in group.findings {
                write(
                    markdown: .row(
                        "\(finding.control.severity.rawValue)",
                        "\(finding.control.title)<br>\(.code(finding.control.id))",
                        "\(finding.required)", "\(finding.observed ?? "nothing")",
                        .remedy(finding.remedy, comesWith: group.comesWith(finding))))
            }
        }
    }

    /// What could not be checked, and why.
    mutating func writeUnknown(_ findings: [Finding], level: Int) {
        var isFirst = true
        for finding in findings {
            guard case .unknown(let failure) = finding.verdict else { continue }
            if isFirst {
                write(markdown: .heading(level, "Could not be checked"))
                write(markdown: "\nThis is not a pass.\n")
                write(markdown: .header("Resource", "Control", "Why"))
            }
            isFirst = false
            write(
                markdown: .row(
                    "\(finding.resource.kind.name) \(.code(finding.resource.name))", .code(finding.control.id),
                    "\(.code(failure.operation)): \(failure.reason)"))
        }
    }

    /// What AWS was asked, and what for.
    fileprivate mutating func writeCalls(_ calls: [CallCount]?, level: Int) {
        guard let calls else { return }
        write(markdown: .heading(level, "Calls"))
        write(markdown: .header("Operation", "Calls", "Controls"))
        for call in calls {
            let controls = call.controls.map(\.description).joined(separator: ", ")
            write(markdown: .row("\(.code(call.operation))", "\(CountText.number(call.count))", "\(controls)"))
        }
    }

    fileprivate mutating func writeWaived(_ findings: [Finding], level: Int) {
        var isFirst = true
        for finding in findings {
            guard case .waived(let owner, let reason, let expires) = finding.verdict else { continue }
            if isFirst {
                write(markdown: .heading(level, "Waived"))
                write(markdown: "\nViolated, and accepted until the end of the day given.\n")
                write(markdown: .header("Resource", "Control", "Until", "By", "Why"))
            }
            isFirst = false
            write(
                markdown: .row(
                    "\(finding.resource.kind.name) \(.code(finding.resource.name))", .code(finding.control.id),
                    "\(expires)", "\(owner)", "\(reason)"))
        }
    }
}

extension Markdown {
    fileprivate static func remedy(_ remedy: Remedy?, comesWith others: String?) -> Markdown {
        var cell: Markdown = ""
        for (index, entry) in (remedy?.shown ?? []).enumerated() {
            cell += Markdown(stringLiteral: index == 0 ? "" : "<br>")
            cell += "\(entry.label): \(entry.text)"
        }
        if let others { cell += "<br>with it, violated too: \(others)" }
        return cell
    }
}
