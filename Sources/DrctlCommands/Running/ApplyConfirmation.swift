import AWSNames
import Glibc
import RecoveryEngine
import RecoveryModel
import RecoveryReports

/// Shows the plan of all targets and asks: nothing is changed without a yes, and what is lost for others, weaker, or for
/// ever needs more than that.
struct ApplyConfirmation: Sendable {
    let context: CommandContext
    let consent: ApplyConsent
    /// Whether the yes was given on the command line.
    let isGiven: Bool

    /// - Throws: `CommandFailure` when the plan may not be executed.
    func require(_ run: Run<Plan>) throws {
        let steps = run.values.map(\.steps.count).reduce(0, +)
        // Nothing to do needs no answer.
        guard steps > 0 else { return }
        let settings = RenderSettings(width: context.console.width, version: Drctl.version, at: context.now())
        let shown = ReportFormat.text.document(.plan(run, isBeingApplied: true), settings)
        let objections = run.values.flatMap(consent.objections)
        let canAsk = !isGiven && !context.options.noInput && isatty(STDIN_FILENO) == 1
        // A yes that names the count is enough to replace; the rest needs its option, or its own words.
        let unanswerable = canAsk ? objections.filter { $0.kind == .weakens } : objections
        guard unanswerable.isEmpty else {
            context.console.say(shown)
            throw refusal(unanswerable)
        }
        if isGiven {
            context.console.say(shown)
            return
        }
        let changes = CountText.of(steps, "change")
        guard canAsk else {
            context.console.say(shown)
            throw CommandFailure(
                .refused, "\(changes) need a yes; nothing was changed", hint: "give --yes in a pipeline")
        }
        try ask(shown, changes, objections, run)
    }

    private func ask(
        _ shown: String, _ changes: String, _ objections: [ApplyConsent.Objection], _ run: Run<Plan>
    ) throws {
        let accounts = CountText.list(Set(run.values.map(\.account)).sorted().map(\.description))
        let noun = Set(run.values.map(\.account)).count == 1 ? "account" : "accounts"
        let replaced = objections.count { $0.kind == .replaces }
        let word = replaced == 0 ? "yes" : "yes, replace \(replaced)"
        let shownWord = replaced == 0 ? word : "\"\(word)\""
        var questions = [("Type \(shownWord) to make \(changes) in \(noun) \(accounts): ", word)]
        for objection in objections where objection.kind == .irreversible {
            let name = objection.step.facts.resource.name
            questions.append(("\(objection.summary).\nType \(name) to do it nevertheless: ", name))
        }
        // Also when quiet: nobody says yes to what is not shown.
        let isConfirmed = try context.console.ask { write in
            write(shown)
            for (question, word) in questions {
                let answer = try TerminalInput.shared.visibleLine(question, write: write) ?? ""
                guard answer.filter({ !$0.isWhitespace }) == word.filter({ !$0.isWhitespace }) else { return false }
            }
            return true
        }
        guard isConfirmed else { throw CommandFailure(.refused, "not confirmed; nothing was changed") }
    }

    private func refusal(_ objections: [ApplyConsent.Objection]) -> CommandFailure {
        for objection in objections { context.console.complain("\(objection.target.shown): \(objection.summary)") }
        let count = CountText.of(objections.count, "step")
        var seen: Set<String> = []
        let cures = objections.map(\.cure).filter { seen.insert($0).inserted }
        return CommandFailure(
            .refused, "\(count) \(objections.count == 1 ? "needs" : "need") to be allowed; nothing was changed",
            hint: "if that is what you want, add " + cures.joined(separator: " "))
    }
}
