package import RecoveryModel

extension AuditResult {
    package var markdown: String {
        let summary = AuditSummary(findings)
        var page: Markdown = "# \(conclusion.word): \(sentence)\n\n"
        page += "Policy \(.code(policy)), account \(.code(account)), \(.code(region)), \(at).\n"
        page += .advice(summary.advice)
        page += .violations(summary.violated)
        page += .unknown(summary.unknown)
        page += .waived(summary.waived)
        page += "\nMet: \(summary.met.count)\n"
        return page.text
    }
}

extension Markdown {
    static func advice(_ advice: [(command: String?, reason: String)]) -> Markdown {
        guard !advice.isEmpty else { return "" }
        var page: Markdown = "\n"
        for (command, reason) in advice {
            page += command.map { "- Run \(.code($0)): it \(reason).\n" } ?? "- \(reason).\n"
        }
        return page
    }

    static func violations(_ findings: [Finding]) -> Markdown {
        guard !findings.isEmpty else { return "" }
        var page = heading(2, "Violated")
        for group in ResourceFindings.group(findings) {
            page += "\n**\(group.resource.kind.rawValue)** \(.code(group.resource.name))\n"
            page += header("Severity", "Control", "Required", "Observed", "Fix")
            for finding in group.findings {
                page += row(
                    "\(finding.control.severity.rawValue)", "\(finding.control.title)<br>\(.code(finding.control.id))",
                    "\(finding.required)", "\(finding.observed ?? "nothing")", remedy(finding.remedy))
            }
        }
        return page
    }

    private static func remedy(_ remedy: Remedy?) -> Markdown {
        var cell: Markdown = ""
        for (index, entry) in (remedy?.shown ?? []).enumerated() {
            cell += Markdown(stringLiteral: index == 0 ? "" : "<br>")
            cell += "\(entry.label): \(entry.text)"
        }
        return cell
    }

    static func unknown(_ findings: [Finding]) -> Markdown {
        guard !findings.isEmpty else { return "" }
        var page = heading(2, "Could not be checked")
        page += "\nThis is not a pass.\n"
        page += header("Resource", "Control", "Why")
        for finding in findings {
            guard case .unknown(let failure) = finding.verdict else { continue }
            page += row(
                "\(finding.resource.kind.rawValue) \(.code(finding.resource.name))", .code(finding.control.id),
                "\(.code(failure.operation)): \(failure.reason)")
        }
        return page
    }

    fileprivate static func waived(_ findings: [Finding]) -> Markdown {
        guard !findings.isEmpty else { return "" }
        var page = heading(2, "Waived")
        page += "\nViolated, and accepted until the end of the day given.\n"
        page += header("Resource", "Control", "Until", "By", "Why")
        for finding in findings {
            guard case .waived(let owner, let reason, let expires) = finding.verdict else { continue }
            page += row(
                "\(finding.resource.kind.rawValue) \(.code(finding.resource.name))", .code(finding.control.id),
                "\(expires)", "\(owner)", "\(reason)")
        }
        return page
    }
}
