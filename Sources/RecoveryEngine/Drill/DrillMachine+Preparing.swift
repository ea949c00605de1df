import AWSNames
import RecoveryModel

extension DrillMachine {
    mutating func preflight(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        switch event {
        case .factsGathered(let facts):
            self.facts = facts
            guards =
                request.mission.map { RecoveryGuards.findings(request, $0, facts) }
                ?? PreflightGuards.findings(request, facts)
            let refusals = guards.filter(\.refuses)
            guard refusals.isEmpty, let source = facts.source else {
                decide(.refused, refusals.map(\.summary).joined(separator: "; "))
                return finish(now)
            }
            // A database is recovered without checks too, and then it is not verified.
            guard !request.checks.isEmpty || request.mission != nil else {
                decide(.notVerified, "the policy has no checks, so the restored data would not be verified")
                return finish(now)
            }
            if request.selection == .fresh {
                let id = request.snapshotToTake
                snapshotTaken = id
                enter(.takingSnapshot, .snapshot, now)
                return [.takeSnapshot(id: id, source: source.id, tags: request.tags(time: now))]
            }
            if case .shared = request.selection {
                snapshotTaken = request.snapshotToTake
                enter(.takingSnapshot, .snapshot, now)
                return copyShared()
            }
            if request.selection == .marked { return beginMarking(source, now) }
            // The recovery point may be in a vault, or an account, that lists no snapshots here.
            if let adopted = request.adopted, let time = adopted.time {
                return askSource(
                    RecoveryPoint(
                        kind: .backupServiceSnapshot, snapshot: adopted.snapshot, time: time,
                        reason: "restored by job \(adopted.job) of AWS Backup"), now)
            }
            switch RecoveryPointChooser.choose(request, of: source, snapshots: facts.snapshots, now: now) {
            case .success(var point):
                if let event = request.event { point.reason = "just before \(event)" }
                return askSource(point, now)
            case .failure(let refusal):
                decide(.notVerified, refusal.reason)
                return finish(now)
            }
        case .actionFailed(let operation, let reason, _):
            note(operation, reason)
            decide(.failed, "\(operation): \(reason)")
            return finish(now)
        default: return []
        }
    }

    mutating func takingSnapshot(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        switch event {
        case .snapshotObserved(let snapshot):
            if var point = RecoveryPointChooser.point(snapshot, reason: request.snapshotReason) {
                point.original = request.sharedSnapshot
                return askSource(point, now)
            }
            if snapshot.status == "failed" {
                decide(.failed, "snapshot \(snapshot.id) failed")
                return tearDown(now)
            }
            let waited = now.milliseconds - (phases.last?.startedAt.milliseconds ?? now.milliseconds)
            guard waited <= request.deadline else { return giveUp(waitingFor: "snapshot \(snapshot.id)", now) }
            let pause = PollPacing.pause(elapsed: waited, expected: nil, interval: request.pollInterval)
            return [.observeSnapshot(id: snapshot.id, after: pause)]
        case .snapshotIsForeign(let reason):
            note("snapshot", reason)
            decide(.refused, reason)
            snapshotTaken = nil
            return tearDown(now)
        case .actionFailed(let operation, let reason, let isTransient):
            note(operation, reason)
            if isTransient, let snapshotTaken, !isOverdue(now) {
                return [.observeSnapshot(id: snapshotTaken, after: request.pollInterval)]
            }
            decide(.failed, "\(operation): \(reason)")
            return tearDown(now)
        default: return []
        }
    }

    /// The copy of another account's snapshot, under the source's own key.
    private func copyShared() -> [DrillAction] {
        guard let arn = request.sharedSnapshot else { return [] }
        return [
            .copySnapshot(
                id: request.snapshotToTake, from: arn, key: facts?.key?.id,
                tags: request.tags(time: request.startedAt))
        ]
    }

    mutating func askSource(_ point: RecoveryPoint, _ now: Instant) -> [DrillAction] {
        self.point = point
        checks = CheckPlanner.plan(request, point: point, marking: marking, server: facts?.source?.engineVersion ?? "")
        // The source of a recovery is lost or damaged: nothing is compared with it.
        guard request.mission == nil else { return orderRestore(now) }
        enter(.askingSource, .baseline, now)
        return [.askSource(CheckPlanner.baseline(checks))]
    }

    mutating func askingSource(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        switch event {
        case .sourceAnswered(let answers):
            sourceAnswers = answers
            return marking == nil ? orderRestore(now) : awaitLog(now)
        case .actionFailed(let operation, let reason, _):
            note(operation, reason, hint: "the drill reads the source for the values that the copy is compared with")
            decide(.failed, "\(operation): \(reason)")
            return tearDown(now)
        default: return []
        }
    }

    mutating func orderRestore(_ now: Instant) -> [DrillAction] {
        guard request.adopted == nil else {
            enter(.awaitingInstance, .restore, now)
            return [.observeInstance(id: request.target.id, after: 0)]
        }
        guard let point, let facts, let source = facts.source,
            let order = RestoreOrder(
                request, of: source, to: point, snapshots: facts.snapshots, facts: facts)
        else { return [] }
        self.order = order
        enter(.restoring, .restore, now)
        return [.restore(order)]
    }

    /// The actions that were in progress, for the process that resumes the drill: every action can be repeated.
    package func actionsToResume() -> [DrillAction] {
        let id = request.target.id
        switch state {
        case .idle, .preflight: return [.gatherFacts]
        case .takingSnapshot:
            if request.sharedSnapshot != nil { return copyShared() }
            return snapshotTaken.map {
                [.takeSnapshot(id: $0, source: request.source, tags: request.tags(time: request.startedAt))]
            } ?? []
        case .markingBefore, .markingAfter, .awaitingLog: return markingAction()
        case .askingSource: return [.askSource(CheckPlanner.baseline(checks))]
        case .restoring: return order.map { [.restore($0)] } ?? []
        case .awaitingInstance: return [.observeInstance(id: id, after: 0)]
        case .connecting, .askingCopy:
            // The password that was set is known to nobody any more.
            if passwordWasReset { return [.resetPassword(id: id)] }
            guard restored?.host != nil, restored?.port != nil else { return [] }
            // The instance may have been removed while nobody watched.
            return [state == .connecting ? .observeInstance(id: id, after: 0) : .askCopy(checks)]
        case .resettingPassword: return [.resetPassword(id: id)]
        case .comparingFidelity: return [.compareFidelity]
        case .provingSecrets: return [.proveSecrets(request.secrets)]
        case .warming: return passwordWasReset ? [.resetPassword(id: id)] : [.warm]
        case .runningSmoke: return passwordWasReset ? [.resetPassword(id: id)] : [.runSmoke(request.smoke)]
        case .inspecting, .deleting, .awaitingDeletion, .deletingSnapshot, .sweeping: return removalAction()
        case .configuring, .awaitingSettings: return [.observeInstance(id: id, after: 0)]
        case .switching: return switchAction()
        case .finished: return []
        }
    }
}
