/// When a step is made, by the maintenance window of the database that it disturbs.
package enum StepTiming: Sendable, Hashable {
    /// It disturbs no database, or was asked for now.
    case atOnce
    /// The window is open, until then.
    case inWindow(WeeklyWindow, until: Instant)
    /// RDS makes these settings in the window, which opens then; the others of the step are made at once.
    case queued(WeeklyWindow, opens: Instant, settings: [String])
    /// It is not made, since RDS cannot queue it; without a window when that could not be read.
    case left(WeeklyWindow?, opens: Instant?)

    /// One word, as in results.
    package var word: String {
        switch self {
        case .atOnce: "at-once"
        case .inWindow: "in-window"
        case .queued: "queued"
        case .left: "left"
        }
    }

    /// For people; nil when there is nothing to say.
    package var shown: String? {
        switch self {
        case .atOnce: nil
        case .inWindow(let window, let until):
            "at once: its maintenance window \(window) UTC is open until \(until.shown)"
        case .queued(let window, let opens, let settings):
            "\(settings.joined(separator: ", ")): queued for the maintenance window \(window) UTC, which opens "
                + "\(opens.shown); --now makes it at once"
        case .left(let window?, let opens?):
            "not made outside the maintenance window \(window) UTC, which opens \(opens.shown): apply again then, or "
                + "give --now"
        case .left: "not made: its maintenance window could not be read; --now makes it at once"
        }
    }
}

/// The maintenance window of the database that a step disturbs.
package struct StepMaintenance: Sendable, Hashable {
    /// Nil when it could not be read.
    package var window: WeeklyWindow?
    /// Whether the window does not matter, since somebody asked for the step now.
    package var isNow: Bool

    package init(window: WeeklyWindow?, isNow: Bool) {
        self.window = window
        self.isNow = isNow
    }
}

extension Step {
    /// When it is made, if that is decided then. A step that disturbs a database whose window nobody has looked up is not
    /// made.
    package func timing(at instant: Instant) -> StepTiming {
        guard let outage = change.outage, maintenance?.isNow != true else { return .atOnce }
        guard let window = maintenance?.window else { return .left(nil, opens: nil) }
        if let until = window.closes(after: instant) { return .inWindow(window, until: until) }
        let opens = window.opens(after: instant)
        return outage.canBeQueued
            ? .queued(window, opens: opens, settings: outage.settings) : .left(window, opens: opens)
    }
}

/// What of a change makes a database unavailable for a while.
package struct Outage: Sendable, Hashable {
    /// By name; empty for a restart as such.
    package var settings: [String]
    /// Whether RDS takes it for the maintenance window.
    package var canBeQueued: Bool
}

extension Change {
    /// Nil for a change that no database has to be restarted for.
    package var outage: Outage? {
        switch self {
        case .database(.restart): return Outage(settings: [], canBeQueued: false)
        case .database(.modify(_, _, let settings)): return Outage(of: settings)
        case .database(.modifyMember(_, _, let setting)): return Outage(of: [setting])
        case .database(.createParameterGroup), .database(.setParameter), .database(.unshareSnapshot),
            .database(.replicateBackups):
            return nil
        case .bucket, .key, .role, .topic, .alarm, .eventSubscription, .eventRule, .dashboard, .backupPlan,
            .restoreTesting:
            return nil
        }
    }
}

extension Outage {
    /// What the settings restart the database for.
    fileprivate init?(of all: [DatabaseSetting]) {
        let restarting = all.filter { if case .restart = $0.detail.disruption { true } else { false } }
        guard !restarting.isEmpty else { return nil }
        settings = restarting.map(\.name)
        canBeQueued = restarting.allSatisfy(\.canWaitForWindow)
    }
}
