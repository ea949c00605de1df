import AWSCore
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

extension AWSSession {
    /// The event that somebody means. Whatever is not certain is refused with what was searched.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`.
    func event(_ text: String, of instance: String, _ kind: DatabaseKind, now: Instant)
        async throws -> SourceEvent
    {
        guard let query = EventQuery(text) else {
            throw CommandFailure(
                .usage, "\"\(text)\" is too little to look for", hint: "write such as `last ModifyDBInstance`")
        }
        let seen: EventsSeen
        do {
            seen = try await SourceEvents(client: client).seen(query, of: instance, kind, now: now)
        } catch let error as ClientError {
            throw CommandFailure(
                .refused, "the events of \(instance) could not be read: \(error)",
                hint: ErrorAdvice.hint(for: error) ?? "give the time itself with --at")
        }
        switch EventChooser.choose(query, of: instance, among: seen) {
        case .success(let event): return event
        case .failure(let refusal): throw CommandFailure(.refused, refusal.reason, hint: refusal.hint)
        }
    }
}
