import JSONWriting
import RecoveryModel

extension FrameworkCoverage {
    /// What it comes to, in one sentence; what nobody answers is never left out.
    var sentence: String {
        let parts = RequirementAnswer.State.allCases.map { (count($0), $0.shown) }.filter { $0.0 > 0 }
        return "\(CountText.of(answers.count, "requirement")): "
            + parts.map { "\(CountText.number($0.0)) \($0.1)" }.joined(separator: ", ")
    }

    var orderedJSON: OrderedJSON {
        .object([
            ("id", .string(framework.rawValue)),
            ("title", .string(framework.title)),
            (
                "requirements",
                .array(
                    answers.map { answer in
                        .object([
                            ("id", .string(answer.requirement.id)),
                            ("title", .string(answer.requirement.title)),
                            ("isTest", .bool(answer.requirement.isTest)),
                            ("state", .string(answer.state.rawValue)),
                            ("controls", .list(answer.controls)),
                            (
                                "counts",
                                .object([
                                    ("met", .integer(answer.met)), ("violated", .integer(answer.violated)),
                                    ("unknown", .integer(answer.unknown)), ("waived", .integer(answer.waived)),
                                ])
                            ),
                        ])
                    })
            ),
        ])
    }
}

extension RequirementAnswer.State {
    /// For people.
    var shown: String {
        switch self {
        case .violated: "violated"
        case .unknown: "unknown"
        case .untested: "untested"
        case .waived: "waived"
        case .met: "met"
        case .notAsked: "not asked for"
        case .noControl: "without a control"
        }
    }

    var role: TextRole {
        switch self {
        case .violated: .bad
        case .unknown, .untested, .waived: .unsure
        case .met: .good
        case .notAsked, .noControl: .faint
        }
    }

    /// The verdict whose colour it has; empty for none.
    var verdictWord: String {
        switch self {
        case .violated: "violated"
        case .unknown, .untested: "unknown"
        case .waived: "waived"
        case .met: "met"
        case .notAsked, .noControl: ""
        }
    }
}

extension RequirementAnswer {
    /// What stands behind the state, such as `12 met, 1 violated`.
    var detail: String {
        switch state {
        case .noControl: return "no control of drctl answers it: somebody else has to"
        case .notAsked: return "the policy asks for none of " + controls.map(\.description).joined(separator: ", ")
        case .untested: return "only a verified drill answers it, and the policy requires none (`drill.every`)"
        case .violated, .unknown, .waived, .met:
            let counts = [(violated, "violated"), (unknown, "unknown"), (waived, "waived"), (met, "met")]
            return counts.filter { $0.0 > 0 }.map { "\(CountText.number($0.0)) \($0.1)" }.joined(separator: ", ")
                + " by " + controls.map(\.description).joined(separator: ", ")
        }
    }
}

extension TextPage {
    /// The requirements of a framework, each with what the audit says about it.
    mutating func coverage(_ coverage: FrameworkCoverage?) {
        guard let coverage else { return }
        heading("\(coverage.framework.title): \(coverage.sentence)")
        for answer in coverage.answers {
            item(
                answer.state.shown, role: answer.state.role, width: 19,
                "\(answer.requirement.id, .strong) \(answer.requirement.title)", indent: 2)
            add("\(answer.detail, .faint)", indent: 21)
        }
    }
}

extension ReportOutput {
    /// The requirements of a framework, each with what the audit says about it.
    mutating func write(_ coverage: FrameworkCoverage?, level: Int) {
        guard let coverage else { return }
        write(markdown: .heading(level, "\(coverage.framework.title)"))
        write(markdown: "\n\(coverage.sentence).\n")
        write(markdown: .header("State", "Requirement", "What answers it"))
        for answer in coverage.answers {
            write(
                markdown: .row(
                    "\(answer.state.shown)", "\(.code(answer.requirement.id)) \(answer.requirement.title)",
                    "\(answer.detail)"))
        }
    }
}

extension FrameworkCoverage {
    /// The same as a section of a page.
    func section(of place: String? = nil) -> HTML {
        let name: HTML? = place.map { ": <bdi>\($0)</bdi>" }
        let rows = answers.map { answer -> HTML in
            """
            <tr><td data-label="State"><span class="badge \(answer.state.verdictWord)">\(answer.state.shown)</span></td>\
            <td data-label="Requirement">\(.code(answer.requirement.id)) \(answer.requirement.title)</td>\
            <td data-label="Answer">\(answer.detail)</td></tr>

            """
        }
        return """
            <section>
            <h2>\(framework.title)\(name)</h2>
            <p>\(sentence).</p>
            \(HTML.table(["State", "Requirement", "Answer"], rows))
            </section>
            """
    }
}
