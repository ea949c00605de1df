package import AWSCore
import AWSNames
package import RecoveryEngine
package import RecoveryModel
import Synchronization

/// Counts the calls of an audit and finds which controls need each: those that have no verdict any more when the operation
/// is denied and everything else is answered as before. So no list of it has to be kept, which could be wrong.
package final class CallExplanation: Sendable {
    private let memory = AnswerMemory()
    private let counts = Mutex<[String: Int]>([:])

    package init() {}

    /// The same client, whose calls are counted and whose answers are remembered.
    package func watching(_ client: AWSClient) -> AWSClient {
        client.with { settings in
            let outer = settings.onAttempt
            settings.transport = memory.recording(settings.transport)
            settings.onAttempt = { attempt in
                let service = Observer.prefix(id: attempt.service, signingName: attempt.signingName)
                self.counts.withLock { $0["\(service):\(attempt.operation)", default: 0] += 1 }
                outer?(attempt)
            }
        }
    }

    /// The calls of an audit that a watched client made, by operation.
    ///
    /// - Throws: `CancellationError` only.
    package func calls(of judged: ControlContext, by client: AWSClient) async throws -> [CallCount] {
        var settings = client.settings
        settings.transport = memory.replaying
        settings.maximumRate = nil
        settings.onAttempt = nil
        settings.retry = RetrySettings(maximumAttempts: 1)
        let replay = AWSClient(settings)
        func unknown(denied: String?) async throws -> [Subject: CollectionFailure] {
            let inventory = judged.inventory
            let collector = InventoryCollector(
                client: replay, account: inventory.account, region: inventory.region, denied: denied)
            var seen = try await collector.collect(judged.target, at: judged.now)
            seen.drills = inventory.drills
            return self.unknown(ControlContext(judged.target, seen))
        }
        let kept = try await unknown(denied: nil)
        var calls: [CallCount] = []
        for (operation, count) in counts.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            // What is unknown without it, or was refused in earnest.
            let lost = try await unknown(denied: operation).filter { finding, _ in
                kept[finding].map { $0.operation == operation } ?? true
            }
            calls.append(
                CallCount(operation: operation, count: count, controls: Set(lost.keys.map(\.control)).sorted()))
        }
        return calls
    }

    private struct Subject: Hashable {
        var control: ControlID
        var resource: String
    }

    private func unknown(_ context: ControlContext) -> [Subject: CollectionFailure] {
        var unknown: [Subject: CollectionFailure] = [:]
        for finding in Auditor.audit(context).findings {
            guard case .unknown(let failure) = finding.verdict else { continue }
            unknown[Subject(control: finding.control.id, resource: finding.resource.name)] = failure
        }
        return unknown
    }
}
