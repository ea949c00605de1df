package import RecoveryModel

/// The drill's log, derived by replaying the ledger's events. It names no other resource of the region and contains no
/// value from the database.
package enum DrillLog {
    /// Equal events give equal lines, so that a lost log can be written again.
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
        case .started: return ["\(request.undertaking) \(request.id) of \(request.source) started"]
        case .factsGathered: return found(machine)
        case .called(let calls):
            return calls.map { call in
                "\(call.operation) \(call.resource), request \(call.requestID)"
                    + (call.error.map { ": refused with \($0)" } ?? "")
            }
        case .notices(let events): return events.map { "RDS event at \($0.at.shown): \($0.name)" }
        case .snapshotObserved(let snapshot): return ["snapshot \(snapshot.id) is \(snapshot.status)"]
        case .sourceAnswered(let answers): return [answered("the source", answers)]
        case .markedBefore(let marking):
            return ["wrote the row before the instant to \(marking.table); the instant is \(marking.instant.shown)"]
        case .markedAfter: return ["wrote the row after the instant"]
        case .logObserved(let latest): return ["the latest restorable time is \(latest.shown)"]
        case .restoreAccepted: return ["RDS accepted the restore as \(request.target.id)"]
        case .restorePending: return ["AWS Backup has created nothing yet"]
        case .memberAccepted: return ["RDS accepted the instance of \(request.target.id)"]
        case .instanceObserved(let instance): return ["\(instance.id) is \(instance.readiness)"]
        case .instanceAbsent: return ["\(request.target.id) was not found"]
        case .connected(let version): return ["connected to PostgreSQL \(version)"]
        case .connectionRefused(let reason, _, _): return ["failed to connect: \(reason)"]
        case .passwordReset: return ["the copy's password was reset"]
        case .copyAnswered(let answers): return [answered("the copy", answers)] + judged(machine)
        case .sessionLost(let reason): return ["the session was lost: \(reason)"]
        case .warmed(let warming):
            return ["read \(CountText.of(warming.relations, "relation"))"]
                + warming.failures.map { "\($0.relation): \($0.reason)" }
        case .fidelityCompared(let findings) where request.mission != nil:
            return ["\(CountText.of(findings.count, "setting")) differ from production's"] + findings.map(\.setting)
        case .fidelityCompared(let findings):
            return ["\(CountText.of(findings.count, "setting")) would be lost by a real restore"]
        case .secretsProven(let results), .smokeRun(let results): return results.map(outcome)
        case .deletionAccepted: return ["RDS accepted the deletion of \(request.target.id)"]
        case .snapshotDeleted: return ["the drill's snapshot is deleted"]
        case .snapshotIsForeign(let reason): return ["\(reason): it stays"]
        case .leftoversListed(let leftovers):
            return leftovers.isEmpty ? ["no resources are left"] : leftovers.map { "not deleted: \($0.shown)" }
        case .actionFailed(let operation, let reason, let isTransient):
            return ["\(operation) failed\(isTransient ? " (temporarily)" : ""): \(reason)"]
        case .interrupted: return ["interrupted"]
        case .configured: return ["RDS accepted the settings that a restore cannot carry"]
        case .switchStepMade: return ["made a step of switching over"]
        case .hookRun(let result): return [outcome(result)]
        }
    }

    private static func found(_ machine: DrillMachine) -> [String] {
        let notMet = machine.guards.filter { $0.outcome != .met }.map { "\($0.outcome.rawValue): \($0.summary)" }
        let met = "\(machine.guards.count - notMet.count) of \(CountText.of(machine.guards.count, "guard")) met"
        let point = machine.point.map { ["restoring \($0.snapshot ?? $0.time.shown): \($0.reason)"] } ?? []
        return [met] + notMet + point
    }

    private static func answered(_ database: String, _ answers: Answers) -> String {
        let failed = answers.observations.count { $0.error != nil }
        let asked = CountText.of(answers.observations.count, "query", plural: "queries")
        return "\(database) answered \(answers.observations.count - failed) of \(asked)"
    }

    /// Every check that did not pass, by name; the value it got is in the record.
    private static func judged(_ machine: DrillMachine) -> [String] {
        let results = machine.results
        return ["\(results.count { $0.verdict == .passed }) of \(CountText.of(results.count, "check")) passed"]
            + results.filter { $0.verdict != .passed }.map(outcome)
    }

    private static func outcome(_ result: CheckResult) -> String { "\(result.name): \(result.verdict.rawValue)" }
}
