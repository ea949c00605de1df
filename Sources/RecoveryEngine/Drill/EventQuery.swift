package import RecoveryModel

/// Which event somebody means: `ModifyDBInstance`, `last ModifyDBInstance`, an event's id, or words of an RDS event.
package struct EventQuery: Hashable, Sendable {
    /// What is looked for.
    package let text: String
    /// Whether the newest of several is meant; otherwise there must be only one.
    package let wantsNewest: Bool

    /// Nil when there is too little to look for.
    package init?(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        wantsNewest = words.count > 1 && words[0].lowercased() == "last"
        self.text = words.dropFirst(wantsNewest ? 1 : 0).joined(separator: " ")
        guard self.text.utf8.count >= 3 else { return nil }
    }

    /// Whether it is one event's own id, as CloudTrail gives them.
    package var isID: Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }

    /// A call by its whole name or its id, an event of RDS by words of its sentence; letters' case does not matter.
    package func matches(_ event: SourceEvent) -> Bool {
        let wanted = text.lowercased()
        if event.id?.lowercased() == wanted { return true }
        let name = event.name.lowercased()
        return event.origin == .cloudTrail ? name == wanted : name.contains(wanted)
    }
}

/// What a search for an event has seen.
package struct EventsSeen: Hashable, Sendable {
    package var events: [SourceEvent]
    /// How far back each was searched.
    package var callsSince: Instant
    package var noticesSince: Instant
    /// False when there were more than could be read.
    package var isComplete: Bool

    package init(events: [SourceEvent], callsSince: Instant, noticesSince: Instant, isComplete: Bool) {
        self.events = events.sorted { ($0.at, $0.name, $0.id ?? "") > ($1.at, $1.name, $1.id ?? "") }
        self.callsSince = callsSince
        self.noticesSince = noticesSince
        self.isComplete = isComplete
    }
}

extension Instant {
    /// The last instant that RDS can restore to and that holds nothing of what happened at this one.
    ///
    /// Both CloudTrail and RDS restore times have whole seconds, and what committed in the very second of an event may be
    /// part of it.
    package var justBefore: Instant {
        let second = milliseconds - ((milliseconds % 1_000) + 1_000) % 1_000
        return Instant(milliseconds: second - 1_000)
    }
}
