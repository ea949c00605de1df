package import RecoveryModel

/// What a drill may delete: only what it made. Whoever deletes asks here first, with what RDS says at that moment.
package enum TeardownGuard {
    /// Why the instance must not be deleted; nil when it is this drill's own.
    package static func refusal(of instance: InstanceFacts, drill: DrillID, protected: [String]) -> String? {
        if let reason = refusal(of: instance, protected: protected) { return reason }
        let owner = instance.tags[DrillTag.drill] ?? ""
        return owner == drill.rawValue ? nil : "\(instance.id) belongs to drill \(owner), not to \(drill)"
    }

    /// Why the instance is nobody's drill instance; nil when any drill made it.
    package static func refusal(of instance: InstanceFacts, protected: [String]) -> String? {
        let id = instance.id
        let guarded = Set(protected.map { $0.lowercased() })
        if guarded.contains(id.lowercased()) { return "\(id) is protected by a policy" }
        guard id.lowercased().hasPrefix(DrillNaming.prefix) else { return "\(id) is not named as a drill's instance" }
        guard let drill = instance.tags[DrillTag.drill], !drill.isEmpty else {
            return "\(id) does not carry the tag \(DrillTag.drill)"
        }
        guard let source = instance.tags[DrillTag.source], !source.isEmpty else {
            return "\(id) does not carry the tag \(DrillTag.source)"
        }
        guard source.lowercased() != id.lowercased() else { return "\(id) is a drill's source" }
        // A cluster goes as a whole, with the members that its own drill gave it; anything else in it is not ours.
        if let cluster = instance.cluster { return "\(id) is a member of cluster \(cluster)" }
        for member in instance.members {
            if guarded.contains(member.id.lowercased()) { return "\(member.id) of \(id) is protected by a policy" }
            guard member.id.lowercased().hasPrefix(DrillNaming.prefix), member.tags[DrillTag.drill] == drill else {
                return "\(member.id), a member of \(id), is not of drill \(drill)"
            }
        }
        return nil
    }

    /// Why an orphan may not be removed yet; nil when it is a drill's instance past its time.
    package static func refusalAsExpired(
        of instance: InstanceFacts, protected: [String], now: Instant
    ) -> String? {
        if let reason = refusal(of: instance, protected: protected) { return reason }
        guard let text = instance.tags[DrillTag.expires], let expires = Instant(text) else {
            return "\(instance.id) does not say when it expires"
        }
        return expires <= now ? nil : "\(instance.id) is in use until \(expires)"
    }
}
