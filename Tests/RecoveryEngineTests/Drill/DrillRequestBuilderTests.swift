import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite struct DrillRequestBuilderTests {
    private func policy(_ change: (inout DrillPolicy) -> Void = { _ in }) -> RecoveryPolicy {
        var policy = RecoveryPolicy(
            name: "knowledge-base",
            scope: PolicyScope(accounts: [DrillFixtures.account], regions: [Region("us-east-1")]),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        var drill = DrillPolicy()
        drill.into.subnetGroup = "dr-drill"
        drill.into.securityGroups = ["sg-drill"]
        drill.into.parameterGroup = "same-as-source"
        drill.checks = [.init(name: "entries", kind: .rowCount(table: "entries", until: nil))]
        change(&drill)
        policy.drill = drill
        policy.databases = [DatabasePolicy(select: .init(ids: ["kb-prod"]))]
        return policy
    }

    private func build(
        _ policy: RecoveryPolicy, selected: [String] = ["kb-prod"], _ change: (inout DrillOptions) -> Void = { _ in }
    ) -> Result<DrillRequest, DrillRequestProblems> {
        var options = DrillOptions()
        change(&options)
        return DrillRequestBuilder.request(
            policy, options: options,
            .init(
                scope: DrillScope(account: DrillFixtures.account, region: Region("us-east-1")),
                now: DrillFixtures.start, suffix: "4f2a", selected: selected, policyDigest: "d"))
    }

    private func problems(_ result: Result<DrillRequest, DrillRequestProblems>) -> [String] {
        if case .failure(let problems) = result { problems.diagnostics.map(\.id) } else { [] }
    }

    @Test func `a request is absolute in everything`() throws {
        let request = try build(policy { $0.source = .pointInTime("1h ago") }).get()
        #expect(request.selection == .pointInTime(Instant("2026-11-23T04:10:00Z")!))
        #expect(request.target.parameterGroup == nil)
        #expect(request.deadline == 4 * 3_600_000)
        #expect(request.protected == ["kb-prod"])
        #expect(request.expires == DrillFixtures.start + TimeSpan(1, .days))
        #expect(try build(policy { $0.source = .pointInTime("latest") }).get().selection == .latestRestorable)
    }

    @Test func `what a drill makes is kept for twice its deadline, and for a day at least`() throws {
        func kept(_ deadline: TimeSpan) throws -> Instant {
            try build(policy()) { $0.deadline = deadline }.get().expires
        }
        #expect(try kept(TimeSpan(1, .hours)) == DrillFixtures.start + TimeSpan(1, .days))
        #expect(try kept(TimeSpan(12, .hours)) == DrillFixtures.start + TimeSpan(1, .days))
        #expect(try kept(TimeSpan(20, .hours)) == DrillFixtures.start + TimeSpan(40, .hours))
    }

    @Test func `the instant now needs a table for its rows`() throws {
        let marked = try build(policy { $0.marker = "drctl.marker" }) { $0.selection = .pointInTime("now") }.get()
        #expect(marked.selection == .marked)
        #expect(marked.marker == "drctl.marker")
        let refused = build(policy { $0.source = .pointInTime("now") })
        #expect(problems(refused) == ["no-marker-table"])
        guard case .failure(let why) = refused else { return }
        #expect(why.description.contains("set `drill.marker: schema.table`"))
    }

    @Test func `everything that is wrong is said at once`() {
        var bare = policy()
        bare.drill = nil
        #expect(problems(build(bare)) == ["no-drill"])
        let bad = policy {
            $0.source = .pointInTime("yesterday")
            $0.freshnessQuery = "drop table entries"
            $0.checks.append(.init(name: "evil", kind: .query("select 1; delete from entries", .equal("0"))))
        }
        #expect(problems(build(bad)) == ["bad-time", "not-a-query", "not-a-query"])
        #expect(problems(build(policy(), selected: [])) == ["no-instance"])
        #expect(problems(build(policy(), selected: ["a", "b"])) == ["several-instances"])
        #expect(problems(build(policy(), selected: ["a"]) { $0.instance = "z" }) == ["instance-not-in-policy"])
    }

    @Test func `advice for an event holds this database's own numbers`() throws {
        let event = Instant("2026-11-23T04:30:10.5Z")!
        let advice = PITRAdvice.make(
            DrillFixtures.source(), snapshots: DrillFixtures.facts().snapshots, event: event, policyFile: "dr.yaml",
            now: DrillFixtures.start)
        #expect(advice.target == Instant("2026-11-23T04:30:09Z"))
        let commands = advice.steps.flatMap(\.commands)
        #expect(commands.first == "drctl drill run --policy dr.yaml --instance kb-prod --at 2026-11-23T04:30:09Z")
        #expect(
            commands.contains {
                $0.contains("--restore-time 2026-11-23T04:30:09Z") && $0.contains("--deletion-protection")
            })
        let old = PITRAdvice.make(
            DrillFixtures.source { $0.earliestRestorable = DrillFixtures.start - TimeSpan(1, .hours) },
            snapshots: DrillFixtures.facts().snapshots, event: event - TimeSpan(1, .hours), policyFile: "dr.yaml",
            now: DrillFixtures.start)
        #expect(old.target == nil)
        #expect(old.snapshot == "rds:kb-prod-2026-11-23")
    }

    @Test func `fidelity names what a restore would lose, worst first`() {
        let source = DrillFixtures.source {
            $0.deletionProtection = true
            $0.otherSettings = ["MonitoringInterval": "60"]
        }
        let restored = DrillFixtures.source {
            $0.id = "copy"
            $0.parameterGroup = "default.postgres15"
            $0.tags = [:]
            $0.otherSettings = ["MonitoringInterval": "0"]
        }
        let findings = FidelityComparison.findings(source: source, restored: restored)
        #expect(findings.map(\.setting) == ["DBParameterGroup", "DeletionProtection", "MonitoringInterval", "Tags"])
        #expect(findings.first?.impact == .breaksClients)
        #expect(FidelityComparison.findings(source: source, restored: source).isEmpty)
    }
}
