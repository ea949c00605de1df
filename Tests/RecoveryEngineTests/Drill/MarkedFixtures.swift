import RecoveryEngine
import RecoveryModel

/// A drill of the instant `now`, as literals.
extension DrillFixtures {
    static let markerTable = MarkerTableFacts(
        login: "kb_admin", table: .init(form: "rp", columns: MarkerTable.columns, hasKey: true))

    static func marked(
        of kind: DatabaseKind = .instance, _ change: (inout DrillRequest) -> Void = { _ in }
    ) -> DrillRequest {
        request(.marked, of: kind) {
            $0.marker = "drctl.marker"
            change(&$0)
        }
    }

    /// What the copy is asked: as much as any copy of a point in time, and about two rows.
    static var checksOfMarked: Int {
        let point = RecoveryPoint(kind: .pointInTime, snapshot: nil, time: start, reason: "")
        return CheckPlanner.plan(request(.marked), point: point, server: "15.18").count + 2
    }

    static func markedFacts(of kind: DatabaseKind = .instance) -> DrillFacts {
        var facts = kind == .cluster ? clusterFacts() : facts()
        facts.marker = markerTable
        return facts
    }
}

/// How RDS stores the log: the latest restorable time is so many seconds behind the world's clock, in steps of five minutes.
struct SimulatedLog {
    var lag = 0.0

    func latest(at now: Instant) -> Instant {
        let step = 300_000
        return Instant(milliseconds: now.milliseconds / step * step).adding(seconds: -lag - 60)
    }
}

extension SimulatedWorld {
    static func marked(of kind: DatabaseKind = .instance) -> SimulatedWorld {
        var world = SimulatedWorld()
        world.facts = DrillFixtures.markedFacts(of: kind)
        return world
    }

    /// The order that was given; nil when nothing was restored.
    var order: RestoreOrder? {
        performed.compactMap { if case .restore(let order) = $0 { order } else { nil } }.first
    }

    /// Writes the rows, as a server whose clock is the world's.
    mutating func mark(_ action: DrillAction) -> DrillEvent {
        switch action {
        case .markBefore(let table):
            let then = restorable.latest(at: now)
            if rows.before == nil { rows.before = Self.text(now) }
            let next = Instant(milliseconds: now.milliseconds / 1_000 * 1_000 + 1_000)
            return .markedBefore(
                Marking(table: table, before: rows.before ?? "", instant: next, restorableThen: then))
        case .markAfter(let marking):
            now = max(now, marking.instant).adding(seconds: 0.005)
            if rows.after == nil { rows.after = Self.text(now) }
            return .markedAfter(rows.after ?? "")
        case .observeLog(_, let after):
            now = now.adding(seconds: Double(after) / 1_000)
            return .logObserved(restorable.latest(at: now))
        default: return .interrupted
        }
    }

    /// What the copy of an instant holds of the rows.
    func restoredRows(_ check: String, isSource: Bool) -> String? {
        switch check {
        case "marker before T": rows.before.map { "1 \($0)" }
        case "marker after T": isSource && rows.after != nil ? "1" : "0"
        default: nil
        }
    }

    /// As PostgreSQL prints a time.
    private static func text(_ instant: Instant) -> String {
        instant.description.replacing("T", with: " ").replacing("Z", with: "+00")
    }
}
