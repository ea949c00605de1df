import RecoveryModel

extension DrillMachine {
    /// Deletes everything that the drill created, or finishes at once when it created nothing. What AWS Backup restored is
    /// AWS Backup's to delete.
    mutating func tearDown(_ now: Instant) -> [DrillAction] {
        guard request.mission == nil, request.adopted == nil, order != nil || snapshotTaken != nil else {
            return finish(now)
        }
        teardownStartedAt = now
        guard order != nil else { return removeSnapshot(now) }
        enter(.inspecting, .teardown, now)
        return [.observeInstance(id: request.target.id, after: 0)]
    }

    mutating func removing(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        switch event {
        case .instanceAbsent:
            // A restore that was just accepted may not be listed yet: look again before believing it.
            if state == .inspecting, early != nil, restored == nil, absencesSeen < 2 {
                absencesSeen += 1
                return [.observeInstance(id: request.target.id, after: request.pollInterval)]
            }
            return removeSnapshot(now)
        case .restorePending:
            // Nobody can stop the job: what it creates is deleted once it is there.
            guard !isTeardownOverdue(now) else { return leave(request.target.id, now) }
            return [.observeInstance(id: request.target.id, after: pauseAfterRefusal(now))]
        case .instanceObserved(let instance):
            if let reason = TeardownGuard.refusal(of: instance, drill: request.id, protected: request.protected) {
                note("teardown", reason + ": not deleted")
                decide(.failed, reason)
                return removeSnapshot(now)
            }
            restored = instance
            guard !isTeardownOverdue(now) else { return leave(instance.id, now) }
            if instance.status == "deleting" {
                state = .awaitingDeletion
                return [.observeInstance(id: instance.id, after: request.pollInterval)]
            }
            if state == .awaitingDeletion {
                return [.observeInstance(id: instance.id, after: request.pollInterval)]
            }
            state = .deleting
            return [deletion(of: instance)]
        case .deletionAccepted:
            state = .awaitingDeletion
            return [.observeInstance(id: request.target.id, after: request.pollInterval)]
        case .actionFailed(let operation, let reason, let isTransient):
            note(operation, reason)
            if !isTransient { refusedDeletions += 1 }
            guard !isTeardownOverdue(now), refusedDeletions < 3 else { return leave(request.target.id, now) }
            state = .inspecting
            return [.observeInstance(id: request.target.id, after: pauseAfterRefusal(now))]
        default: return []
        }
    }

    private func deletion(of instance: InstanceFacts) -> DrillAction {
        guard instance.kind == .cluster else { return .deleteInstance(id: instance.id) }
        return .deleteCluster(
            id: instance.id, members: instance.members.filter { $0.status != "deleting" }.map(\.id))
    }

    func isTeardownOverdue(_ now: Instant) -> Bool {
        guard let teardownStartedAt else { return false }
        return now.milliseconds - teardownStartedAt.milliseconds > request.teardownLimit
    }

    /// Retries a deletion less often as time passes, so as not to use up the account's request rate.
    private func pauseAfterRefusal(_ now: Instant) -> Int {
        let elapsed = now.milliseconds - (teardownStartedAt ?? now).milliseconds
        return PollPacing.pause(elapsed: elapsed, expected: nil, interval: request.pollInterval)
    }

    /// Gives up on the instance and records it as left over, with its cost.
    private mutating func leave(_ id: String, _ now: Instant) -> [DrillAction] {
        let cost = order.flatMap {
            DrillCost.perDay(
                instanceClass: $0.instanceClass, storageGiB: facts?.source?.allocatedStorage,
                capacity: $0.cluster?.capacity)
        }
        leftovers.append(Leftover(kind: .init(request.kind), id: id, region: request.elsewhere, costPerDay: cost))
        return removeSnapshot(now)
    }

    private mutating func removeSnapshot(_ now: Instant) -> [DrillAction] {
        enter(.deletingSnapshot, .teardown, now)
        guard let snapshotTaken else { return sweep(now) }
        return [.deleteSnapshot(id: snapshotTaken)]
    }

    private mutating func sweep(_ now: Instant) -> [DrillAction] {
        enter(.sweeping, .teardown, now)
        return [.findLeftovers]
    }

    mutating func sweeping(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        switch event {
        case .snapshotDeleted: return sweep(now)
        case .snapshotIsForeign(let reason):
            note("teardown", reason + ": not deleted")
            decide(.failed, reason)
            return sweep(now)
        case .snapshotObserved(let snapshot): return [.deleteSnapshot(id: snapshot.id)]
        case .leftoversListed(let found):
            leftovers += found.filter { entry in !leftovers.contains { $0.kind == entry.kind && $0.id == entry.id } }
            return finish(now)
        case .actionFailed(let operation, let reason, let isTransient):
            note(operation, reason)
            if state == .sweeping { return finish(now) }
            // A snapshot can be deleted only when it is done.
            if isTransient, let snapshotTaken, !isTeardownOverdue(now) {
                return [.observeSnapshot(id: snapshotTaken, after: pauseAfterRefusal(now))]
            }
            if let snapshotTaken {
                leftovers.append(Leftover(kind: .init(snapshotOf: request.kind), id: snapshotTaken))
            }
            return sweep(now)
        default: return []
        }
    }

    /// The action that continues teardown, for a drill that is interrupted or resumed during it.
    func removalAction() -> [DrillAction] {
        switch state {
        case .deletingSnapshot: snapshotTaken.map { [.deleteSnapshot(id: $0)] } ?? [.findLeftovers]
        case .sweeping: [.findLeftovers]
        default: [.observeInstance(id: request.target.id, after: 0)]
        }
    }

    mutating func finish(_ now: Instant) -> [DrillAction] {
        closePhase(now)
        state = .finished
        return [.finish(record(at: now))]
    }
}
