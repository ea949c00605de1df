package import RecoveryModel

extension DrillRecord: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(verdictWord, verdict.role): \(summary)", hang: 2)
        page.add(
            """
            \(undertaking) \(drill), policy \(policy), \(source) \(whereabouts), \(startedAt.shown)
            """,
            role: .faint)
        for (command, reason) in advice {
            page.point(command.map { "run \($0, .strong) \(reason)" } ?? "\(reason)")
        }
        if let recovery { page.outcome(recovery, verbose: layout.verbose) }
        page.heading("Objectives")
        for measure in measures {
            let word = measure.met.map { $0 ? "met" : "missed" } ?? "-"
            let role: TextRole = measure.met.map { $0 ? .good : .bad } ?? .unsure
            page.item(
                word, role: role, width: 8, "\(measure.name): \(measure.measured) of \(measure.target)", indent: 2)
        }
        page.add("\(pointLabel.lowercased()): \(point)", indent: 10, role: .faint)
        if let marking { page.add("marker rows \(marking.sentence)", indent: 10, role: .faint) }
        if objectives.rpoBasis == .shippedLog, let basis = objectives.rpoBasis {
            page.add("the RPO is based on \(basis.words)", indent: 10, role: .faint)
        }
        page.phases(self)
        page.checks(self, verbose: layout.verbose)
        page.details(self)
        if layout.verbose { page.calls(self) }
        return page.text
    }
}

extension TextPage {
    fileprivate mutating func phases(_ record: DrillRecord) {
        guard !record.phases.isEmpty else { return }
        heading("Phases")
        for (phase, milliseconds, startsAt) in record.timeline {
            let scale = 30.0 / Double(record.totalMilliseconds)
            let before = min(29, Int(Double(startsAt) * scale))
            let width = max(1, Int(Double(milliseconds) * scale))
            let bar = String(repeating: "·", count: before) + String(repeating: "█", count: min(width, 30 - before))
            item(phase, width: 11, "\(bar) \(ElapsedText.of(milliseconds: milliseconds), .faint)", indent: 2)
        }
        if let warming = record.warming { add("\(warming.sentence)", indent: 2, role: .faint) }
    }

    fileprivate mutating func checks(_ record: DrillRecord, verbose: Bool) {
        guard !record.checks.isEmpty else { return }
        heading(
            """
            Checks: \(record.count(.passed)) passed, \(record.count(.failed)) failed, \(record.count(.errored)) errored, \
            \(record.count(.warned)) warned\(record.acceptedShown)
            """)
        for result in record.checks where verbose || result.verdict != .passed || result.origin == .policy {
            let role: TextRole =
                switch result.verdict {
                case .passed: .good
                case .warned, .accepted: .unsure
                case .failed, .errored: .bad
                }
            let took = ElapsedText.of(milliseconds: result.milliseconds)
            item(
                result.verdict.rawValue, role: role, width: 9,
                "\(result.name): \(result.comparison) (\(took, .faint))",
                indent: 2)
            if let detail = result.detail { add("\(detail)", indent: 11) }
        }
    }

    /// The changing calls with their request ids, which AWS support asks for.
    fileprivate mutating func calls(_ record: DrillRecord) {
        guard !record.calls.isEmpty else { return }
        heading("Changing calls")
        for call in record.calls {
            let refusal = call.error.map { ", failed with \($0)" } ?? ""
            point("\(call.operation) \(call.resource): request \(call.requestID)\(refusal)")
        }
    }

    fileprivate mutating func details(_ record: DrillRecord) {
        let notMet = record.guards.filter { $0.outcome != .met }
        if !notMet.isEmpty { heading("Preflight") }
        for finding in notMet {
            item(
                finding.outcome.rawValue, role: finding.refuses ? .bad : .unsure, width: 10, "\(finding.summary)",
                indent: 2)
            if let hint = finding.hint { item("hint:", width: 6, "\(hint)", indent: 12) }
        }
        if !record.fidelity.isEmpty { heading("\(record.fidelityTitle)") }
        for finding in record.fidelity {
            point("\(finding.setting): \(finding.source) → \(finding.restored); \(finding.remedy)")
        }
        if !record.problems.isEmpty { heading("Problems") }
        for problem in record.problems { point("\(problem.phase.rawValue): \(problem.operation): \(problem.reason)") }
        if !record.leftovers.isEmpty { heading("Not deleted") }
        for leftover in record.leftovers {
            point(
                "\(leftover.shown)\(leftover.costPerDay.map { ", \(Dollars.text($0)) per day" } ?? "")"
            )
        }
    }
}
