import RecoveryModel

extension DrillMachine {
    mutating func restoring(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        switch event {
        case .restoreAccepted:
            state = .awaitingInstance
            return [.observeInstance(id: request.target.id, after: firstPause)]
        case .memberAccepted:
            return [.observeInstance(id: request.target.id, after: firstPause)]
        case .instanceObserved(let instance):
            return awaiting(instance, now)
        case .instanceAbsent: return missing(now)
        case .actionFailed(let operation, let reason, let isTransient):
            note(operation, reason)
            if !isTransient, isReaderRefused(operation) {
                return [.observeInstance(id: request.target.id, after: request.pollInterval)]
            }
            if isTransient, state == .awaitingInstance {
                guard !isOverdue(now) else { return giveUp(waitingFor: "an available instance", now) }
                return [.observeInstance(id: request.target.id, after: request.pollInterval)]
            }
            decide(.failed, "\(operation): \(reason)")
            return tearDown(now)
        default: return []
        }
    }

    /// Whether RDS does not take a further member of a recovered cluster, whose writer is there; it is left out then.
    private mutating func isReaderRefused(_ operation: String) -> Bool {
        guard request.mission != nil, operation.hasSuffix("CreateDBInstance"), let restored, !restored.members.isEmpty,
            let reader = order?.adding(to: restored, refused: refusedMembers)?.cluster?.member
        else { return false }
        refusedMembers.insert(reader)
        return true
    }

    /// Right after the call RDS may not list the instance yet. An instance that was listed before, or that does not
    /// appear within minutes, was deleted by somebody else, and waiting does not help.
    private mutating func missing(_ now: Instant) -> [DrillAction] {
        let elapsed = now.milliseconds - (phases.last?.startedAt.milliseconds ?? now.milliseconds)
        guard restored == nil, elapsed < Self.appearsWithin else {
            note("rds:DescribeDBInstances", "\(request.target.id) no longer exists")
            decide(.failed, "the restored instance was deleted by somebody else")
            return tearDown(now)
        }
        return [.observeInstance(id: request.target.id, after: request.pollInterval)]
    }

    /// In milliseconds.
    private static let appearsWithin = 5 * 60_000

    private mutating func awaiting(_ instance: InstanceFacts, _ now: Instant) -> [DrillAction] {
        guard request.adopted != nil || instance.tags[request.ownTag] == request.id.rawValue else {
            decide(.failed, "\(instance.id) exists and does not carry the tag of this \(request.undertaking)")
            return tearDown(now)
        }
        restored = instance
        if let reason = exposure(of: instance) {
            note("rds:RestoreDBInstance", reason)
            decide(.failed, reason)
            return tearDown(now)
        }
        if instance.kind == .cluster, instance.status == "available", !isOverdue(now),
            let more = order?.adding(to: instance, refused: refusedMembers)
        {
            return [.addMember(more)]
        }
        if instance.readiness == "available", !instance.lacksMember, let host = instance.host, let port = instance.port
        {
            availableAt = now
            recoveredAs = instance
            guard request.mission == nil else { return configure(instance, now) }
            enter(.connecting, .connect, now)
            return [.connect(host: host, port: port, after: 0)]
        }
        let status = instance.readiness
        if Self.isHopeless(status) {
            let call = instance.kind == .cluster ? "rds:RestoreDBCluster" : "rds:RestoreDBInstance"
            let notice = notices.last.map { "; the last RDS event is: \($0.name)" } ?? ""
            note(call, "\(instance.id) is \(status)\(notice)")
            decide(.failed, "the restored \(instance.kind.rawValue) became \(status)")
            return tearDown(now)
        }
        guard !isOverdue(now) else {
            return giveUp(waitingFor: "an available \(instance.kind.rawValue) (now \(status))", now)
        }
        let elapsed = now.milliseconds - (phases.last?.startedAt.milliseconds ?? now.milliseconds)
        let pause = PollPacing.pause(
            elapsed: elapsed, expected: request.expectedRestore, interval: request.pollInterval)
        return [.observeInstance(id: instance.id, after: pause)]
    }

    /// Restored data is production data: an instance that others can reach is deleted at once.
    private func exposure(of instance: InstanceFacts) -> String? {
        guard let isPublic = instance.publiclyAccessible else {
            return "RDS does not report whether \(instance.id) is publicly accessible"
        }
        if isPublic, order?.publiclyAccessible != true { return "\(instance.id) is publicly accessible" }
        guard instance.status == "available" else { return nil }
        guard let groups = instance.securityGroups else {
            return "RDS does not report the security groups of \(instance.id)"
        }
        // What AWS Backup restored has to be as closed as what a drill restores.
        let ordered = Set(order?.securityGroups ?? request.adopted.map { _ in request.target.securityGroups } ?? [])
        let strange = groups.filter { !ordered.contains($0) }
        if strange.isEmpty { return nil }
        return
            "\(instance.id) has security groups that the \(request.undertaking) did not request: \(strange.joined(separator: ", "))"
    }

    /// Statuses that an instance does not leave by itself.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html#Overview.DBInstance.Status
    static func isHopeless(_ status: String) -> Bool {
        status.hasPrefix("incompatible-") || status.hasPrefix("inaccessible-")
            || ["failed", "restore-error", "insufficient-capacity", "deleting", "stopped"].contains(status)
    }

    private var firstPause: Int {
        PollPacing.pause(elapsed: 0, expected: request.expectedRestore, interval: request.pollInterval)
    }

    mutating func connecting(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        guard let host = restored?.host, let port = restored?.port else { return tearDown(now) }
        switch event {
        case .connected(let version):
            serverVersion = version
            enter(.askingCopy, .verify, now)
            return [.askCopy(checks)]
        case .connectionRefused(let reason, let isFinal, let isAuthentication):
            // The password of what is to be production is for its owners to change.
            if isAuthentication, !passwordWasReset, request.mission == nil, request.adopted == nil {
                note(
                    "connect", reason,
                    hint: "the password has changed since the recovery point, so the drill sets a new one")
                passwordWasReset = true
                state = .resettingPassword
                return [.resetPassword(id: request.target.id)]
            }
            // A new password takes effect some time after the call that sets it.
            let isNew = passwordWasReset || request.mission != nil && restored?.masterSecret != nil
            let mayStillCome = !isFinal || (isAuthentication && isNew)
            guard mayStillCome, !isOverdue(now), !hasTriedLongEnough(now) else {
                note("connect", reason)
                decide(.notVerified, "failed to query the restored database: \(reason)")
                return tearDown(now)
            }
            refusals += 1
            // From time to time the drill checks with RDS that the instance is still available.
            guard refusals % 20 != 0 else {
                return [.observeInstance(id: request.target.id, after: request.pollInterval)]
            }
            return [.connect(host: host, port: port, after: min(500, request.pollInterval))]
        case .instanceAbsent: return missing(now)
        case .instanceObserved(let instance):
            guard Self.isHopeless(instance.status) else {
                return [.connect(host: host, port: port, after: min(500, request.pollInterval))]
            }
            note("rds:DescribeDBInstances", "\(instance.id) is \(instance.status)")
            decide(.failed, "the restored instance became \(instance.status)")
            return tearDown(now)
        case .passwordReset:
            state = .connecting
            return [.connect(host: host, port: port, after: min(500, request.pollInterval))]
        case .actionFailed(let operation, let reason, let isTransient):
            note(operation, reason)
            if isTransient, state == .connecting, !isOverdue(now) {
                return [.connect(host: host, port: port, after: request.pollInterval)]
            }
            decide(.notVerified, "failed to query the restored database: \(operation): \(reason)")
            return tearDown(now)
        default: return []
        }
    }

    mutating func askingCopy(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        switch event {
        case .copyAnswered(let answers):
            copyAnswers = answers
            results = CheckJudge.judge(
                checks, source: sourceAnswers, restored: answers, accepted: request.accepted ?? [])
            if let point {
                results += DamageJudge.results(request, point, checks, source: sourceAnswers, restored: answers)
            }
            verifiedAt = now
            guard request.warms else { return compareFidelity(now) }
            enter(.warming, .warm, now)
            return [.warm]
        case .passwordReset:
            guard let host = restored?.host, let port = restored?.port else { return tearDown(now) }
            enter(.connecting, .connect, now)
            return [.connect(host: host, port: port, after: min(500, request.pollInterval))]
        case .sessionLost(let reason):
            note("verify", reason)
            sessionsLost += 1
            guard sessionsLost <= 3, !isOverdue(now), let host = restored?.host, let port = restored?.port else {
                decide(.notVerified, "the session was lost \(CountText.of(sessionsLost, "time")): \(reason)")
                return tearDown(now)
            }
            enter(.connecting, .connect, now)
            return [.connect(host: host, port: port, after: min(500, request.pollInterval))]
        case .actionFailed(let operation, let reason, _):
            note(operation, reason)
            decide(.notVerified, "failed to run the checks: \(reason)")
            return tearDown(now)
        default: return []
        }
    }

    /// The steps after the data is verified; a step that fails does not prevent the others.
    mutating func proving(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        switch event {
        case .passwordReset: return state == .warming ? [.warm] : [.runSmoke(request.smoke)]
        case .warmed(let warming):
            self.warming = warming
            warmedAt = now
            return compareFidelity(now)
        case .fidelityCompared(let findings): fidelity = findings
        case .secretsProven(let results): secretResults = results
        case .smokeRun(let results): smokeResults = results
        case .actionFailed(let operation, let reason, _): note(operation, reason)
        default: return []
        }
        if state == .warming { return compareFidelity(now) }
        if state == .comparingFidelity, !request.secrets.isEmpty {
            enter(.provingSecrets, .secrets, now)
            return [.proveSecrets(request.secrets)]
        }
        if state != .runningSmoke, !request.smoke.isEmpty {
            enter(.runningSmoke, .smoke, now)
            return [.runSmoke(request.smoke)]
        }
        return request.mission == nil ? tearDown(now) : switchOver(now)
    }

    private mutating func compareFidelity(_ now: Instant) -> [DrillAction] {
        enter(.comparingFidelity, .fidelity, now)
        return [.compareFidelity]
    }
}
