package import RecoveryModel

/// Decides which of a policy's databases a series drills, by the same rule as `database.drill-current`.
package struct DrillQueue: Sendable {
    /// Those to drill, the oldest proof first, those without any before all.
    package private(set) var due: [DrillCandidate] = []
    /// The others, each with the reason; by policy, place and name.
    package private(set) var rest: [DrillSeries.Entry] = []

    package init() {}

    /// Adds a database.
    ///
    /// - Parameters:
    ///   - proofs: Every drill that can be believed, of whatever database.
    ///   - isForced: Whether it is drilled although its proof is recent enough.
    package mutating func add(
        _ candidate: DrillCandidate, of policy: RecoveryPolicy, proofs: [DrillProof], isForced: Bool, now: Instant
    ) {
        guard let id = candidate.database else { return }
        let isOutside = candidate.isOutsideRDS == true
        let ofRDS = candidate.kind == .cluster ? "cluster.drill-current" : "database.drill-current"
        let control = isOutside ? "self-managed.drill-current" : ofRDS
        let waiver = policy.waivers.first { waiver in
            waiver.control == control && (waiver.resource == "*" || waiver.resource == id) && waiver.expires >= now.day
        }
        if let waiver {
            rest.append(.init(candidate, .waived(until: "\(waiver.expires)")))
            return sort()
        }
        let place = DrilledDatabase(candidate.scope, candidate.kind, id)
        let own = proofs.filter { proof in
            // Outside RDS a name is enough: the chain is the policy's own.
            isOutside ? proof.database.isOutsideRDS && proof.database.id == id : proof.database == place
        }
        let last = LastDrill(own, now: now)
        var candidate = candidate
        candidate.proven = last.failedSince == nil ? last.verifiedAt : nil
        if !isForced, last.isCurrent(within: policy.drill?.every), let proven = candidate.proven {
            rest.append(.init(candidate, .current(until: policy.drill?.every.map { proven + $0 })))
        } else {
            due.append(candidate)
        }
        sort()
    }

    private mutating func sort() {
        func place(_ candidate: DrillCandidate) -> (TargetName, String) { (candidate.target, candidate.database ?? "") }
        due.sort { left, right in
            left.proven == right.proven
                ? place(left) < place(right)
                : left.proven.map { mine in right.proven.map { mine < $0 } ?? false } ?? true
        }
        rest.sort { place($0.candidate) < place($1.candidate) }
    }
}

/// Says which drill of a series begins next: the first that waits, unless its region has no room for another instance.
package struct DrillSchedule: Sendable {
    private var waiting: [(index: Int, place: DrillScope)]
    private var running: [Int: DrillScope] = [:]
    private let width: Int
    private let room: [DrillScope: Int]

    /// - Parameters:
    ///   - places: Where each drill restores, by its number in the series.
    ///   - width: How many may run side by side.
    ///   - room: How many instances the quota of a place still allows; a place without one has no limit of its own. Where
    ///     there is none, one drill at a time begins, whose own guard says so.
    package init(_ places: [(index: Int, place: DrillScope)], width: Int, room: [DrillScope: Int]) {
        waiting = places
        self.width = max(1, width)
        self.room = room
    }

    /// The number of the drill that begins now; nil when none may.
    package mutating func next() -> Int? {
        guard running.count < width else { return nil }
        let next = waiting.firstIndex { drill in
            running.values.count { $0 == drill.place } < room[drill.place].map { max(1, $0) } ?? .max
        }
        guard let next else { return nil }
        let drill = waiting.remove(at: next)
        running[drill.index] = drill.place
        return drill.index
    }

    /// Notes that a drill is over.
    package mutating func finish(_ index: Int) { running[index] = nil }
}
