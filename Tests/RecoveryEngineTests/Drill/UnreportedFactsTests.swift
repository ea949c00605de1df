import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What RDS does not report of a database")
struct UnreportedFactsTests {
    /// The refusing guards' outcomes, by id.
    private func refusals(_ change: (inout InstanceFacts) -> Void) -> [String: GuardFinding.Outcome] {
        let request = DrillFixtures.request { $0.budget = 50 }
        let facts = DrillFixtures.facts { facts in
            if var source = facts.source {
                change(&source)
                facts.source = source
            }
        }
        let refused = PreflightGuards.findings(request, facts).filter(\.refuses)
        return Dictionary(refused.map { ($0.id, $0.outcome) }) { first, _ in first }
    }

    @Test func `a guard that needs it is unknown, and refuses`() {
        #expect(refusals { _ in }.isEmpty)
        #expect(refusals { $0.securityGroups = nil } == ["security-group-own": .unknown])
        #expect(refusals { $0.allocatedStorage = nil } == ["budget": .unknown])
    }

    @Test func `without a retention no point in time can be restored`() {
        let window = RestorableWindow(of: DrillFixtures.source { $0.backupRetentionDays = nil })
        let now = DrillFixtures.start
        guard case .failure = window.check(now - TimeSpan(1, .hours), now: now) else {
            Issue.record("a point in time was promised")
            return
        }
    }

    @Test(arguments: ["whether ", "the security groups of "])
    func `a restored instance whose exposure is not reported is taken down without a look into it`(_ says: String) {
        let request = DrillFixtures.request()
        var world = SimulatedWorld()
        var isDeleted = false
        world.fault = { action, _ in
            if case .deleteInstance = action { isDeleted = true }
            guard case .observeInstance(let id, _) = action, !isDeleted else { return nil }
            var instance = InstanceFacts(
                id: id, arn: "a", status: "available", engine: "postgres", engineVersion: "15.18",
                instanceClass: "db.t4g.medium")
            instance.publiclyAccessible = says == "whether " ? nil : false
            instance.securityGroups = says == "whether " ? ["sg-drill"] : nil
            instance.tags = [DrillTag.drill: request.id.rawValue, DrillTag.source: "kb-prod"]
            (instance.host, instance.port) = ("127.0.0.1", 5_432)
            return .instanceObserved(instance)
        }
        var machine = DrillMachine(request)
        world.run(&machine)
        #expect(world.record?.verdict == .failed)
        let summary = world.record?.summary ?? ""
        #expect(summary.contains("RDS does not report \(says)"), "\(summary)")
        #expect(!world.performed.contains { if case .connect = $0 { true } else { false } })
    }

    @Test func `a difference that cannot be told is a finding, not an equality`() {
        let source = DrillFixtures.source()
        #expect(FidelityComparison.findings(source: source, restored: source).isEmpty)
        var unreported = source
        unreported.deletionProtection = nil
        unreported.backupRetentionDays = nil
        unreported.securityGroups = nil
        for (left, right) in [(source, unreported), (unreported, source), (unreported, unreported)] {
            let findings = FidelityComparison.findings(source: left, restored: right)
            #expect(
                Set(findings.map(\.setting)) == ["DeletionProtection", "BackupRetentionPeriod", "VpcSecurityGroups"])
            #expect(findings.allSatisfy { [$0.source, $0.restored].contains("unknown") })
        }
    }
}
