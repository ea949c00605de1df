import AWSNames
package import RecoveryModel

/// Decides which snapshots a rotation makes, copies and deletes: a pure function of what RDS lists, the rules and the time.
///
/// What stays is decided without the time, by the rule of every retention: the newest of each of so many periods that
/// have one. Time says one thing only, whether the present period has one yet.
package struct RotationDecision {
    let facts: RotationFacts
    let rules: RetentionRules
    let now: Instant

    /// Everything that is to be done, also what comes once that which is made first is finished.
    package static func plan(_ facts: RotationFacts, by rules: RetentionRules, at now: Instant) -> SnapshotRotation {
        var decision = RotationDecision(facts: facts, rules: rules, now: now)
        var plan = decision.present
        var steps = plan.steps
        var known = Set(steps.map(\.identity))
        // The same decision again, as if all that is being made were finished, shows what follows from it: the copies of
        // what is made, then what is old once they are there.
        while true {
            decision = RotationDecision(facts: decision.finished(steps), rules: rules, now: now)
            steps = decision.present.steps.filter { known.insert($0.identity).inserted }
            guard !steps.isEmpty else { break }
            plan.steps += steps.map { step in
                var step = step
                step.isLater = true
                return step
            }
        }
        let gone = Set(plan.steps.filter { $0.action == .delete }.map { [$0.snapshot, $0.region.rawValue] })
        plan.kept.removeAll { gone.contains([$0.snapshot, $0.region.rawValue]) }
        return plan
    }

    /// What can be done at once.
    private var present: SnapshotRotation {
        var plan = SnapshotRotation(database: facts.naming.database, kind: facts.kind)
        let regions = [facts.home] + facts.copies.keys.sorted()
        let home = retained(facts.own(in: facts.home), in: facts.home, besides: [])
        let wanted = Set(home.kept.filter { home.byRule.contains($0.snapshot) }.map(\.snapshot))
        for region in regions {
            let own = facts.own(in: region)
            let decided = region == facts.home ? home : retained(own, in: region, besides: wanted)
            plan.kept += decided.kept
            plan.steps += decided.removed
            plan.unfinished += own.filter { $0.state == .unfinished }.map {
                .init(snapshot: $0.id, region: region, status: $0.status)
            }
        }
        create(&plan)
        for region in regions.dropFirst() { copy(wanted, to: region, &plan) }
        for stray in facts.strays {
            plan.obstacles.append(
                "\(stray.id) in \(stray.region) has tags of this rotation and is not its own: it is not touched")
        }
        return plan
    }

    /// The snapshot of the present period, when that has none: neither finished nor being made.
    private func create(_ plan: inout SnapshotRotation) {
        let wanted = RetentionPeriod.allCases.filter { rules.count(of: $0) > 0 }
        guard let finest = wanted.first else { return }
        let name = facts.naming.name(of: finest, at: now)
        let own = facts.own(in: facts.home).filter { $0.state != .failed }
        guard !own.contains(where: { $0.id == name }) else { return }
        let due = wanted.filter { period in
            // One that is being made has no time yet: it is of now.
            !own.contains { period.label(of: $0.takenAt ?? now) == period.label(of: now) }
        }
        guard !due.isEmpty else { return }
        guard !facts.isTaken(name, in: facts.home) else {
            plan.obstacles.append("the name \(name) is taken by a snapshot that is not the rotation's")
            return
        }
        guard facts.status == "available" else {
            plan.obstacles.append(
                "a snapshot is due, and RDS takes none while the \(facts.kind.rawValue) is \(facts.status)")
            return
        }
        var step = SnapshotRotation.Step(
            .create, name, in: facts.home, "none of \(Self.shown(due, now)) yet")
        step.tags = facts.naming.tags(of: name, for: due, in: facts.home, besides: facts.tags)
        plan.steps.append(step)
    }

    private static func shown(_ periods: [RetentionPeriod], _ now: Instant) -> String {
        CountText.list(periods.map { "\($0.rawValue) \($0.label(of: now))" })
    }

    /// The copies that a region lacks of what is kept.
    private func copy(_ wanted: Set<String>, to region: Region, _ plan: inout SnapshotRotation) {
        let there = Set(facts.own(in: region).filter { $0.state != .failed }.map(\.id))
        let lacking = facts.own(in: facts.home).filter { wanted.contains($0.id) && !there.contains($0.id) }
        for snapshot in lacking.reversed() {
            if facts.isTaken(snapshot.id, in: region) {
                plan.obstacles.append("the name \(snapshot.id) is taken in \(region) by another snapshot")
                continue
            }
            var step = SnapshotRotation.Step(.copy, snapshot.id, in: region, "\(region) has no copy yet")
            switch facts.copies[region] ?? .unencrypted {
            case .missing(let reason):
                plan.obstacles.append("\(snapshot.id) cannot be copied to \(region): \(reason)")
                continue
            case .key(let arn): step.key = arn
            case .unencrypted: break
            }
            let listed = facts.listed[facts.home]?.first { $0.id == snapshot.id }
            step.tags = facts.naming.tags(of: snapshot.id, for: [], in: region, besides: facts.tags)
            step.tags[RotationTag.classes] = listed?.tags[RotationTag.classes]
            step.tags[RotationTag.takenAt] = snapshot.takenAt?.description
            plan.steps.append(step)
        }
    }

    /// The facts once some steps are done and what is being made is finished.
    private func finished(_ steps: [SnapshotRotation.Step]) -> RotationFacts {
        var after = facts
        for step in steps {
            var list = after.listed[step.region] ?? []
            list.removeAll { $0.id == step.snapshot }
            after.sharing[step.region, default: [:]][step.snapshot] = .known([])
            let original = facts.listed[facts.home]?.first { $0.id == step.snapshot }
            switch step.action {
            case .delete: break
            case .create, .copy:
                let isCopy = step.action == .copy
                list.append(
                    ListedSnapshot(
                        id: step.snapshot, database: facts.naming.database, resource: nil, status: "available",
                        takenAt: isCopy ? original?.takenAt : now,
                        isEncrypted: isCopy ? original?.isEncrypted : facts.isEncrypted,
                        tags: step.tags, original: isCopy ? facts.arn(of: step.snapshot) : nil))
            }
            after.listed[step.region] = list
        }
        for region in [facts.home] + facts.copies.keys {
            for snapshot in facts.own(in: region) where snapshot.state == .unfinished {
                guard let index = after.listed[region]?.firstIndex(where: { $0.id == snapshot.id }) else { continue }
                after.listed[region]?[index].status = "available"
                after.listed[region]?[index].takenAt = snapshot.takenAt ?? now
                after.sharing[region, default: [:]][snapshot.id] = .known([])
            }
        }
        return after
    }
}

extension SnapshotRotation.Step {
    /// What it does, whatever the reason and the time.
    package var identity: String { "\(action.rawValue) \(snapshot) \(region.rawValue)" }
}

extension RotationFacts {
    /// The ARN of a snapshot in the database's own region: what is copied, and what copies name as their original.
    package func arn(of id: String) -> String {
        let type = kind.pick(instance: "snapshot", cluster: "cluster-snapshot")
        return "arn:\(home.partition.rawValue):rds:\(home):\(naming.account):\(type):\(id)"
    }
}
