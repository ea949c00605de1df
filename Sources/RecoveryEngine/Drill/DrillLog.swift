package import RecoveryModel

/// The drill as it went, line by line: a ledger's events played again, told without what else the region holds and
/// without any value of the data.
package enum DrillLog {
    /// The same lines for the same events: a log that was lost is written again as it was.
    package static func lines(
        _ request: DrillRequest, _ events: [(event: DrillEvent, at: Instant)]
    ) -> [DrillLogLine] {
        var machine = DrillMachine(request)
        return events.flatMap { event, instant in
            let phase = machine.phase
            _ = machine.handle(event, at: instant)
            return texts(event, machine).map { DrillLogLine(at: instant, phase: phase, text: $0) }
        }
    }

    private static func texts(_ event: DrillEvent, _ machine: DrillMachine) -> [String] {
        let request = machine.request
        switch event {
        case .started: return ["drill \(request.id) of \(request.source) begins"]
        case .factsGathered: return found(machine)
        case .called(let calls):
            return calls.map { call in
                "\(call.operation) \(call.resource), request \(call.requestID)"
                    + (call.error.map { ": refused with \($0)" } ?? "")
            }
        case .told(let events): return events.map { "RDS at \($0.at): \($0.name)" }
        case .snapshotObserved(let snapshot): return ["snapshot \(snapshot.id) is \(snapshot.status)"]
        case .sourceAnswered(let answers): return [answered("the source", answers)]
        case .markedBefore(let marking):
            return ["a row is written to \(marking.table), and the instant is \(marking.instant)"]
        case .markedAfter: return ["the row after the instant is written"]
        case .logObserved(let latest): return ["the log is stored until \(latest)"]
        case .restoreAccepted: return ["the restore as \(request.target.id) is accepted"]
        case .memberAccepted: return ["the instance of \(request.target.id) is accepted"]
        case .instanceObserved(let instance): return ["\(instance.id) is \(instance.readiness)"]
        case .instanceAbsent: return ["\(request.target.id) is not there"]
        case .connected(let version): return ["connected to PostgreSQL \(version)"]
        case .connectionRefused(let reason, _, _): return ["no session: \(reason)"]
        case .passwordReset: return ["the copy's password is replaced"]
        case .copyAnswered(let answers): return [answered("the copy", answers)] + judged(machine)
        case .sessionLost(let reason): return ["the session broke: \(reason)"]
        case .warmed(let warming):
            return ["\(warming.relations) relations read"] + warming.failures.map { "\($0.relation): \($0.reason)" }
        case .fidelityCompared(let findings): return ["\(findings.count) settings would be lost by a real restore"]
        case .secretsProven(let results), .smokeRun(let results): return results.map(outcome)
        case .deletionAccepted: return ["the deletion of \(request.target.id) is accepted"]
        case .snapshotDeleted: return ["the drill's snapshot is gone"]
        case .leftoversListed(let leftovers):
            return leftovers.isEmpty ? ["nothing is left"] : leftovers.map { "still there: \($0.shown)" }
        case .actionFailed(let operation, let reason, let isTransient):
            return ["\(operation) failed\(isTransient ? " for now" : ""): \(reason)"]
        case .interrupted: return ["interrupted from outside"]
        }
    }

    private static func found(_ machine: DrillMachine) -> [String] {
        let told = machine.guards.filter { $0.outcome != .met }.map { "\($0.outcome.rawValue): \($0.summary)" }
        let met = "\(machine.guards.count - told.count) of \(machine.guards.count) guards are met"
        let point = machine.point.map { ["restoring \($0.snapshot ?? $0.time.description): \($0.reason)"] } ?? []
        return [met] + told + point
    }

    private static func answered(_ who: String, _ answers: Answers) -> String {
        let failed = answers.observations.count { $0.error != nil }
        return "\(who) answered \(answers.observations.count - failed) of \(answers.observations.count) questions"
    }

    /// Every check that did not pass, by name: what it got is in the record.
    private static func judged(_ machine: DrillMachine) -> [String] {
        let results = machine.results
        return ["\(results.count { $0.verdict == .passed }) of \(results.count) checks passed"]
            + results.filter { $0.verdict != .passed }.map(outcome)
    }

    private static func outcome(_ result: CheckResult) -> String { "\(result.name): \(result.verdict.rawValue)" }
}
