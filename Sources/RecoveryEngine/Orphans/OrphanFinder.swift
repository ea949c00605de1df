package import RecoveryModel

/// Decides what of a target drctl created and the policy does not ask for any more: never what lacks its proof, which is
/// the tag that the resource was created with, or the journal for what carries none.
package struct OrphanFinder {
    private let context: ControlContext
    private let sightings: Sightings
    private let handiwork: Handiwork
    private var orphans: [Orphan] = []
    private var unseen: [CollectionFailure] = []

    /// The orphans of a target.
    package static func list(_ context: ControlContext, _ sightings: Sightings) -> OrphanList {
        var finder = OrphanFinder(context, sightings)
        finder.findTagged()
        finder.findSources()
        finder.findDashboards()
        finder.findRoles()
        return OrphanList(finder.orphans, unseen: finder.unseen)
    }

    private init(_ context: ControlContext, _ sightings: Sightings) {
        self.context = context
        self.sightings = sightings
        handiwork = sightings.handiwork.value ?? Handiwork()
        unseen = [sightings.handiwork.failure].compactMap(\.self)
    }

    private var policy: String { context.policy.name }

    private var tagProof: String { "tag \(DrillTag.policy)=\(policy)" }

    /// Why it is not known which databases are watched; nil when it is.
    private var blindness: CollectionFailure? { context.selections.compactMap(\.failure).first }

    // MARK: What carries the tag

    private mutating func findTagged() {
        switch sightings.tagged {
        case .unavailable(let failure): unseen.append(failure)
        case .known(let tagged):
            for candidate in OrphanCandidates(context, tagged).all { find(candidate) }
        }
    }

    private mutating func find(_ candidate: OrphanCandidates.Candidate) {
        switch candidate.kind {
        case .alarm: findAlarm(candidate)
        case .eventSubscription: findSubscription(candidate)
        case .key: findKey(candidate)
        case .topic:
            add(candidate, "Move its subscribers, then delete it, unless something else publishes to it.")
        case .bucket:
            add(candidate, "Keep it as long as somebody may need its objects; then empty and delete it.")
        case .parameterGroup:
            add(candidate, "Delete it once no database has it: RDS refuses before.")
        case .backupVault:
            add(
                candidate,
                "Keep it as long as somebody may need what is in it; AWS Backup deletes it only when it is empty.")
        case .backupPlan:
            add(
                candidate,
                "Delete its selections and the plan in AWS Backup if no database relies on it; what it has made stays in its "
                    + "vault.")
        case .eventRule:
            add(candidate, "Remove its targets, then delete it in EventBridge, if nobody needs it.")
        case .restoreTestingPlan:
            add(
                candidate,
                "Delete its selections and the plan in AWS Backup if no database relies on it: it goes on restoring, which "
                    + "costs.")
        case .dashboard, .eventSource, .role, .rolePolicy: break
        }
    }

    private mutating func findAlarm(_ candidate: OrphanCandidates.Candidate) {
        if let blindness { return unseen.append(blindness) }
        switch sightings.alarms {
        case .unavailable(let failure): unseen.append(failure)
        case .known(let alarms):
            switch alarms[candidate.name] {
            // The tagging API lists for a while what was deleted.
            case nil: break
            case .unavailable(let failure)?: unseen.append(failure)
            case .known(let alarm)? where alarm.foreign != nil:
                add(candidate, "Delete it in CloudWatch if nobody needs it: somebody has made another alarm of it.")
            case .known(let alarm)?:
                let others = alarm.othersActions(besides: topics)
                add(candidate, removal(.alarm(.delete(alarm, others: others)), of: candidate))
            }
        }
    }

    /// The topics that drctl has made for the policy, or was given by it: alarms have no other action of drctl's.
    private var topics: Set<String> {
        let made = (sightings.tagged.value ?? []).filter { resource in
            resource.tags[DrillTag.policy] == policy && ARNPattern.parts(resource.arn)?[2] == "sns"
        }
        return Set(made.map(\.arn) + [context.target.topicARN].compactMap(\.self))
    }

    private mutating func findSubscription(_ candidate: OrphanCandidates.Candidate) {
        if let blindness { return unseen.append(blindness) }
        switch sightings.subscriptions[candidate.name] {
        case nil, .known(nil)?: break
        case .unavailable(let failure)?: unseen.append(failure)
        case .known(let subscription?)?:
            let own = handiwork.sources[candidate.name] ?? []
            let others = subscription.sources.filter { !own.contains($0) }
            add(candidate, removal(.eventSubscription(.delete(subscription, others: others)), of: candidate))
        }
    }

    private mutating func findKey(_ candidate: OrphanCandidates.Candidate) {
        let alias = candidate.resource.tags[KeyChange.aliasTag]
        let isDuplicate = alias.map(context.target.keyAliases.contains) ?? false
        let cause = isDuplicate ? "It was made for alias/\(alias ?? ""), which points to another key. " : ""
        add(
            candidate,
            cause
                + "Schedule its deletion, unless that is done, only when nothing that is encrypted with it is needed: it "
                + "cannot be undone.")
    }

    /// What a stack manages goes with the stack.
    private func removal(_ change: Change, of candidate: OrphanCandidates.Candidate) -> Orphan.Removal {
        guard let manager = StackTags.manager(candidate.resource.tags) else { return .prune(change) }
        return .manual("Remove it from \(manager), which manages it.")
    }

    private mutating func add(_ candidate: OrphanCandidates.Candidate, _ instruction: String) {
        let manager = StackTags.manager(candidate.resource.tags)
        add(candidate, .manual(manager.map { "Remove it from \($0), which manages it. \(instruction)" } ?? instruction))
    }

    private mutating func add(_ candidate: OrphanCandidates.Candidate, _ removal: Orphan.Removal) {
        orphans.append(
            Orphan(
                candidate.kind, candidate.name, arn: candidate.resource.arn, proof: tagProof, removal: removal))
    }

    // MARK: What carries no tag of its own

    /// Sources that drctl added to a subscription that stays, and that the policy does not watch any more. Those that
    /// others added stay.
    private mutating func findSources() {
        for required in context.eventSubscriptions {
            guard case .known(let all) = context.inventory.eventSubscriptions, let present = all[required.name],
                let own = handiwork.sources[required.name]
            else { continue }
            let dropped = present.sources.filter { own.contains($0) && !required.sources.contains($0) }
            if dropped.isEmpty { continue }
            if let blindness { return unseen.append(blindness) }
            for source in dropped {
                orphans.append(
                    Orphan(
                        .eventSource, "\(source) of event subscription \(required.name)",
                        proof: "the record of an apply",
                        removal: .prune(.eventSubscription(.removeSource(subscription: required.name, source: source))))
                )
            }
        }
    }

    private mutating func findDashboards() {
        for (name, seen) in sightings.dashboards where name != context.target.part.whole.dashboard {
            switch seen {
            case .known(nil): continue
            case .unavailable(let failure): unseen.append(failure)
            case .known(let body?):
                // Whoever has taken the part out has left nothing of drctl's.
                guard let part = body.section(of: policy) else { continue }
                orphans.append(
                    Orphan(
                        .dashboard, name, proof: "the record of an apply",
                        removal: part == handiwork.dashboards[name]
                            ? .prune(.dashboard(.remove(name: name, policy: policy, was: body)))
                            : .manual(
                                "Take the widgets named `\(DashboardBody.mark(of: policy))…` out of it in CloudWatch if nobody needs them: "
                                    + "somebody has changed them since drctl wrote them."
                            )))
            }
        }
    }

    private mutating func findRoles() {
        let whole = context.target.part.whole
        let required = Set(
            whole.roles.map(\.name) + whole.backupPlans.map(\.role)
                + (whole.restoreTestingPlan == nil ? [] : [whole.restoreTestingRole])
                + (whole.storage.contains { $0.replicateTo != nil } ? [whole.replicationRole] : []))
        switch sightings.roles {
        case .unavailable(let failure): unseen.append(failure)
        case .known(let roles):
            for role in roles {
                switch role {
                case .unavailable(let failure): unseen.append(failure)
                case .known(let role):
                    guard role.tags[DrillTag.policy] == policy, !required.contains(role.name) else { continue }
                    findRole(role)
                }
            }
        }
    }

    /// The role itself is never deleted: who uses it is not known.
    private mutating func findRole(_ role: Sightings.Role) {
        let manager = StackTags.manager(role.tags)
        let care =
            "Delete it once nobody assumes it: IAM says when it was last used. `drctl plan --prune` shows what drctl wrote into it."
        orphans.append(
            Orphan(
                .role, role.name, arn: role.arn, proof: tagProof,
                removal: .manual(manager.map { "Remove it from \($0), which manages it. \(care)" } ?? care)))
        switch role.inlinePolicies {
        case .unavailable(let failure): unseen.append(failure)
        case .known(let policies):
            for (name, document) in policies where handiwork.rolePolicies[role.name]?[name] == document.digest {
                orphans.append(
                    Orphan(
                        .rolePolicy, "\(name) of role \(role.name)", arn: role.arn, proof: "the record of an apply",
                        removal: manager.map { .manual("Remove it from \($0), which manages the role.") }
                            ?? .prune(.role(.deletePolicy(role: role.name, name: name, was: document)))))
            }
        }
    }
}
