import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

extension CommandContext {
    /// What is known of a target's alarms and topic, and nothing else: all that their chains are judged by.
    ///
    /// - Throws: `RunFailure` when the policy notifies nobody; `CommandFailure` when it cannot be known which alarms the
    ///   policy derives; `CancellationError`.
    func alerting(_ open: OpenTarget) async throws -> ControlContext {
        let session = open.session
        let target = Target(open.policy, account: session.account, region: session.region)
        guard target.topicARN != nil else {
            throw RunFailure(
                "policy \(open.policy.name) has no `notifications`: it has no alert chain",
                hint: "add `notifications` with a topic and its subscribers")
        }
        let kinds = AlarmTestKinds.all(withDatabases: AlarmTestKinds.needsDatabases(open.policy))
        let collector = InventoryCollector(
            client: patient(session.client), account: session.account, region: session.region, progress: open.reading)
        let found = ControlContext(target, try await collector.collect(target, at: now(), only: kinds))
        if let unlisted = AlarmTestKinds.unlisted(found) { throw CommandFailure(.incomplete, unlisted) }
        return found
    }
}

extension [AlertChain] {
    /// The chains of these alarms only; all when none is named.
    func only(_ names: [String]) -> [AlertChain] {
        names.isEmpty ? self : filter { names.contains($0.alarm) || names.contains($0.serving) }
    }
}

extension Run {
    /// Refuses a name that is no alarm of any target.
    ///
    /// - Throws: `CommandFailure`.
    func requireAlarms(_ names: [String], _ known: (Value) -> [AlertChain]) throws {
        let chains = values.flatMap(known)
        // Targets that failed may have it.
        guard failures.isEmpty else { return }
        for name in names where !chains.contains(where: { $0.alarm == name || $0.serving == name }) {
            let all = Set(chains.map(\.alarm)).sorted()
            throw CommandFailure(
                .usage, "--alarm \(name): the policies derive no such alarm",
                hint: Spelling.hint(for: name, in: all) ?? "they derive \(CountText.list(all))")
        }
    }
}
