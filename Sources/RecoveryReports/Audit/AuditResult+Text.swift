import RecoveryModel

extension AuditResult {
    func writeText(to page: inout TextPage, _ output: inout ReportOutput) {
        page.coverage(coverage)
        page.violations(findings, &output)
        page.unknown(findings, &output)
        page.waived(findings)
        page.met(findings, &output)
        page.orphans(orphans)
        page.calls(calls)
    }
}

extension TextPage {
    /// What to do next.
    mutating func advice(_ advice: [Advice]) {
        guard !advice.isEmpty else { return }
        heading("Next steps")
        for (command, reason) in advice {
            point(command.map { "run `\($0, .strong)`: it \(reason)" } ?? "\(reason)")
        }
    }

    /// Violations by resource, with required and observed value and the fix.
    mutating func violations(_ findings: [Finding], _ output: inout ReportOutput) {
        for group in findings.byResource("violated") {
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
                if let others = group.comesWith(finding) { add("with it, violated too: \(others)", indent: 12) }
            }
            passOn(to: &output)
        }
    }

    /// What could not be checked, and why.
    mutating func unknown(_ findings: [Finding], _ output: inout ReportOutput) {
        var isFirst = true
        for group in findings.byResource("unknown") {
            if isFirst { heading("Could not be checked: this is not a pass") }
            isFirst = false
            add("\(group.resource.shown)", indent: 2)
            for finding in group.findings {
                guard case .unknown(let failure) = finding.verdict else { continue }
                add("\(finding.control.title) (\(finding.control.id, .faint))", indent: 4, hang: 6)
                add("\(failure.operation, .unsure): \(failure.reason)", indent: 6)
            }
            passOn(to: &output)
        }
    }

    /// What AWS was asked, and what for.
    fileprivate mutating func calls(_ calls: [CallCount]?) {
        guard let calls else { return }
        heading("Calls: \(CountText.number(calls.map(\.count).reduce(0, +)))")
        for call in calls {
            add("\(call.operation, .strong): \(CountText.number(call.count))", indent: 2)
            let controls = call.controls.map(\.description).joined(separator: ", ")
            add(
                "\(controls.isEmpty ? "no verdict depends on it" : controls)",
                indent: 4)
        }
    }

    fileprivate mutating func waived(_ findings: [Finding]) {
        var isFirst = true
        for finding in findings {
            guard case .waived(let owner, let reason, let expires) = finding.verdict else { continue }
            if isFirst { heading("Waived") }
            isFirst = false
            let observed = finding.observed ?? "nothing"
            add(
                "\(finding.resource.shown): \(finding.control.title) (\(finding.control.id, .faint))", indent: 2,
                hang: 4)
            add("required \(finding.required), observed \(observed)", indent: 4)
            add("until \(expires), by \(owner): \(reason)", indent: 4)
        }
    }

    fileprivate mutating func met(_ findings: [Finding], _ output: inout ReportOutput) {
        let count = CountText.number(FindingCounts(findings).met)
        guard layout.verbose, count != "0" else {
            gap()
            add("Met: \(count)")
            return
        }
        heading("Met: \(count)")
        for group in findings.byResource("met") {
            add("\(group.resource.shown)", indent: 2)
            for finding in group.findings {
                let observed = finding.observed ?? finding.required
                add("\(finding.control.title): \(observed) (\(finding.control.id, .faint))", indent: 4, hang: 6)
            }
            passOn(to: &output)
        }
    }
}
