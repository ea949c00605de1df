package import RecoveryModel

/// The reference of all controls, as docs/controls.md.
package enum ControlsReference {
    /// The page.
    package static func markdown(_ controls: [ControlDescription]) -> String {
        var page: Markdown = """
            # Controls

            Generated from the catalogue; `make generate` writes it anew. Each control compares one requirement of the
            policy with what AWS reports, and is skipped when the policy does not ask for it. Ids are stable.

            A standard is named only where the control checks what that standard's item asks of the resource, as far
            as the policy demands it: a retention that the policy sets to one day does not satisfy RDS.11. NIST is
            SP 800-53 revision 5, Security Hub names its control, AWS Config the managed rule, CIS is the AWS Foundations
            Benchmark 5.0, ISO 27001 is Annex A of the edition of 2022, DORA is Regulation (EU) 2022/2554. FSBP names
            those controls of Security Hub that belong to AWS Foundational Security Best Practices. Where a claim depends
            on what the policy requires, a finding has only those that it satisfies.

            """
        page += .header("Control", "Severity", "What it checks")
        let sorted = controls.sorted { $0.id < $1.id }
        for control in sorted {
            let anchor = control.id.description.filter { $0.isLetter || $0.isNumber || $0 == "-" }
            page += .row(
                "[\(.code(control.id))](#\(Markdown(stringLiteral: anchor)))", "\(control.severity.rawValue)",
                "\(control.title)")
        }
        for control in sorted { page += section(control) }
        return page.text
    }

    /// One control alone.
    package static func markdown(_ control: ControlDescription) -> String {
        // A section begins with an empty line.
        String(section(control).text.drop { $0.isNewline })
    }

    private static func section(_ control: ControlDescription) -> Markdown {
        var section: Markdown = .heading(2, "\(control.id)")
        section += "\n\(control.title). \(control.why)\n\n"
        section += "- Severity: \(control.severity.rawValue)\n"
        section += "- Policy field: \(.code(control.field))\n"
        if !control.standards.isEmpty {
            section += "- Standards: \(control.standards.map(\.label).joined(separator: ", "))\n"
            let fsbp = control.standards.compactMap(Framework.fsbp.requirement)
            if !fsbp.isEmpty { section += "- FSBP: \(fsbp.joined(separator: ", "))\n" }
        }
        return section
    }
}
