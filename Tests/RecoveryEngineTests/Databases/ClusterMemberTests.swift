import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("What clusters have by their members")
struct ClusterMemberTests {
    private let estate: Estate
    /// What the instances of a cluster have, and the cluster itself has not.
    private static let ofMembers: [ControlID] = [
        "cluster.ca-certificate", "cluster.enhanced-monitoring", "cluster.minor-version-upgrades",
        "cluster.performance-insights",
    ]

    init() throws {
        estate = try Estate.compliant(withCluster: true).with { estate in
            for index in estate.policy.databases.indices {
                estate.policy.databases[index].protection.enhancedMonitoring = TimeSpan(60, .seconds)
                estate.policy.databases[index].protection.performanceInsights = true
                estate.policy.databases[index].protection.certificateValidFor = TimeSpan(90, .days)
                estate.policy.databases[index].protection.minorVersionUpgrades = true
            }
        }
    }

    @Test(arguments: ofMembers)
    func `a cluster without instances has none of their settings`(_ control: ControlID) {
        #expect(estate.verdict(control) == "met")
        let empty = estate.with { $0.cluster.members = .known([]) }
        let finding = empty.finding(control)
        #expect(finding?.verdict == .violated)
        #expect(finding?.observed == "no instances")
        guard case .procedure(let text)? = finding?.remedy else {
            Issue.record("there is no instance to change")
            return
        }
        #expect(text.contains("create-db-instance"))
        let unseen = estate.with { $0.cluster.members = .unavailable(Estate.failure) }
        #expect(unseen.verdict(control) == "unknown")
    }

    @Test func `a member whose own parameter group waits for a restart is named`() {
        let waiting = estate.with {
            $0.cluster.members = $0.cluster.members.map { members in
                var members = members
                members[1].awaitsRestart = true
                return members
            }
        }
        let finding = waiting.finding("cluster.pending-modifications")
        #expect(finding?.verdict == .violated)
        #expect(finding?.observed == "parameter group of kb-aurora-b (waits for a restart)")
        guard case .procedure(let text)? = finding?.remedy else {
            Issue.record("a restart is for people to choose")
            return
        }
        #expect(text.hasSuffix("aws rds reboot-db-instance --db-instance-identifier kb-aurora-b"))
    }

    @Test func `the cluster's own group waits for all of its instances`() {
        let waiting = estate.with { $0.cluster.awaitsRestart = true }
        let finding = waiting.finding("cluster.pending-modifications")
        #expect(finding?.observed == "parameter group (waits for a restart)")
        guard case .procedure(let text)? = finding?.remedy else {
            Issue.record("a restart is for people to choose")
            return
        }
        #expect(text.contains("kb-aurora-a") && text.contains("kb-aurora-b"))
    }

    @Test func `an instance is not named as its own member`() {
        let waiting = estate.with {
            $0.database.awaitsRestart = true
            $0.database.members = $0.database.members.map { members in
                var members = members
                members[0].awaitsRestart = true
                return members
            }
        }
        #expect(
            waiting.finding("database.pending-modifications")?.observed == "parameter group (waits for a restart)")
    }
}
