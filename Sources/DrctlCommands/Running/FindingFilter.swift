import RecoveryModel

/// The part of an audit that was asked for.
struct FindingFilter: Sendable {
    /// The controls' ids; empty for all.
    let controls: [String]
    /// The resources' names; empty for all.
    let resources: [String]

    /// The audit with the findings that were asked for.
    @Sendable func part(of audit: AuditResult) -> AuditResult {
        guard !controls.isEmpty || !resources.isEmpty else { return audit }
        var part = audit
        part.findings.removeAll { finding in
            !controls.isEmpty && !controls.contains(finding.control.id.description)
                || !resources.isEmpty && !resources.contains(finding.resource.name)
        }
        return part
    }

    /// Refuses a name that no finding of any target has: what was asked for was not judged. A target that failed may have
    /// it, and says so itself.
    ///
    /// - Throws: `CommandFailure`.
    func requireMatch(in run: Run<AuditResult>) throws {
        guard run.failures.isEmpty else { return }
        let findings = run.values.flatMap(\.findings)
        let names = Set(findings.map(\.resource.name))
        if let unknown = resources.first(where: { !names.contains($0) }) {
            throw CommandFailure(
                .usage, "resource \(unknown) not found: no requirement of the policy is about it",
                hint: names.isEmpty ? nil : "the audit names " + CountText.list(names.sorted().prefix(12).map(\.self)))
        }
        let judged = Set(findings.map(\.control.id.description))
        if let idle = controls.first(where: { !judged.contains($0) }) {
            throw CommandFailure(
                .usage, "control \(idle) judges nothing here: no policy asks for it",
                hint: "`drctl controls show \(idle)` names the policy field that does")
        }
        if run.values.allSatisfy({ part(of: $0).findings.isEmpty }), !controls.isEmpty, !resources.isEmpty {
            throw CommandFailure(
                .usage,
                "\(CountText.list(controls)) does not judge \(CountText.list(resources))",
                hint: "leave out --control or --resource to see what there is")
        }
    }
}
