package import AWSCore
import RecoveryEngine
package import RecoveryModel

/// Tests alarms one after the other: sets each to ALARM, waits for its action and for the message at the probe, and puts the
/// former state back, whatever happens.
package struct AlarmTestRunner: Sendable {
    let client: AWSClient
    let request: AlarmTestRequest
    let now: @Sendable () -> Instant
    let tell: @Sendable (String) -> Void

    package init(
        client: AWSClient, request: AlarmTestRequest, now: @escaping @Sendable () -> Instant,
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.client = client
        self.request = request
        self.now = now
        self.tell = tell
    }

    /// Runs the test. A signal ends it before its next alarm, after everything is put back.
    package func run() async -> AlarmTestRecord {
        var record = AlarmTestRecord(
            id: request.id, policy: request.policy, account: request.account, region: request.region,
            caller: request.caller, topic: request.topic, usedProbe: request.usesProbe, startedAt: request.startedAt)
        let testable = request.chains.contains { $0.obstacle == nil }
        let needsProbe = request.usesProbe && testable
        let probe = needsProbe ? await open() : .absent
        for chain in request.chains {
            guard !Task.isCancelled else { break }
            let (alarm, leftover) = await test(chain, probe)
            record.alarms.append(alarm)
            if let leftover { record.leftovers.append(leftover) }
        }
        record.wasInterrupted = Task.isCancelled
        if needsProbe, let leftover = await close() { record.leftovers.append(leftover) }
        record.endedAt = now()
        return record
    }

    /// The queue to look into.
    private enum Probe {
        case absent
        case open(url: String)
        case failed(String)
    }

    private func open() async -> Probe {
        do {
            tell("subscribing the probe \(request.queueName)")
            return .open(url: try await AlarmProbe(client: client, request: request).open())
        } catch {
            return .failed("the probe could not be set up: \(error)")
        }
    }

    /// What of the probe could not be deleted; nil when all was. Not cancelled, since a queue must not stay.
    private func close() async -> String? {
        await Task {
            do {
                try await AlarmProbe(client: client, request: request).close()
                return nil
            } catch {
                return "queue \(request.queueARN) and its subscription to \(request.topic): \(error)"
            }
        }.value
    }

    /// The test of one alarm, and what could not be put back.
    private func test(_ chain: AlertChain, _ probe: Probe) async -> (AlarmTestRecord.Alarm, leftover: String?) {
        if let untested = AlarmTestJudge.untested(chain) { return (untested, nil) }
        let states = AlarmStates(client: client)
        let history = AlarmHistory(client: client, alarm: chain.serving, topic: request.topic)
        let (before, earlier): (AlarmCondition, Set<AlarmHistory.Entry>)
        do {
            before = try await states.condition(of: chain.serving)
            let entries = try await history.newest()
            if before.state == "ALARM" {
                return (alreadyAlarming(chain, before, history.execution(entries, since: before.since)), nil)
            }
            earlier = Set(entries)
        } catch {
            return (AlarmTestJudge.tested(chain, .unseen("\(error)"), .notAsked), nil)
        }
        let mark = AlarmTestMark(
            test: request.id, policy: request.policy, until: request.until, state: before.state, reason: before.reason,
            since: before.mark?.since ?? before.since)
        tell("setting \(chain.serving) to ALARM")
        let setAt = now()
        var (execution, delivery) = (AlarmExecution.unseen("interrupted"), AlarmDelivery.notAsked)
        do {
            try await states.set(chain.serving, to: "ALARM", request.reason, data: mark.reasonData)
            execution = try await wait(for: history, after: earlier)
            if case .succeeded = execution { delivery = try await wait(at: probe, for: chain.serving, since: setAt) }
        } catch is CancellationError {
            if case .succeeded = execution { delivery = .unseen("interrupted") }
        } catch {
            execution = .unseen("\(error)")
        }
        var alarm = AlarmTestJudge.tested(chain, execution, delivery)
        // Whether the state was set is not known when the answer was lost: it is put back in any case.
        let restored = await restore(chain.serving, mark)
        alarm.restoredTo = restored.state
        return (alarm, restored.leftover)
    }

    /// An alarm that is in ALARM cannot go off again; what its history says of the last time counts.
    private func alreadyAlarming(
        _ chain: AlertChain, _ condition: AlarmCondition, _ execution: AlarmExecution?
    ) -> AlarmTestRecord.Alarm {
        let since = condition.since.map { " since \($0.shown)" } ?? ""
        guard let execution else {
            return AlarmTestJudge.tested(
                chain, .unseen("the alarm is in ALARM\(since), and its history has no action on the topic since"),
                .notAsked)
        }
        let reason = "the alarm is in ALARM\(since): its message can be seen to arrive once that is resolved"
        return AlarmTestJudge.tested(chain, execution, request.usesProbe ? .unseen(reason) : .notAsked)
    }

    private func wait(
        for history: AlarmHistory, after earlier: Set<AlarmHistory.Entry>
    ) async throws -> AlarmExecution {
        try await poll { try await history.execution(history.newest().filter { !earlier.contains($0) }) }
            ?? .silent(waited: request.wait)
    }

    private func wait(at probe: Probe, for alarm: String, since setAt: Instant) async throws -> AlarmDelivery {
        switch probe {
        case .absent: return .notAsked
        case .failed(let reason): return .unseen(reason)
        case .open(let url):
            do {
                let arrived = try await poll {
                    try await AlarmProbe(client: client, request: request).receive(from: url, of: alarm) ? now() : nil
                }
                return arrived.map { .arrived(after: $0.milliseconds - setAt.milliseconds) }
                    ?? .silent(waited: request.wait)
            } catch let error as CancellationError {
                throw error
            } catch {
                return .unseen("the probe could not be read: \(error)")
            }
        }
    }

    /// The first answer within the time to wait; nil without one.
    private func poll<Answer>(_ ask: () async throws -> Answer?) async throws -> Answer? {
        let deadline = ContinuousClock.now.advanced(by: .milliseconds(request.wait))
        while true {
            if let answer = try await ask() { return answer }
            guard ContinuousClock.now < deadline else { return nil }
            try await Task.sleep(for: .milliseconds(request.pause))
        }
    }

    /// The state that the alarm is left in, and what is wrong with it. Not cancelled: an alarm that is left in ALARM does
    /// not go off again.
    private func restore(_ alarm: String, _ mark: AlarmTestMark) async -> (state: String?, leftover: String?) {
        await Task {
            do {
                return (try await AlarmStates(client: client).restore(alarm, marked: mark), nil)
            } catch {
                var command = ShellCommand("aws cloudwatch set-alarm-state")
                command.add("--alarm-name", alarm)
                command.add("--state-value", mark.state)
                command.add("--state-reason", "put back manually")
                command.add("--region", "\(request.region)")
                return (nil, "alarm \(alarm) is in ALARM and was \(mark.state): \(command.text) (\(error))")
            }
        }.value
    }
}
