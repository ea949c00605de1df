import AWSNames
package import RecoveryModel

extension RestoreOrder {
    /// The restore that a drill requests, with every setting explicit; nil where the policy names no subnet group.
    package init?(
        _ request: DrillRequest, of source: InstanceFacts, to point: RecoveryPoint, snapshots: [SnapshotFacts]
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
        guard request.kind == .cluster else { return }
        let snapshot = snapshots.first { $0.id == point.snapshot }
        cluster = ClusterOrder(
            engine: source.engine, engineVersion: snapshot?.engineVersion ?? source.engineVersion,
            member: DrillNaming.member(of: request.target.id),
            memberParameterGroup: request.elsewhere == nil ? source.memberParameterGroup : nil)
        if instanceClass == InstanceFacts.serverless { cluster?.capacity = source.capacity }
    }
}

extension DrillRequest {
    /// The tags of everything that the drill creates: they identify a drill whose ledger is lost.
    package func tags(time: Instant) -> [String: String] {
        target.tags.merging([
            DrillTag.drill: id.rawValue, DrillTag.policy: policy, DrillTag.source: source,
            DrillTag.sourceRegion: scope.region.rawValue, DrillTag.expires: expires.description,
            DrillTag.recoveryPoint: time.description,
        ]) { $1 }
    }

    /// The identifier of the snapshot that a drill takes.
    package var snapshotToTake: String { target.id + "-snap" }
}
