package import RecoveryModel

/// Compares what the policy asks, what the last apply left and what AWS shows now. Pure: who did it is asked afterwards.
package enum DriftComparison {
    /// A setting that differs, with the finding that says what it should be.
    package struct Setting: Sendable {
        package var difference: DriftReport.Difference
        package var finding: Finding
    }

    /// The settings that differ. A value that differs and is still as required is no drift; an age differs on every look, so
    /// only its violation counts.
    ///
    /// - Parameters:
    ///   - values: What the audit observed.
    ///   - baseline: What the last apply left.
    package static func settings(
        _ audit: AuditResult, _ values: [ObservedValue], since baseline: [ObservedValue]
    ) -> [Setting] {
        let (present, applied) = (ObservedValues(values), ObservedValues(baseline))
        return audit.findings.compactMap { finding in
            guard finding.verdict == .violated, !finding.isConsequence, let now = finding.observed else { return nil }
            let was = applied[finding.control.id, finding.resource]
            guard let kind = kind(was, present[finding.control.id, finding.resource]) else { return nil }
            return Setting(
                difference: DriftReport.Difference(
                    kind: kind, resource: finding.resource, control: finding.control.id, title: finding.control.title,
                    required: finding.required, was: was?.shown, now: now,
                    meaning: DriftMeaning.text(
                        of: finding, was: was?.value, now: present[finding.control.id, finding.resource]?.value)),
                finding: finding)
        }
    }

    /// Nil for a violation that the last apply has left as it is.
    private static func kind(_ was: ObservedValue?, _ now: ObservedValue?) -> DriftReport.Kind? {
        guard let was else { return .neverApplied }
        guard was.value == now?.value else { return .changed }
        // The same value was good enough then.
        return was.isMet == true ? .policyChanged : nil
    }

    /// The databases that the last apply protected and of which the audit says nothing: each must be looked for.
    package static func unjudged(_ audit: AuditResult, since baseline: [ObservedValue]) -> [ResourceReference] {
        func databases(_ resources: some Sequence<ResourceReference>) -> Set<ResourceReference> {
            Set(resources.filter { $0.kind == .database || $0.kind == .cluster }.map { .init($0.kind, $0.name) })
        }
        return databases(baseline.lazy.map(\.resource)).subtracting(databases(audit.findings.lazy.map(\.resource)))
            .sorted()
    }

    /// The difference that a database is not judged any more.
    ///
    /// - Parameters:
    ///   - exists: Whether AWS still has it.
    ///   - hasPolicyChanged: Whether the policy is another one than at the last apply.
    package static func lost(
        _ resource: ResourceReference, exists: Bool, hasPolicyChanged: Bool
    ) -> DriftReport.Difference {
        let kind: DriftReport.Kind = !exists ? .gone : hasPolicyChanged ? .policyChanged : .unselected
        return DriftReport.Difference(
            kind: kind, resource: resource, control: "database.selected",
            title: exists ? "The policy selects the database" : "The database exists",
            required: "protected, as by the last apply", was: "protected",
            now: exists ? "no selector of the policy matches it" : "not found",
            meaning: exists
                ? "nothing of this policy protects it any more: its backups, alarms and drills end with it"
                : "only snapshots and backups that outlive the database can bring it back")
    }

    /// What to remember after an apply: what it left is the measure only where it is as required. A value that an apply did
    /// not mend stays the one that was agreed on, so that the change behind our back is not forgotten; so does a database
    /// that has disappeared, until the policy changes.
    ///
    /// - Parameters:
    ///   - previous: What was remembered before; nil when nothing was.
    ///   - hasPolicyChanged: Whether the policy is another one than then.
    package static func remembered(
        _ values: [ObservedValue], _ audit: AuditResult, previous: [ObservedValue]?, hasPolicyChanged: Bool
    ) -> [ObservedValue] {
        let past = ObservedValues(previous ?? [])
        let verdicts = Dictionary(
            audit.findings.map { (Judged($0.control.id, $0.resource), $0.verdict) }
        ) { first, _ in first }
        var kept: [ObservedValue] = []
        var seen: Set<Judged> = []
        for value in values {
            let judged = Judged(value.control, value.resource)
            var value = value
            value.isMet = verdicts[judged] != .violated
            if value.isMet == false, let before = past[value.control, value.resource] { value = before }
            kept.append(value)
            seen.insert(judged)
        }
        let lost = Set(unjudged(audit, since: previous ?? []).map { Judged("", $0) })
        for before in previous ?? [] where !seen.contains(Judged(before.control, before.resource)) {
            let isLost = lost.contains(Judged("", before.resource)) && !hasPolicyChanged
            // What could not be read this time was not changed by not being read.
            let isUnread = verdicts[Judged(before.control, before.resource)] != nil
            if isLost || isUnread { kept.append(before) }
        }
        return kept
    }

    private struct Judged: Hashable {
        var control: ControlID
        var kind: ResourceKind
        var name: String

        init(_ control: ControlID, _ resource: ResourceReference) {
            (self.control, kind, name) = (control, resource.kind, resource.name)
        }
    }
}
