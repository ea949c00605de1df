package import RecoveryModel

/// Finds the one event that a query means. An ambiguous query is refused: a recovery to the wrong instant loses data.
package enum EventChooser {
    /// Why no event was chosen, and how to be more specific.
    package struct Refusal: Error, Hashable, Sendable {
        package var reason: String
        package var hint: String?
    }

    /// The event, or why it could not be determined.
    package static func choose(
        _ query: EventQuery, of instance: String, among seen: EventsSeen
    ) -> Result<SourceEvent, Refusal> {
        let matches = seen.events.filter(query.matches)
        guard let newest = matches.first else { return .failure(nothing(query, instance, seen)) }
        if query.wantsNewest { return .success(newest) }
        guard matches.count == 1 else { return .failure(several(query, matches)) }
        guard seen.isComplete || query.isID else {
            return .failure(
                Refusal(
                    reason: "\(instance) has more events than can be read, so \"\(query.text)\" may not be unique",
                    hint: "use `last \(query.text)`, or the event's id: \(newest.id ?? newest.at.description)"))
        }
        return .success(newest)
    }

    private static func nothing(_ query: EventQuery, _ instance: String, _ seen: EventsSeen) -> Refusal {
        let calls = seen.events.count { $0.origin == .cloudTrail }
        let names = Set(seen.events.filter { $0.origin == .cloudTrail }.map(\.name)).sorted().prefix(12)
        let known = names.isEmpty ? "" : "; the calls were \(names.joined(separator: ", "))"
        return Refusal(
            reason: """
                no event of \(instance) matches "\(query.text)": searched \(CountText.of(calls, "CloudTrail call")) \
                since \(seen.callsSince.shown) and \(CountText.of(seen.events.count - calls, "RDS event")) since \
                \(seen.noticesSince.shown)\(seen.isComplete ? "" : " (the newest; more exist)")\(known)
                """,
            hint: "CloudTrail lists a call some minutes after it was made; if you know the time, use --at")
    }

    private static func several(_ query: EventQuery, _ matches: [SourceEvent]) -> Refusal {
        let lines = matches.prefix(10).map { event in
            "  \(event): " + (event.id.map { "--before \($0)" } ?? "--at \(event.at.justBefore)")
        }
        let more = matches.count > 10 ? ["  and \(CountText.of(matches.count - 10, "older event"))"] : []
        return Refusal(
            reason: (["\(matches.count) events match \"\(query.text)\":"] + lines + more).joined(separator: "\n"),
            hint: "use the option shown after the right one, or `last \(query.text)` for the newest")
    }
}
