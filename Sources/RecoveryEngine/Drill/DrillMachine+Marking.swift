import RecoveryModel

/// The instant `now`: a row before it, a row after it, and the wait until RDS has stored the log beyond both.
extension DrillMachine {
    mutating func beginMarking(_ source: InstanceFacts, _ now: Instant) -> [DrillAction] {
        let window = RestorableWindow(of: source)
        guard window.retentionDays > 0, window.latest != nil else {
            decide(.notVerified, window.absence)
            return finish(now)
        }
        enter(.markingBefore, .mark, now)
        return markingAction()
    }

    mutating func markingInstant(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        switch (state, event) {
        case (.markingBefore, .markedBefore(let marking)):
            self.marking = marking
            enter(.markingAfter, .mark, now)
            return markingAction()
        case (.markingAfter, .markedAfter(let time)):
            guard let instant = marking?.instant else { return [] }
            marking?.after = time
            return askSource(
                RecoveryPoint(
                    kind: .pointInTime, snapshot: nil, time: instant, reason: "now, between the drill's two marker rows"
                ), now
            )
        case (_, .actionFailed(let operation, let reason, _)):
            let fix = request.marker.flatMap { facts?.marker?.fix(MarkerTable($0)) }
            note(operation, reason, hint: fix.map { "if the table has changed since preflight, \($0)" })
            decide(.failed, "\(operation): \(reason)")
            return tearDown(now)
        default: return []
        }
    }

    mutating func awaitLog(_ now: Instant) -> [DrillAction] {
        enter(.awaitingLog, .ship, now)
        return markingAction()
    }

    /// The log is sufficient once it reaches beyond the row after the instant: only then does the absence of that row
    /// from the copy prove anything. RDS restores to instants before its latest restorable time.
    mutating func awaitingLog(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        guard let marking, let after = marking.after.flatMap(DatabaseTime.instant) else { return [] }
        var latest: Instant?
        switch event {
        case .logObserved(let seen):
            if seen > max(after, marking.instant) { return orderRestore(now) }
            latest = seen
        case .actionFailed(let operation, let reason, let isTransient):
            note(operation, reason)
            guard isTransient else {
                decide(.failed, "\(operation): \(reason)")
                return tearDown(now)
            }
        default: return []
        }
        let waited = now.milliseconds - (phases.last?.startedAt ?? now).milliseconds
        let limit = min(request.deadline, Self.logIsShippedWithin)
        guard waited <= limit else {
            let reached = latest.map { ": the latest restorable time is \($0.shown)" } ?? ""
            decide(
                .notVerified,
                "RDS did not archive the log of \(request.source) beyond \(marking.instant.shown) within "
                    + "\(ElapsedText.of(milliseconds: limit))\(reached)")
            return tearDown(now)
        }
        let pause = PollPacing.pause(elapsed: waited, expected: nil, interval: request.pollInterval)
        return [.observeLog(marking, after: pause)]
    }

    /// In milliseconds. RDS archives the log every five minutes; six times that is a fault, which the drill reports.
    private static let logIsShippedWithin = 30 * 60_000

    /// The action of a marking state, which can be repeated safely.
    func markingAction() -> [DrillAction] {
        switch state {
        case .markingBefore: request.marker.map { [.markBefore(table: $0)] } ?? []
        case .markingAfter: marking.map { [.markAfter($0)] } ?? []
        case .awaitingLog: marking.map { [.observeLog($0, after: 0)] } ?? []
        default: []
        }
    }
}
