package import RecoveryModel

/// Finds the one event that is meant. What is not certain is refused: a recovery to the wrong instant loses data.
package enum EventChooser {
    /// Why no event was chosen, and what to write instead.
    package struct Refusal: Error, Hashable, Sendable {
        package var reason: String
        package var hint: String?
    }

    /// The event, or why it is not known.
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
                    reason: "\(instance) has more events than can be read: \"\(query.text)\" may not be the only one",
                    hint: "write `last \(query.text)`, or its id: \(newest.id ?? newest.at.description)"))
        }
        return .success(newest)
    }

    private static func nothing(_ query: EventQuery, _ instance: String, _ seen: EventsSeen) -> Refusal {
        let calls = seen.events.count { $0.origin == .cloudTrail }
        let names = Set(seen.events.filter { $0.origin == .cloudTrail }.map(\.name)).sorted().prefix(12)
        let known = names.isEmpty ? "" : "; the calls were \(names.joined(separator: ", "))"
        return Refusal(
            reason: """
                no event of \(instance) is "\(query.text)": looked at \(calls) calls that CloudTrail lists since \
                \(seen.callsSince) and \(seen.events.count - calls) events of RDS since \(seen.noticesSince)\
                \(seen.isComplete ? "" : " (the newest; there are more)")\(known)
                """,
            hint: "CloudTrail lists a call some minutes after it was made; with the time known, give --at")
    }

    private static func several(_ query: EventQuery, _ matches: [SourceEvent]) -> Refusal {
        let lines = matches.prefix(10).map { event in
            "  \(event): " + (event.id.map { "--before \($0)" } ?? "--at \(event.at.justBefore)")
        }
        let more = matches.count > 10 ? ["  and \(matches.count - 10) older ones"] : []
        return Refusal(
            reason: (["\(matches.count) events are \"\(query.text)\":"] + lines + more).joined(separator: "\n"),
            hint: "write what stands behind the one that is meant, or `last \(query.text)` for the newest")
    }
}
