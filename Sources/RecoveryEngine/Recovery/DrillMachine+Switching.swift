package import RecoveryModel

/// One step of switching over with everything that it needs.
package struct SwitchOrder: Hashable, Sendable, Codable {
    package var step: SwitchStep
    /// The resource id that the database to rename or protect must have: another one of its name is not touched.
    package var resource: String?
    /// What the operator's command learns.
    package var command: String?
    package var variables: [String: String]
}

// Of a recovery: switching over, which nothing but a verified result may do.
extension DrillMachine {
    /// The steps in their order, which follow from the request and from whether the source exists.
    package var switchSteps: [SwitchStep] {
        guard let mission = request.mission else { return [] }
        let (name, restored) = (request.source, request.target.id)
        func hook(_ word: String) -> [SwitchStep] { mission.hook == nil ? [] : [.hook(word)] }
        guard mission.switchover == .rename, restored != name else { return hook("verified") }
        let isLive = facts?.isSourceLive == true
        let old: [SwitchStep] =
            isLive
            ? [.rename(from: name, to: mission.oldName), .await(mission.oldName)] + hook("old-renamed") : []
        return hook("verified") + (isLive ? [.protect(name)] : []) + memberSteps(mission) + old
            + [.rename(from: restored, to: name), .await(name)] + hook("switched")
    }

    /// Members of a cluster are renamed before the clusters: RDS restarts each that is, and the cluster that applications
    /// use is without its name for as short as it can be.
    private func memberSteps(_ mission: RecoveryMission) -> [SwitchStep] {
        guard request.kind == .cluster else { return [] }
        func renames(_ names: [(from: String, to: String)], of cluster: String) -> [SwitchStep] {
            guard !names.isEmpty else { return [] }
            return names.map { .renameMember(from: $0.from, to: $0.to) } + [.awaitMembers(of: cluster, names.map(\.to))]
        }
        let old = facts?.isSourceLive == true ? facts?.source?.members.map(\.id).sorted() ?? [] : []
        let before = old.enumerated().map { (from: $1, to: "\(mission.oldName)-\($0 + 1)") }
        let made = Set(recoveredAs?.members.map(\.id) ?? [])
        let new = mission.memberNames(in: request.target.id).sorted { $0.key < $1.key }.filter {
            made.contains($0.value)
        }
        return renames(before, of: request.source)
            + renames(new.map { (from: $0.value, to: $0.key) }, of: request.target.id)
    }

    /// Begins to switch over, or ends the recovery where it may not.
    mutating func switchOver(_ now: Instant) -> [DrillAction] {
        let isGood =
            CheckJudge.isVerified(results) && fidelity.isEmpty
            && everyResult.allSatisfy { $0.verdict != .failed && $0.verdict != .errored }
        guard isGood, !switchSteps.isEmpty else { return finish(now) }
        enter(.switching, .switchover, now)
        return switchAction()
    }

    /// The action of the current step.
    func switchAction() -> [DrillAction] {
        guard switchSteps.indices.contains(switchStepsMade) else { return [] }
        let step = switchSteps[switchStepsMade]
        if let id = step.awaited { return [.observeInstance(id: id, after: request.pollInterval)] }
        var order = SwitchOrder(step: step, resource: nil, command: request.mission?.hook, variables: [:])
        switch step {
        case .protect: order.resource = facts?.source?.settings?.resourceID
        case .rename(let from, _):
            let owner = from == request.source ? facts?.source : restored
            order.resource = owner?.settings?.resourceID
        case .renameMember(let from, _):
            let members = (facts?.source?.members ?? []) + (recoveredAs?.members ?? [])
            order.resource = members.first { $0.id == from }?.resourceID
        case .hook(let word): order.variables = variables(word)
        case .await, .awaitMembers: break
        }
        return [.make(order)]
    }

    private func variables(_ word: String) -> [String: String] {
        [
            "DRCTL_STEP": word, "DRCTL_RECOVERY": request.id.rawValue, "DRCTL_DATABASE": request.source,
            "DRCTL_RECOVERED": currentName ?? request.target.id, "DRCTL_ENDPOINT": restored?.host ?? "",
            "DRCTL_PORT": restored?.port.map(String.init) ?? "", "DRCTL_SECRET": restored?.masterSecret ?? "",
        ].merging(restored?.readerHost.map { ["DRCTL_READER_ENDPOINT": $0] } ?? [:]) { $1 }
    }

    mutating func switching(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        guard switchSteps.indices.contains(switchStepsMade) else { return finish(now) }
        let step = switchSteps[switchStepsMade]
        switch (event, step) {
        case (.switchStepMade, _): return nextStep(now)
        case (.hookRun(let result), .hook(let word)):
            smokeResults.append(result)
            guard result.verdict == .passed else {
                decide(.failed, "the hook failed at step \(word), so nothing more was switched over")
                return finish(now)
            }
            return nextStep(now)
        case (.instanceObserved(let instance), .await(let id)):
            guard instance.id == id, instance.readiness == "available" else { return awaitName(id, now) }
            if id == request.source { restored = instance }
            return nextStep(now)
        case (.instanceObserved(let cluster), .awaitMembers(let id, let names)):
            let available = Set(cluster.members.filter { $0.status == "available" }.map(\.id))
            guard cluster.id == id, cluster.readiness == "available", available.isSuperset(of: names) else {
                return awaitName(id, now)
            }
            return nextStep(now)
        case (.instanceAbsent, .await(let id)), (.instanceAbsent, .awaitMembers(let id, _)): return awaitName(id, now)
        case (.actionFailed(let operation, let reason, let isTransient), _):
            note(operation, reason)
            if isTransient, now.milliseconds - phaseStart(now) <= Self.renamedWithin {
                if let id = step.awaited { return awaitName(id, now) }
                return switchAction()
            }
            decide(.failed, "verified, but not switched over: \(operation): \(reason)")
            return finish(now)
        default: return []
        }
    }

    private mutating func nextStep(_ now: Instant) -> [DrillAction] {
        switchStepsMade += 1
        let next = switchAction()
        return next.isEmpty ? finish(now) : next
    }

    private mutating func awaitName(_ id: String, _ now: Instant) -> [DrillAction] {
        guard now.milliseconds - phaseStart(now) <= Self.renamedWithin else {
            decide(.failed, "verified, but no available database \(id) was seen within an hour of its renaming")
            return finish(now)
        }
        return [.observeInstance(id: id, after: request.pollInterval)]
    }

    /// In milliseconds.
    private static let renamedWithin = 60 * 60_000

    /// The name of the recovered database: nil when none exists.
    private var currentName: String? {
        guard let restored else { return nil }
        let made = switchSteps.prefix(switchStepsMade)
        let isRenamed = made.contains { step in
            if case .rename(let from, _) = step { from == request.target.id } else { false }
        }
        return isRenamed ? request.source : restored.id
    }

    /// What the record says of a recovery.
    func outcome(_ mission: RecoveryMission) -> RecoveryOutcome {
        var outcome = RecoveryOutcome(origin: mission.origin, switchover: mission.switchover)
        outcome.settings = mission.database.namedSettings
        outcome.database = currentName
        outcome.endpoint = restored?.host
        outcome.port = restored?.port
        outcome.readerEndpoint = restored?.readerHost
        if request.kind == .cluster, let settings = recoveredAs?.settings {
            outcome.customEndpoints = (restored?.settings ?? settings).endpoints.map(\.id)
        }
        outcome.masterSecret = restored?.masterSecret
        outcome.resource = restored?.settings?.resourceID
        outcome.oldResource = facts?.isSourceLive == true ? facts?.source?.settings?.resourceID : nil
        outcome.steps = Array(switchSteps.prefix(switchStepsMade))
        if request.kind == .cluster, mission.switchover == .rename {
            outcome.members =
                known(facts?.isSourceLive == true ? facts?.source : nil, isOld: true)
                + known(recoveredAs, isOld: false)
        }
        if outcome.steps.contains(.rename(from: request.source, to: mission.oldName)) {
            outcome.oldName = mission.oldName
        }
        return outcome
    }

    private func known(_ cluster: InstanceFacts?, isOld: Bool) -> [RecoveryOutcome.KnownMember] {
        (cluster?.members ?? []).compactMap { member in
            member.resourceID.map { .init(resource: $0, name: member.id, isOld: isOld) }
        }
    }

    var recoveredSummary: String {
        let name = currentName ?? request.target.id
        let old = request.mission.flatMap { mission in
            switchSteps.prefix(switchStepsMade).contains(.rename(from: request.source, to: mission.oldName))
                ? "; the old one is \(mission.oldName)" : nil
        }
        let settings =
            request.mission?.origin == .policy ? "the settings that are known" : "every setting of production"
        return "\(request.source) is recovered as \(name), verified, with \(settings)\(old ?? "")"
    }

    /// What a plan says of switching over, after what it says of the restore.
    var switchIntention: String {
        guard let mission = request.mission else { return "" }
        guard mission.switchover == .rename, request.target.id != request.source else { return "" }
        let old = facts?.isSourceLive == true ? "\(request.source) to \(mission.oldName), " : ""
        let members = request.kind == .cluster ? ", and their members likewise" : ""
        return "; then rename \(old)\(request.target.id) to \(request.source)\(members)"
    }
}

extension SwitchStep {
    /// The database that the step waits for.
    fileprivate var awaited: String? {
        switch self {
        case .await(let id), .awaitMembers(let id, _): id
        case .hook, .protect, .rename, .renameMember: nil
        }
    }
}
