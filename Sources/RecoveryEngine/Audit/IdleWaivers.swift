package import RecoveryModel

/// The waivers of policies, to find those that a run's findings have no use for: a resource that was renamed or deleted, or
/// never had that name, is accepted by a waiver that nobody misses.
package struct IdleWaivers: Sendable {
    /// A waiver with where it was written.
    private struct Written: Sendable {
        let policy: String
        let path: FieldPath
        let location: Diagnostic.Location?
        let waiver: Waiver
    }

    private let written: [Written]

    /// Without those that lint has a word for: that have expired, or are for no control.
    package init(_ documents: [PolicyDocument], on today: CalendarDay) {
        let controls = Set(Catalogue.descriptions.map(\.id.description))
        written = documents.flatMap { document in
            document.policy.waivers.enumerated().compactMap { index, waiver in
                guard waiver.expires >= today, controls.contains(waiver.control) else { return nil }
                let path = FieldPath("waivers").appending(index).appending("resource")
                return Written(
                    policy: document.policy.name, path: path, location: document.origins.location(of: path),
                    waiver: waiver)
            }
        }
    }

    /// A warning for each waiver that no finding of its policy is about.
    ///
    /// - Parameters:
    ///   - run: Every finding of every target. Where a target of the policy is missing, it may have the resource.
    ///   - filter: What was asked for: nothing is said of the rest.
    package func warnings(in run: Run<AuditResult>, _ filter: FindingFilter) -> [Diagnostic] {
        let partial = Set(run.failures.map(\.target.policy) + run.uncovered.map(\.policy))
        return written.compactMap { written in
            let waiver = written.waiver
            guard !partial.contains(written.policy), filter.covers(waiver) else { return nil }
            let findings = run.values.filter { $0.policy == written.policy }.flatMap(\.findings)
            let ofControl = findings.filter { $0.control.id.description == waiver.control }
            guard !ofControl.contains(where: { waiver.resource == "*" || $0.resource.name == waiver.resource }),
                !findings.contains(where: waiver.mayBeHidden)
            else { return nil }
            let names = Set(ofControl.map(\.resource.name)).sorted()
            return Diagnostic(
                .warning, id: "waiver-without-finding",
                names.isEmpty
                    ? "\(written.path): the policy does not require \(waiver.control)"
                    : "\(written.path): \(waiver.control) has no finding on `\(waiver.resource)`",
                detail: "A waiver has no effect on a resource that the audit does not find.", at: written.location,
                hint: Spelling.hint(for: waiver.resource, in: names) ?? "delete the waiver, or correct its resource")
        }
    }
}

extension Waiver {
    /// Whether what it is about may be out of sight: then something of its kind is unknown.
    fileprivate func mayBeHidden(by finding: Finding) -> Bool {
        guard case .unknown = finding.verdict else { return false }
        let kind = control.prefix { $0 != "." }
        return finding.control.id.description.hasPrefix(kind + ".")
    }
}
