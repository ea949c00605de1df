package import RecoveryModel

extension Framework {
    /// Its requirements about recovery and what recovery depends on, in its own order; those that no control answers too.
    package var requirements: [FrameworkRequirement] {
        switch self {
        case .nist80053: NIST80053.requirements
        case .cis: CISFoundations.requirements
        case .fsbp: FSBP.requirements
        case .soc2: SOC2.requirements
        case .iso27001: ISO27001.requirements
        case .dora: DORA.requirements
        }
    }

    /// Whether a control answers one of its requirements.
    package func isAnswered(by control: ControlDescription) -> Bool {
        control.standards.contains { requirement(of: $0) != nil }
    }
}

extension FrameworkCoverage {
    /// The controls whose findings are evidence of drills, which the audit has verified itself.
    static let evidence: Set<ControlID> = ["database.drill-current", "cluster.drill-current"]

    /// Groups the findings of one audit.
    ///
    /// - Parameters:
    ///   - findings: All of them: a part that was filtered by other things answers less.
    ///   - controls: Everything that could have been asked for.
    package init(_ framework: Framework, _ findings: [Finding], controls: [ControlDescription] = Catalogue.descriptions)
    {
        var possible: [String: [ControlID]] = [:]
        for control in controls {
            for id in Set(control.standards.compactMap(framework.requirement)) {
                possible[id, default: []].append(control.id)
            }
        }
        var tallies: [String: Tally] = [:]
        var claims: [ObjectIdentifier: Set<String>] = [:]
        for finding in findings {
            let key = ObjectIdentifier(finding.control)
            let ids = claims[key] ?? Set(finding.control.standards.compactMap(framework.requirement))
            claims[key] = ids
            for id in ids { tallies[id, default: Tally()].add(finding) }
        }
        self.init(
            framework: framework,
            answers: framework.requirements.map { requirement in
                let tally = tallies[requirement.id] ?? Tally()
                let possible = possible[requirement.id, default: []].sorted()
                return tally.answer(to: requirement, possible)
            })
    }
}

/// The findings that answer one requirement.
private struct Tally {
    private var controls: Set<ControlID> = []
    private var counts: [String: Int] = [:]

    mutating func add(_ finding: Finding) {
        controls.insert(finding.control.id)
        counts[finding.verdict.word, default: 0] += 1
    }

    func answer(to requirement: FrameworkRequirement, _ possible: [ControlID]) -> RequirementAnswer {
        let count = { (word: String) in counts[word, default: 0] }
        return RequirementAnswer(
            requirement: requirement, state: state(of: requirement, possible),
            controls: controls.isEmpty ? possible : controls.sorted(), met: count("met"), violated: count("violated"),
            unknown: count("unknown"), waived: count("waived"))
    }

    /// The worst of its findings; a test is passed by evidence alone, however the settings are.
    private func state(of requirement: FrameworkRequirement, _ possible: [ControlID]) -> RequirementAnswer.State {
        if counts["violated"] != nil { return .violated }
        if counts["unknown"] != nil { return .unknown }
        if possible.isEmpty, controls.isEmpty { return .noControl }
        if requirement.isTest, controls.isDisjoint(with: FrameworkCoverage.evidence) { return .untested }
        if controls.isEmpty { return .notAsked }
        return counts["waived"] != nil ? .waived : .met
    }
}
