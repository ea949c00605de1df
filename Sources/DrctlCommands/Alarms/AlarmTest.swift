import FoundationEssentials
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// The tests of one run's alarms: judges the chains first, refuses what would do more than notify, tests, and stores the
/// evidence.
struct AlarmTest: Sendable {
    let context: CommandContext
    /// Only these; all when empty.
    let alarms: [String]
    let usesProbe: Bool
    let fires: Bool
    /// In milliseconds.
    let wait: Int
    /// In milliseconds.
    let pause: Int
    let evidence: String?
    let signingKey: String?

    /// Judges the chains of every target before anything is changed in any.
    ///
    /// - Returns: By target; one that could not be judged is missing, and fails on its own.
    /// - Throws: `CommandFailure` when an alarm does more than notify, is unknown, or a test may still be running.
    func choose(_ run: TargetRun) async throws -> [TargetName: [AlertChain]] {
        let judged = try await run.each { target in
            let found = try await context.alerting(target)
            let all = AlertChain.all(found)
            let chains = all.only(alarms)
            return (Judged(all: all, chains: chains, objections: AlarmTestGuard.objections(chains, found)), .success)
        }
        try judged.run.requireAlarms(alarms) { $0.all }
        let objections = judged.run.values.flatMap(\.objections)
        guard objections.isEmpty || fires else {
            throw CommandFailure(
                .refused, "a test would do more than notify: \(objections.joined(separator: "; "))",
                hint: "leave the alarm out with --alarm, remove the action, or accept what it does with --fire")
        }
        return Dictionary(
            uniqueKeysWithValues: judged.run.entries.compactMap { entry in
                guard case .done(let judged) = entry.outcome else { return nil }
                return (entry.target, judged.chains)
            })
    }

    private struct Judged: Sendable {
        /// Those of every alarm of the target, by which a misspelt name is told.
        var all: [AlertChain]
        /// Those that are to be tested.
        var chains: [AlertChain]
        var objections: [String]
    }

    /// Tests the alarms of one target, and stores the evidence.
    ///
    /// - Throws: `CommandFailure`, `ClientError`, `RunFailure`, `CancellationError`.
    func run(_ open: OpenTarget, _ chosen: [TargetName: [AlertChain]]) async throws -> AlarmTestRecord {
        guard let chains = chosen[open.name] else {
            throw CommandFailure(
                .incomplete, "the alert chains could not be judged", hint: "run `drctl alarms chain` for the reason")
        }
        let (policy, session) = (open.policy, open.session)
        let target = Target(policy, account: session.account, region: session.region)
        guard let topic = target.topicARN, !chains.isEmpty else {
            throw RunFailure("the policy derives no alarm here that is to be tested")
        }
        // Before anything is changed: evidence that cannot be signed would be lost.
        let key = try await context.signingKey(signingKey, of: policy, client: open.home.client)
        let store = try context.evidence(
            at: try context.evidencePlace(evidence, of: policy), key: key, client: open.home.client)
        let client = context.patient(session.client)
        let found = try await AlarmTestLeftovers(client: client, policy: policy.name, topic: topic)
            .remove(at: context.now())
        for line in found.removed { context.console.say("Cleaned up: \(line)") }
        guard found.running.isEmpty else {
            throw CommandFailure(
                .refused, "another test may be running: \(found.running.joined(separator: "; "))",
                hint: "wait until then and test again: what a killed test has left is put back first")
        }
        let request = AlarmTestRequest(
            id: id(at: context.now()), policy: policy.name, account: session.account, region: session.region,
            caller: session.caller, topic: topic, usesProbe: usesProbe, startedAt: context.now(), wait: wait,
            pause: pause, chains: chains)
        let isNotified =
            chains.contains { $0.obstacle == nil } ? "the subscribers of \(topic) are notified" : "no state is changed"
        context.console.say("Test \(request.id) of \(CountText.of(chains.count, "alarm")): \(isNotified)")
        let console = context.console
        var record = await AlarmTestRunner(client: client, request: request, now: context.now) {
            console.say("  \($0)")
        }.run()
        record.removed = found.removed
        return await keep(record, in: store)
    }

    /// Stores the evidence, also of a test that was interrupted: it was made, and somebody was notified.
    private func keep(_ record: AlarmTestRecord, in store: EvidenceStore) async -> AlarmTestRecord {
        let (context, name) = (
            context, TargetName(policy: record.policy, account: record.account, region: record.region)
        )
        return await Task {
            var kept = record
            do {
                let report = AlarmTestReport(Run([.init(name, .done(record))]))
                let stored = try await store.add(
                    record, kind: AlarmTestRecord.evidenceKind, policy: record.policy, at: context.now(),
                    freshUntil: nil,
                    files: ["report.md": report.markdown])
                context.console.say("Evidence: \(stored.place)")
                context.console.say("Anchor:   \(stored.anchor)")
            } catch {
                kept.problems.append("the evidence could not be stored: \(error)")
                context.console.complain("failed to store the evidence: \(error)")
            }
            return kept
        }.value
    }

    /// What a record means to a pipeline.
    func status(of record: AlarmTestRecord) -> ExitStatus {
        if !record.leftovers.isEmpty { return .cleanupFailed }
        switch record.worst {
        case .broken: return .notVerified
        case .unknown, nil: return .incomplete
        case .executed where usesProbe: return .incomplete
        case .executed, .delivered:
            if !record.problems.isEmpty { return .failed }
            return record.wasInterrupted ? .incomplete : .success
        }
    }

    /// Such as `20261130T041500Z-4f2a`.
    private func id(at instant: Instant) -> String {
        let time = instant.adding(seconds: -Double(instant.milliseconds % 1_000) / 1_000).description
        return time.filter { $0 != "-" && $0 != ":" } + "-" + UUID().uuidString.lowercased().prefix(4)
    }
}
