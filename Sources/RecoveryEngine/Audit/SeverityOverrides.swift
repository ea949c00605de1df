import RecoveryModel

/// The severities that a policy gives to controls instead of the catalogue's.
struct SeverityOverrides {
    private let severities: [String: Severity]
    /// One object a control, as in the catalogue: every finding holds a reference to it.
    private var described: [ObjectIdentifier: ControlDescription] = [:]

    init(_ policy: RecoveryPolicy) { severities = policy.severities }

    /// Gives the finding the severity that the policy asks for.
    mutating func apply(to finding: inout Finding) {
        let control = finding.control
        guard let severity = severities[control.id.description], severity != control.severity else { return }
        let key = ObjectIdentifier(control)
        let other =
            described[key]
            ?? ControlDescription(
                id: control.id, title: control.title, why: control.why, severity: severity,
                standards: control.standards, field: control.field,
                asksForExistence: control.asksForExistence)
        described[key] = other
        finding.control = other
    }
}
