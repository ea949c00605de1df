import RecoveryModel

extension LintRule {
    static let severityRules = [severityOfNothing]

    // An error: a misspelt control would keep its severity, and a gate that relies on another one would pass.
    private static let severityOfNothing = LintRule(
        id: "severity-of-nothing", severity: .error, reason: "A severity for an unknown control has no effect."
    ) { subject in
        let controls = Catalogue.descriptions.map(\.id.description)
        return subject.policy.severities.keys.sorted().filter { !controls.contains($0) }.map { control in
            Finding(
                path: FieldPath("severities").appending(control), summary: "unknown control `\(control)`",
                fix: Spelling.hint(for: control, in: controls) ?? "run `drctl controls list`")
        }
    }
}
