import RecoveryModel

extension LintRule {
    static let contactRules = [nobodyDecides]

    /// Who finds nobody to decide loses the time that the RTO is about.
    private static let nobodyDecides = LintRule(
        id: "nobody-decides", severity: .warning,
        reason: "Switching over needs a decision; a search for whoever makes it takes time that the RTO counts."
    ) { subject in
        let contacts = subject.policy.contacts
        guard !contacts.isEmpty, !contacts.contains(where: { $0.part == .decides }) else { return [] }
        return [
            Finding(
                path: FieldPath("contacts"), summary: "none of the contacts decides",
                fix: "add one with `part: decides`")
        ]
    }
}
