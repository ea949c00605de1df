package import RecoveryModel

extension DrillRecord: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(verdict.word, verdict.role): \(summary)", hang: 2)
        page.add(
            "drill \(drill), policy \(policy), \(source) in account \(scope.account), \(scope.region), \(startedAt)",
            role: .faint)
        for (command, reason) in advice {
            page.point(command.map { "run \($0, .strong): it \(reason)" } ?? "\(reason)")
        }
        page.heading("Objectives")
        for measure in measures {
            let word = measure.met.map { $0 ? "met" : "missed" } ?? "-"
            let role: TextRole = measure.met.map { $0 ? .good : .bad } ?? .unsure
            page.item(
                word, role: role, width: 8, "\(measure.name): \(measure.measured) of \(measure.target)", indent: 2)
        }
        page.add("restored \(point)", indent: 10, role: .faint)
        if let marking { page.add("\(marking.sentence)", indent: 10, role: .faint) }
        if objectives.rpoBasis == .shippedLog, let basis = objectives.rpoBasis {
            page.add("the RPO stands on \(basis.words)", indent: 10, role: .faint)
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
            \(record.count(.warned)) warned
            """)
        for result in record.checks where verbose || result.verdict != .passed || result.origin == .policy {
            let role: TextRole =
                switch result.verdict {
                case .passed: .good
                case .warned: .unsure
                case .failed, .errored: .bad
                }
            let took = ElapsedText.of(milliseconds: result.milliseconds)
            item(
                result.verdict.rawValue, role: role, width: 9,
                "\(result.name): expected \(result.expected), got \(result.got ?? "nothing") (\(took, .faint))",
                indent: 2)
            if let detail = result.detail { add("\(detail)", indent: 11) }
        }
    }

    /// What somebody needs who asks AWS about it.
    fileprivate mutating func calls(_ record: DrillRecord) {
        guard !record.calls.isEmpty else { return }
        heading("Calls that changed something")
        for call in record.calls {
            let refusal = call.error.map { ", refused with \($0)" } ?? ""
            point("\(call.operation) \(call.resource): request \(call.requestID)\(refusal)")
        }
    }

    fileprivate mutating func details(_ record: DrillRecord) {
        let told = record.guards.filter { $0.outcome != .met }
        if !told.isEmpty { heading("Before it began") }
        for finding in told {
            item(
                finding.outcome.rawValue, role: finding.refuses ? .bad : .unsure, width: 10, "\(finding.summary)",
                indent: 2)
            if let hint = finding.hint { item("hint:", width: 6, "\(hint)", indent: 12) }
        }
        if !record.fidelity.isEmpty { heading("After a real restore you would have to") }
        for finding in record.fidelity {
            point("\(finding.setting): \(finding.remedy) (\(finding.source) became \(finding.restored))")
        }
        if !record.problems.isEmpty { heading("On the way") }
        for problem in record.problems { point("\(problem.phase.rawValue): \(problem.operation): \(problem.reason)") }
        if !record.leftovers.isEmpty { heading("Still there") }
        for leftover in record.leftovers {
            point(
                "\(leftover.shown)\(leftover.costPerDay.map { ", \(Dollars.text($0)) a day" } ?? "")"
            )
        }
    }
}
