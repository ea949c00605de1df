package import RecoveryModel

/// Compares a recovered database with production's settings, all of them: nothing may differ.
package enum RecoveryFidelity {
    /// The settings that differ, worst first.
    ///
    /// - Parameter restored: The recovered database under the name that it has at first.
    package static func findings(_ mission: RecoveryMission, restored: InstanceFacts) -> [FidelityFinding] {
        let (production, recovered) = (mission.database(named: restored.id), restored)
        let wanted = production.settings?.values ?? [:]
        let has = recovered.settings?.values ?? [:]
        var findings = FidelityComparison.findings(source: production, restored: recovered).filter {
            wanted[$0.setting] == nil && has[$0.setting] == nil
        }
        if production.kind == .cluster { findings = ofCluster(production, recovered, findings) }
        // What only the policy says is not known to be all.
        if mission.origin == .policy { findings.removeAll { ["none", "unknown", "no"].contains($0.source) } }
        let names = mission.origin == .policy ? Set(wanted.keys) : Set(wanted.keys).union(has.keys)
        let passedOver = members(production, recovered)
        for name in names.sorted() where wanted[name] != has[name] && !isIncomparable(name, recovered) {
            // In another region or account RDS's default key is another one.
            if mission.home != nil, wanted[name] == nil, name.lowercased().contains("kmskeyid") { continue }
            if let member = name.components(after: " of "), passedOver.isPassedOver(member, wanted[name]) { continue }
            findings.append(
                FidelityFinding(
                    setting: name, source: wanted[name] ?? "none", restored: has[name] ?? "none",
                    impact: name == "Port" ? .breaksClients : .losesProtection,
                    remedy: "modify \(recovered.id), then compare again with drctl audit"))
        }
        return findings
    }

    /// On RDS every database has an address of its own. Two behind one loopback address, as in a sandbox, cannot share a
    /// port. The key of a secret is RDS's default where none was given.
    private static func isIncomparable(_ name: String, _ recovered: InstanceFacts) -> Bool {
        name == "Port" && recovered.host?.hasPrefix("127.") == true
    }
}

// Of a cluster: what each member has of its own is compared by member. Which of them is the writer changes by itself.
extension RecoveryFidelity {
    private static func ofCluster(
        _ production: InstanceFacts, _ recovered: InstanceFacts, _ findings: [FidelityFinding]
    ) -> [FidelityFinding] {
        var findings = findings.filter {
            !["DBInstanceClass", "DBParameterGroup of members", "PubliclyAccessible", "Members"].contains($0.setting)
        }
        let (wanted, has) = (memberIDs(production), memberIDs(recovered))
        if wanted != has {
            findings.append(
                FidelityFinding(
                    setting: "Members", source: CountText.list(wanted.sorted()), restored: CountText.list(has.sorted()),
                    impact: .losesProtection, remedy: "add those that are missing to \(recovered.id)"))
        }
        if !production.engineVersion.isEmpty, production.engineVersion != recovered.engineVersion {
            findings.append(
                FidelityFinding(
                    setting: "EngineVersion", source: production.engineVersion, restored: recovered.engineVersion,
                    impact: .differs, remedy: "upgrade \(recovered.id), or restore a newer state"))
        }
        return findings
    }

    private static func memberIDs(_ cluster: InstanceFacts) -> Set<String> {
        Set((cluster.settings?.members ?? []).map(\.id))
    }

    private static func members(_ production: InstanceFacts, _ recovered: InstanceFacts) -> PassedOver {
        let unread = (production.settings?.members ?? []).filter { $0.zone == nil }.map(\.id)
        return PassedOver(
            missing: memberIDs(production).symmetricDifference(memberIDs(recovered)), unread: Set(unread))
    }

    /// Members whose settings are not compared one by one.
    private struct PassedOver {
        /// Those that only one side has, which is one finding.
        var missing: Set<String>
        /// Those of which an older inventory has few settings: the others were never known.
        var unread: Set<String>

        func isPassedOver(_ member: String, _ wanted: String?) -> Bool {
            missing.contains(member) || unread.contains(member) && wanted == nil
        }
    }
}

extension String {
    /// What follows the last such words; nil without them.
    fileprivate func components(after words: String) -> String? {
        ranges(of: words).last.map { String(self[$0.upperBound...]) }
    }
}
