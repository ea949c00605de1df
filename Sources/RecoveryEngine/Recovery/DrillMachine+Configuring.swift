import RecoveryModel

// Of a recovery: the restored database gets the settings that a restore request cannot carry.
extension DrillMachine {
    mutating func configure(_ instance: InstanceFacts, _ now: Instant) -> [DrillAction] {
        guard let production = request.mission?.database(named: request.target.id),
            let lacked = SettingsToRestore(lackedBy: instance, of: production)
        else { return connectToRecovered(now) }
        enter(.configuring, .configure, now)
        return [.configure(lacked)]
    }

    mutating func configuring(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        let id = request.target.id
        switch event {
        case .configured:
            state = .awaitingSettings
            return [.observeInstance(id: id, after: request.pollInterval)]
        case .instanceObserved(let instance):
            restored = instance
            let lacked = request.mission.flatMap {
                SettingsToRestore(lackedBy: instance, of: $0.database(named: request.target.id))
            }
            if instance.readiness == "available" {
                guard let lacked else { return connectToRecovered(now) }
                if state == .configuring { return [.configure(lacked)] }
            }
            guard !Self.isHopeless(instance.readiness) else {
                note("rds:DescribeDBInstances", "\(instance.id) is \(instance.readiness)")
                decide(.failed, "the recovered database became \(instance.readiness)")
                return tearDown(now)
            }
            guard now.milliseconds - phaseStart(now) <= Self.configuredWithin else {
                note(
                    request.kind.pick(instance: "rds:ModifyDBInstance", cluster: "rds:ModifyDBCluster"),
                    "not all settings were in force after an hour",
                    hint: "the fidelity report names those that differ")
                return connectToRecovered(now)
            }
            return [.observeInstance(id: id, after: request.pollInterval)]
        case .instanceAbsent:
            decide(.failed, "the recovered database was deleted by somebody else")
            return tearDown(now)
        case .actionFailed(let operation, let reason, let isTransient):
            note(operation, reason)
            if isTransient, now.milliseconds - phaseStart(now) <= Self.configuredWithin {
                return [.observeInstance(id: id, after: request.pollInterval)]
            }
            // The data is worth verifying all the same; what differs is in the fidelity report, and no verdict is green.
            return connectToRecovered(now)
        default: return []
        }
    }

    private mutating func connectToRecovered(_ now: Instant) -> [DrillAction] {
        guard let host = restored?.host, let port = restored?.port else { return tearDown(now) }
        enter(.connecting, .connect, now)
        return [.connect(host: host, port: port, after: 0)]
    }

    func phaseStart(_ now: Instant) -> Int { (phases.last?.startedAt ?? now).milliseconds }

    /// In milliseconds: an operator who waits for a recovery has to hear that nobody can log in.
    func hasTriedLongEnough(_ now: Instant) -> Bool {
        request.mission != nil && now.milliseconds - phaseStart(now) > 10 * 60_000
    }

    /// In milliseconds.
    private static let configuredWithin = 60 * 60_000
}
