import RecoveryModel

extension LintRule {
    static let waiverRules = [waiverExpired, waiverTooLong, waiverOfNothing]

    // A warning, not an error: the day after a waiver expires, the nightly audit must still run and report the
    // violation.
    private static let waiverExpired = LintRule(
        id: "waiver-expired", severity: .warning,
        reason: "An expired waiver has no effect: the violation counts."
    ) { subject in
        subject.waivers.compactMap { path, waiver in
            guard waiver.expires < subject.today else { return nil }
            return Finding(
                path: path.appending("expires"),
                summary: "the waiver of \(waiver.control) for \(waiver.resource) expired on \(waiver.expires)",
                fix: "fix the violation, or have \(waiver.owner) accept it again")
        }
    }

    private static let waiverOfNothing = LintRule(
        id: "waiver-of-nothing", severity: .warning,
        reason: "A waiver for an unknown control has no effect."
    ) { subject in
        let controls = Catalogue.descriptions.map(\.id.description)
        return subject.waivers.compactMap { path, waiver in
            guard !controls.contains(waiver.control) else { return nil }
            return Finding(
                path: path.appending("control"), summary: "unknown control `\(waiver.control)`",
                fix: Spelling.hint(for: waiver.control, in: controls) ?? "run `drctl controls list`")
        }
    }

    private static let waiverTooLong = LintRule(
        id: "waiver-too-long", severity: .warning, reason: "A waiver is a decision that has to be reviewed regularly."
    ) { subject in
        subject.waivers.compactMap { path, waiver in
            guard waiver.expires > subject.today.adding(days: 366) else { return nil }
            return Finding(
                path: path.appending("expires"),
                summary: "the waiver of \(waiver.control) expires on \(waiver.expires), in more than a year",
                fix: "choose a day within the next year")
        }
    }
}
