package import RecoveryModel

/// Compares a recovered database with production's settings, all of them: nothing may differ.
package enum RecoveryFidelity {
    /// The settings that differ, worst first.
    package static func findings(_ mission: RecoveryMission, restored: InstanceFacts) -> [FidelityFinding] {
        let (production, recovered) = (mission.database, restored)
        let wanted = production.settings?.values ?? [:]
        let has = recovered.settings?.values ?? [:]
        var findings = FidelityComparison.findings(source: production, restored: recovered).filter {
            wanted[$0.setting] == nil && has[$0.setting] == nil
        }
        // What only the policy says is not known to be all.
        if mission.origin == .policy { findings.removeAll { ["none", "unknown", "no"].contains($0.source) } }
        let names = mission.origin == .policy ? Set(wanted.keys) : Set(wanted.keys).union(has.keys)
        for name in names.sorted() where wanted[name] != has[name] && !isIncomparable(name, recovered) {
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
