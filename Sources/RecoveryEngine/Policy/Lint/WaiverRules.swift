import RecoveryModel

extension LintRule {
    static let waiverRules = [waiverExpired, waiverTooLong, waiverOfNothing]

    // A warning, not an error: the day after a waiver ends, the nightly audit must report the violation, not fall silent.
    private static let waiverExpired = LintRule(
        id: "waiver-expired", severity: .warning,
        reason: "A waiver that has ended waives nothing: the violation counts."
    ) { subject in
        subject.waivers.compactMap { path, waiver in
            guard waiver.expires < subject.today else { return nil }
            return Finding(
                path: path.appending("expires"),
                summary: "the waiver of \(waiver.control) for \(waiver.resource) ended on \(waiver.expires)",
                fix: "mend what it waived, or have \(waiver.owner) accept it again")
        }
    }

    private static let waiverOfNothing = LintRule(
        id: "waiver-of-nothing", severity: .warning,
        reason: "A waiver for a control that does not exist waives nothing."
    ) { subject in
        let controls = Catalogue.descriptions.map(\.id.description)
        return subject.waivers.compactMap { path, waiver in
            guard !controls.contains(waiver.control) else { return nil }
            let nearest = Spelling.nearest(to: waiver.control, in: controls)
            return Finding(
                path: path.appending("control"), summary: "there is no control `\(waiver.control)`",
                fix: nearest.map { "did you mean `\($0)`?" } ?? "`drctl controls list` names them")
        }
    }

    private static let waiverTooLong = LintRule(
        id: "waiver-too-long", severity: .warning, reason: "A waiver is a decision that someone looks at again."
    ) { subject in
        subject.waivers.compactMap { path, waiver in
            guard waiver.expires > subject.today.adding(days: 366) else { return nil }
            return Finding(
                path: path.appending("expires"),
                summary: "the waiver of \(waiver.control) holds until \(waiver.expires), for more than a year",
                fix: "choose a day within the next year")
        }
    }
}
