import AWSNames
package import RecoveryModel

extension RestoreOrder {
    /// The restore that a drill requests, with every setting explicit; nil where the policy names no subnet group.
    ///
    /// - Parameter facts: Of a recovery, which depends on whether the source exists; a drill's does.
    package init?(
        _ request: DrillRequest, of source: InstanceFacts, to point: RecoveryPoint, snapshots: [SnapshotFacts],
        facts: DrillFacts? = nil
    ) {
        guard let subnetGroup = request.target.subnetGroup else { return nil }
        self.init(
            source: source.id, point: point, target: request.target.id,
            instanceClass: request.target.instanceClass ?? source.instanceClass, subnetGroup: subnetGroup,
            securityGroups: request.target.securityGroups,
            parameterGroup: request.target.parameterGroup ?? source.parameterGroup,
            optionGroup: request.elsewhere == nil ? source.optionGroup : nil,
            // Where RDS does not report it, the checks log in with a password.
            iamAuthentication: source.iamAuthentication ?? false, tags: request.tags(time: point.time))
        allocatedStorage = source.allocatedStorage
        settings = source.settings?.ofDrill
        if point.kind == .vaulted { restoreRole = request.restoreRole }
        if request.asProduction == true { settings?.multiAZ = source.settings?.multiAZ }
        if let mission = request.mission { bring(back: mission, facts) }
        guard request.kind == .cluster else { return }
        let snapshot = snapshots.first { $0.id == point.snapshot }
        var order = ClusterOrder(
            engine: source.engine, engineVersion: snapshot?.engineVersion ?? source.engineVersion,
            member: DrillNaming.member(of: request.target.id),
            memberParameterGroup: request.elsewhere == nil ? source.memberParameterGroup : nil)
        if instanceClass == InstanceFacts.serverless { order.capacity = source.capacity }
        if let mission = request.mission { order.bring(back: mission, as: request.target.id) }
        cluster = order
    }

    /// The restore of a cluster with the next member that it lacks, in their order; nil when it has all of them.
    ///
    /// Readers are added once the first one is available: whichever comes first becomes the writer.
    ///
    /// - Parameter refused: Members that RDS does not take.
    func adding(to restored: InstanceFacts, refused: Set<String> = []) -> RestoreOrder? {
        guard let members = cluster?.members else { return restored.lacksMember ? self : nil }
        let present = Set(restored.members.map(\.id))
        guard let next = members.first(where: { !present.contains($0.id) && !refused.contains($0.id) }) else {
            return nil
        }
        guard present.isEmpty || restored.members.contains(where: { $0.status == "available" }) else { return nil }
        var order = self
        order.cluster?.member = next.id
        order.cluster?.members = [next]
        return order
    }
}

extension ClusterOrder {
    /// All members with their own settings, and the scaling range even where no member is serverless now.
    fileprivate mutating func bring(back mission: RecoveryMission, as target: String) {
        let database = mission.database(named: target)
        members = (database.settings?.members ?? []).sorted(by: RestoreSettings.Member.isCreatedBefore)
        if let first = members?.first { (member, memberParameterGroup) = (first.id, first.parameterGroup) }
        capacity = database.capacity
        if EngineVersion(engineVersion).isUpgradedInPlace(to: EngineVersion(database.engineVersion)) {
            engineVersion = database.engineVersion
        }
    }
}

extension RestoreOrder {
    /// What a recovery has of production and a drill does not take.
    fileprivate mutating func bring(back mission: RecoveryMission, _ facts: DrillFacts?) {
        let database = mission.database
        optionGroup = database.optionGroup
        iamAuthentication = database.iamAuthentication ?? false
        settings = database.settings ?? RestoreSettings()
        publiclyAccessible = database.publiclyAccessible ?? false
        deletionProtection = database.deletionProtection ?? true
        if facts?.isSourceLive == false, point.snapshot == nil { deletedSource = facts?.retainedBackup }
    }
}

extension RestoreSettings {
    /// Those of a drill's copy. It has one zone, since a second one proves nothing, and exports no logs, since their
    /// groups would be left behind.
    package var ofDrill: RestoreSettings {
        var settings = self
        settings.multiAZ = false
        settings.logExports = []
        return settings
    }
}

extension DrillRequest {
    /// `drill` or `recovery`, for people.
    package var undertaking: String { mission == nil ? "drill" : "recovery" }

    /// The tag that holds the id on what was restored.
    package var ownTag: String { mission == nil ? DrillTag.drill : DrillTag.recovery }

    /// The tags of everything that the drill creates: they identify a drill whose ledger is lost. What a recovery restores
    /// has production's tags, its own id, and no time at which it expires.
    package func tags(time: Instant) -> [String: String] {
        if let mission {
            return mission.database.tags.merging([DrillTag.recovery: id.rawValue, DrillTag.policy: policy]) { $1 }
        }
        return target.tags.merging([
            DrillTag.drill: id.rawValue, DrillTag.policy: policy, DrillTag.source: source,
            DrillTag.sourceRegion: scope.region.rawValue, DrillTag.expires: expires.description,
            DrillTag.recoveryPoint: time.description,
        ]) { $1 }
    }

    /// The identifier of the snapshot that a drill takes.
    package var snapshotToTake: String { target.id + "-snap" }
}
