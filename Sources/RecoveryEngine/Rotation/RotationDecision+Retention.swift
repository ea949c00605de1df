import AWSNames
import RecoveryModel

extension RotationDecision {
    /// What stays of a region's own snapshots, and what goes.
    struct Retained {
        var kept: [SnapshotRotation.Kept] = []
        var removed: [SnapshotRotation.Step] = []
        /// Those that the rules keep, and that other regions are to have too.
        var byRule: Set<String> = []
    }

    /// Decides on the snapshots of one region by themselves.
    ///
    /// The rules are asked twice: of all that can be restored, and of those alone whose copies are finished. What either
    /// keeps stays, so that an unfinished copy never takes the place of a finished one.
    ///
    /// - Parameters:
    ///   - own: Newest first.
    ///   - others: Those that stay in the database's own region, and are copied again if they go here.
    func retained(_ own: [RotatedSnapshot], in region: Region, besides others: Set<String>) -> Retained {
        let usable = own.filter { $0.state == .available }
        let good = usable.filter { $0.isEncrypted == true && $0.takenAt != nil }
        var reasons: [String: [String]] = [:]
        func keep(_ id: String, _ reason: String) {
            if reasons[id]?.contains(reason) != true { reasons[id, default: []].append(reason) }
        }
        for snapshot in good.prefix(max(1, rules.minimum)) { keep(snapshot.id, "one of the newest") }
        for candidates in [usable, usable.filter { isWhole($0, in: region) }] {
            let dated = candidates.compactMap { snapshot in
                snapshot.takenAt.map {
                    RetentionRules.Dated(name: snapshot.id, at: $0, isGood: snapshot.isEncrypted == true)
                }
            }
            for (name, reason) in rules.periods(of: dated) { keep(name, reason) }
        }
        let byRule = Set(reasons.keys)
        for snapshot in usable {
            if others.contains(snapshot.id) { keep(snapshot.id, "kept in \(facts.home)") }
            if snapshot.takenAt == nil { keep(snapshot.id, "its age is not known") }
            if good.isEmpty { keep(snapshot.id, "no snapshot is known to be encrypted and available") }
            if let reason = snapshot.untouchable { keep(snapshot.id, reason) }
        }
        var decided = Retained(byRule: byRule)
        decided.kept = usable.compactMap { snapshot in
            reasons[snapshot.id].map { .init(snapshot: snapshot.id, region: region, reasons: $0) }
        }
        let removed = own.reversed().filter { snapshot in
            switch snapshot.state {
            case .available: reasons[snapshot.id] == nil
            // One that nobody could restore from, and whose name is needed again.
            case .failed: snapshot.untouchable == nil
            case .unfinished: false
            }
        }
        decided.removed = removed.map {
            .init(.delete, $0.id, in: region, $0.state == .failed ? "it failed" : "older than what is kept")
        }
        return decided
    }

    /// True when every region that is to have a copy has a finished one.
    private func isWhole(_ snapshot: RotatedSnapshot, in region: Region) -> Bool {
        guard region == facts.home else { return true }
        return facts.copies.keys.allSatisfy { other in
            facts.own(in: other).contains { $0.id == snapshot.id && $0.state == .available }
        }
    }
}

extension RotatedSnapshot {
    /// Why it is not drctl's alone to delete; nil when it is.
    fileprivate var untouchable: String? {
        switch sharedWith {
        case .known([]): nil
        case .known(let accounts): "shared with \(CountText.list(accounts))"
        case .unavailable(let failure): "whether it is shared could not be read: \(failure)"
        }
    }
}
