package import RecoveryModel

/// A query for an event: `ModifyDBInstance`, `last ModifyDBInstance`, an event's id, or words of an RDS event.
package struct EventQuery: Hashable, Sendable {
    /// The name, id or words to search for.
    package let text: String
    /// True when the newest of several matches is meant; otherwise there must be exactly one.
    package let wantsNewest: Bool

    /// Nil when the text is too short to search for.
    package init?(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        wantsNewest = words.count > 1 && words[0].lowercased() == "last"
        self.text = words.dropFirst(wantsNewest ? 1 : 0).joined(separator: " ")
        guard self.text.utf8.count >= 3 else { return nil }
    }

    /// True when the text has the form of a CloudTrail event id.
    package var isID: Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }

    /// Matches a call by its full name or its id, and an RDS event by words of its message, ignoring case.
    package func matches(_ event: SourceEvent) -> Bool {
        let wanted = text.lowercased()
        if event.id?.lowercased() == wanted { return true }
        let name = event.name.lowercased()
        return event.origin == .cloudTrail ? name == wanted : name.contains(wanted)
    }
}

/// The events that a search has read.
package struct EventsSeen: Hashable, Sendable {
    package var events: [SourceEvent]
    /// How far back CloudTrail and RDS events were searched.
    package var callsSince: Instant
    package var noticesSince: Instant
    /// False when more events exist than could be read.
    package var isComplete: Bool

    package init(events: [SourceEvent], callsSince: Instant, noticesSince: Instant, isComplete: Bool) {
        self.events = events.sorted { ($0.at, $0.name, $0.id ?? "") > ($1.at, $1.name, $1.id ?? "") }
        self.callsSince = callsSince
        self.noticesSince = noticesSince
        self.isComplete = isComplete
    }
}

extension Instant {
    /// The last instant that RDS can restore to and that contains nothing of what happened at this one.
    ///
    /// Both CloudTrail and RDS restore times have whole seconds, and a transaction committed in the same second as
    /// an event may be part of it.
    package var justBefore: Instant {
        let second = milliseconds - ((milliseconds % 1_000) + 1_000) % 1_000
        return Instant(milliseconds: second - 1_000)
    }
}
