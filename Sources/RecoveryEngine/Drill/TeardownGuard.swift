package import RecoveryModel

/// Decides what a drill may delete: only what it created. Every deletion asks here first, with freshly read facts.
package enum TeardownGuard {
    /// Why the instance must not be deleted; nil when it is this drill's own.
    package static func refusal(of instance: InstanceFacts, drill: DrillID, protected: [String]) -> String? {
        if let reason = refusal(of: instance, protected: protected) { return reason }
        let owner = instance.tags[DrillTag.drill] ?? ""
        return owner == drill.rawValue ? nil : "\(instance.id) belongs to drill \(owner), not to \(drill)"
    }

    /// Why the instance does not belong to any drill; nil when a drill created it.
    package static func refusal(of instance: InstanceFacts, protected: [String]) -> String? {
        let id = instance.id
        let guarded = Set(protected.map { $0.lowercased() })
        if guarded.contains(id.lowercased()) { return "\(id) is protected by a policy" }
        guard id.lowercased().hasPrefix(DrillNaming.prefix) else {
            return "\(id) does not have the name of a drill's instance"
        }
        guard let drill = instance.tags[DrillTag.drill], !drill.isEmpty else {
            return "\(id) does not carry the tag \(DrillTag.drill)"
        }
        guard let source = instance.tags[DrillTag.source], !source.isEmpty else {
            return "\(id) does not carry the tag \(DrillTag.source)"
        }
        guard source.lowercased() != id.lowercased() else { return "\(id) is a drill's source" }
        // A cluster is deleted as a whole, with the members that its own drill added; other members are not the
        // drill's.
        if let cluster = instance.cluster { return "\(id) is a member of cluster \(cluster)" }
        for member in instance.members {
            if guarded.contains(member.id.lowercased()) { return "\(member.id) of \(id) is protected by a policy" }
            guard member.id.lowercased().hasPrefix(DrillNaming.prefix), member.tags[DrillTag.drill] == drill else {
                return "\(member.id), a member of \(id), does not belong to drill \(drill)"
            }
        }
        return nil
    }

    /// Why a snapshot is not the one that a drill took or copied, whatever its name; nil when it is.
    ///
    /// - Parameters:
    ///   - tags: The snapshot's.
    ///   - original: The ARN of the snapshot of another account or region that it is a copy of; nil when it is none.
    package static func refusal(
        ofSnapshot id: String, tags: [String: String], original: String?, _ request: DrillRequest
    ) -> String? {
        guard tags[request.ownTag] == request.id.rawValue else {
            return "snapshot \(id) does not carry the tag \(request.ownTag) with the value \(request.id)"
        }
        guard let shared = request.sharedSnapshot, original != shared else { return nil }
        return
            "snapshot \(id) is \(original.map { "a copy of \($0)" } ?? "no copy by what RDS says"), not of \(shared)"
    }

    /// Why an orphan may not be deleted yet; nil when it is a drill's instance that has expired.
    package static func refusalAsExpired(
        of instance: InstanceFacts, protected: [String], now: Instant
    ) -> String? {
        if let reason = refusal(of: instance, protected: protected) { return reason }
        guard let text = instance.tags[DrillTag.expires], let expires = Instant(text) else {
            return "\(instance.id) has no valid tag \(DrillTag.expires)"
        }
        return expires <= now ? nil : "\(instance.id) expires only at \(expires.shown)"
    }
}
