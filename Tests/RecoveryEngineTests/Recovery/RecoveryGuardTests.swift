import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What a recovery refuses before anything is changed")
struct RecoveryGuardTests {
    private func refusals(
        isLive: Bool = true, switchover: RecoveryMission.Switchover = .none,
        _ request: (inout DrillRequest) -> Void = { _ in }, _ facts: (inout DrillFacts) -> Void = { _ in }
    ) -> [String] {
        let wanted = RecoveryFixtures.request(isLive: isLive, switchover: switchover, request)
        let seen = RecoveryFixtures.facts(isLive: isLive, facts)
        guard let mission = wanted.mission else { return ["no mission"] }
        return RecoveryGuards.findings(wanted, mission, seen).filter(\.refuses).map(\.id)
    }

    @Test func `a recovery with everything known is not refused`() {
        #expect(refusals() == [])
        #expect(refusals(isLive: false) == [])
        #expect(refusals(switchover: .rename) == [])
    }

    @Test func `a healthy source is refused until the operator says otherwise, a failed one is not`() {
        let cautious: (inout DrillRequest) -> Void = { $0.mission?.mayBeHealthy = false }
        for status in ["available", "backing-up", "modifying"] {
            #expect(refusals(cautious) { $0.source?.status = status } == ["source-is-not-healthy"])
        }
        for status in ["failed", "incompatible-restore", "inaccessible-encryption-credentials"] {
            #expect(refusals(cautious) { $0.source?.status = status } == [])
        }
    }

    @Test func `a name that is taken is refused, in whatever case it is written`() {
        #expect(refusals({ $0.target.id = "KB-Prod" }) == ["target-is-free"])
        #expect(refusals({ _ in }) { $0.instances["kb-prod-recovered-20261123051000"] = [:] } == ["target-is-free"])
        #expect(
            refusals(switchover: .rename, { _ in }) { $0.instances["kb-prod-before-20261123051000"] = [:] }
                == ["old-name-is-free"])
        #expect(refusals({ _ in }) { $0.instances["kb-prod-before-20261123051000"] = [:] } == [])
    }

    @Test func `another account, an unusable key and a full quota are refused`() {
        #expect(refusals({ _ in }) { $0.account = AccountID("999999999999")! } == ["account-in-scope"])
        for state in ["Disabled", "PendingDeletion", nil] {
            #expect(refusals({ _ in }) { $0.key = .init(id: "k", state: state) } == ["key-usable"])
        }
        #expect(refusals({ _ in }) { $0.quota = .init(used: 40, limit: 40) } == ["quota"])
    }

    @Test func `what production had and nobody has any more is refused, and what could not be read is not met`() {
        #expect(refusals({ _ in }) { $0.subnetGroupExists = false } == ["subnet-group"])
        #expect(refusals({ _ in }) { $0.subnetGroupExists = nil } == ["subnet-group"])
        #expect(refusals({ _ in }) { $0.parameterGroupExists = false } == ["parameter-group"])
        #expect(
            refusals({ _ in }) {
                $0.securityGroups = [SecurityGroupFacts(id: "sg-prod", openRules: nil, failure: "not found")]
            } == ["security-group-exists"])
    }

    @Test func `without an inventory the network has to be given`() {
        let bare: (inout DrillRequest) -> Void = { request in
            request.target.subnetGroup = nil
            request.target.securityGroups = []
            request.target.instanceClass = nil
            request.mission?.origin = .policy
        }
        #expect(refusals(isLive: false, bare) == ["subnet-group", "security-groups", "instance-class"])
    }

    @Test func `a lost database without retained backups is refused a point in time, and not a snapshot`() {
        let none: (inout DrillFacts) -> Void = { $0.backupFailure = "no automated backup of kb-prod was retained" }
        #expect(refusals(isLive: false, { _ in }, none) == ["retained-backups"])
        #expect(refusals(isLive: false, { $0.selection = .newest }, none) == [])
    }

    @Test func `a member of a cluster and another engine are refused`() {
        #expect(refusals({ $0.mission?.database.cluster = "kb" }) == ["source-is-whole"])
        #expect(refusals({ $0.mission?.database.engine = "mysql" }) == ["source-is-postgres"])
    }
}
