import AWSCore
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

extension AWSSession {
    /// The event that the text means. An ambiguous text is refused with a summary of the search.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`.
    func event(_ text: String, of instance: String, _ kind: DatabaseKind, now: Instant)
        async throws -> SourceEvent
    {
        guard let query = EventQuery(text) else {
            throw CommandFailure(
                .usage, "\"\(text)\" is too short to search for", hint: "use a form such as `last ModifyDBInstance`")
        }
        let seen: EventsSeen
        do {
            seen = try await SourceEvents(client: client).seen(query, of: instance, kind, now: now)
        } catch let error as ClientError {
            throw CommandFailure(
                .refused, "failed to read the events of \(instance): \(error)",
                hint: ErrorAdvice.hint(for: error) ?? "pass the time itself with --at")
        }
        switch EventChooser.choose(query, of: instance, among: seen) {
        case .success(let event): return event
        case .failure(let refusal): throw CommandFailure(.refused, refusal.reason, hint: refusal.hint)
        }
    }
}
