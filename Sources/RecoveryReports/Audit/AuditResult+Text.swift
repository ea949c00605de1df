package import RecoveryModel

extension AuditResult: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(conclusion.word, conclusion.role): \(sentence)", hang: 2)
        page.add("policy \(policy), account \(account), \(region), \(at)", role: .faint)
        let summary = AuditSummary(findings)
        page.advice(summary.advice)
        page.violations(summary.violated)
        page.unknown(summary.unknown)
        page.waived(summary.waived)
        page.met(summary.met)
        return page.text
    }
}

extension TextPage {
    /// What to do next.
    mutating func advice(_ advice: [(command: String?, reason: String)]) {
        guard !advice.isEmpty else { return }
        heading("Next steps")
        for (command, reason) in advice {
            point(command.map { "run `\($0, .strong)`: it \(reason)" } ?? "\(reason)")
        }
    }

    /// Violations by resource, with required and observed value and the fix.
    mutating func violations(_ findings: [Finding]) {
        for group in ResourceFindings.group(findings) {
            heading("\(group.resource.shown)")
            for finding in group.findings {
                let severity = finding.control.severity
                item(
                    severity.rawValue, role: severity >= .high ? .bad : .unsure, width: 10,
                    "\(finding.control.title)", indent: 2)
                let observed = finding.observed ?? "nothing"
                add(
                    "\(finding.control.id, .faint): required \(finding.required), observed \(observed, .strong)",
                    indent: 12)
                for (label, text) in finding.remedy?.shown ?? [] { item("\(label):", width: 9, "\(text)", indent: 12) }
            }
        }
    }

    /// What could not be checked, and why.
    mutating func unknown(_ findings: [Finding]) {
        guard !findings.isEmpty else { return }
        heading("Could not be checked: this is not a pass")
        for group in ResourceFindings.group(findings) {
            add("\(group.resource.shown)", indent: 2)
            for finding in group.findings {
                guard case .unknown(let failure) = finding.verdict else { continue }
                add("\(finding.control.title) (\(finding.control.id, .faint))", indent: 4, hang: 6)
                add("\(failure.operation, .unsure): \(failure.reason)", indent: 6)
            }
        }
    }

    fileprivate mutating func waived(_ findings: [Finding]) {
        guard !findings.isEmpty else { return }
        heading("Waived")
        for finding in findings {
            guard case .waived(let owner, let reason, let expires) = finding.verdict else { continue }
            let observed = finding.observed ?? "nothing"
            add(
                "\(finding.resource.shown): \(finding.control.title) (\(finding.control.id, .faint))", indent: 2,
                hang: 4)
            add("required \(finding.required), observed \(observed)", indent: 4)
            add("until \(expires), by \(owner): \(reason)", indent: 4)
        }
    }

    fileprivate mutating func met(_ findings: [Finding]) {
        guard layout.verbose, !findings.isEmpty else {
            gap()
            add("Met: \(findings.count)")
            return
        }
        heading("Met: \(findings.count)")
        for group in ResourceFindings.group(findings) {
            add("\(group.resource.shown)", indent: 2)
            for finding in group.findings {
                let observed = finding.observed ?? finding.required
                add("\(finding.control.title): \(observed) (\(finding.control.id, .faint))", indent: 4, hang: 6)
            }
        }
    }
}
