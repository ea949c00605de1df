import RecoveryEngine
import RecoveryModel
import Testing

@Suite("A cluster is recovered with its members and endpoints")
struct ClusterRecoveryTests {
    private func recover(
        _ request: DrillRequest, isLive: Bool = true, _ change: (inout SimulatedWorld) -> Void = { _ in }
    ) -> (record: DrillRecord?, world: SimulatedWorld) {
        var world = Self.world(request, isLive: isLive)
        change(&world)
        var machine = DrillMachine(request)
        world.run(&machine)
        return (world.record, world)
    }

    private static func world(_ request: DrillRequest, isLive: Bool) -> SimulatedWorld {
        var world = SimulatedWorld()
        world.facts = RecoveryFixtures.clusterFacts(isLive: isLive)
        world.copyValues = ["entries": "300"]
        world.mission = request.mission
        return world
    }

    private func added(_ world: SimulatedWorld) -> [RestoreSettings.Member] {
        world.performed.compactMap { if case .addMember(let order) = $0 { order.cluster?.members?.first } else { nil } }
    }

    @Test func `a lost cluster comes back under its own names, its writer first`() throws {
        let request = RecoveryFixtures.clusterRequest(isLive: false)
        let (record, world) = recover(request, isLive: false)
        let result = try #require(record)
        #expect(result.verdict == .verified, "\(result.summary)")
        #expect(result.fidelity.isEmpty)
        let order = try #require(
            world.performed.compactMap { if case .restore(let order) = $0 { order } else { nil } }.first)
        #expect(order.target == "kb-prod" && order.deletedSource == "cluster-OLD")
        #expect(order.cluster?.capacity == ServerlessCapacity(minimum: 0.5, maximum: 8))
        let members = added(world)
        #expect(members.map(\.id) == ["kb-prod-b", "kb-prod-a"], "by promotion tier, not by name")
        #expect(Set(members) == Set(RecoveryFixtures.cluster().settings?.members ?? []))
        #expect(world.instance?.settings?.endpoints == RecoveryFixtures.cluster().settings?.endpoints)
        #expect(result.recovery?.customEndpoints == ["kb-reports", "kb-rest"])
        #expect(world.deleted.isEmpty)
    }

    @Test func `a reader is added once the writer is there: whichever comes first is the writer`() throws {
        let (_, world) = recover(RecoveryFixtures.clusterRequest())
        let adding = world.performed.indices.filter { index in
            if case .addMember = world.performed[index] { true } else { false }
        }
        let between = world.performed[adding[0]..<adding[1]].count {
            if case .observeInstance = $0 { true } else { false }
        }
        #expect(adding.count == 2 && between > 0)
    }

    @Test func `a damaged cluster gives its names to the recovered one, members before clusters`() throws {
        let request = RecoveryFixtures.clusterRequest(switchover: .rename, hook: "true")
        let (record, world) = recover(request)
        let result = try #require(record)
        #expect(result.verdict == .verified, "\(result.summary)")
        let (new, old) = (request.target.id, "kb-prod-before-20261123051000")
        let steps = world.performed.compactMap { if case .make(let order) = $0 { order } else { nil } }
        #expect(
            steps.map(\.step) == [
                .hook("verified"), .protect("kb-prod"),
                .renameMember(from: "kb-prod-a", to: "\(old)-1"), .renameMember(from: "kb-prod-b", to: "\(old)-2"),
                .renameMember(from: "\(new)-1", to: "kb-prod-a"), .renameMember(from: "\(new)-2", to: "kb-prod-b"),
                .rename(from: "kb-prod", to: old), .hook("old-renamed"), .rename(from: new, to: "kb-prod"),
                .hook("switched"),
            ])
        #expect(
            steps.compactMap(\.resource) == [
                "cluster-OLD", "db-OLD-A", "db-OLD-B", "db-NEW-\(new)-1", "db-NEW-\(new)-2", "cluster-OLD",
                "cluster-NEW",
            ])
        #expect(result.recovery?.oldName == old && result.recovery?.database == "kb-prod")
        #expect(result.recovery?.members?.count == 4)
        // Beside the old one, endpoints have names of their own, for members of their own.
        #expect(
            world.instance?.settings?.endpoints == [
                .init(id: "\(new)-e1", type: "READER", members: ["\(new)-2"]),
                .init(id: "\(new)-e2", type: "ANY", members: [], excludedMembers: ["\(new)-2"]),
            ])
        #expect(world.deleted.isEmpty)
    }

    @Test func `a recovery that was killed after any event goes on to the same end`() throws {
        for (isLive, switchover) in [(true, RecoveryMission.Switchover.rename), (false, .none)] {
            let request = RecoveryFixtures.clusterRequest(isLive: isLive, switchover: switchover, hook: "true")
            let (_, whole) = recover(request, isLive: isLive)
            for length in 1..<whole.events.count {
                var world = Self.world(request, isLive: isLive)
                var first = DrillMachine(request)
                world.run(&first, limit: length)
                var again = DrillMachine(request)
                for (event, instant) in world.events { _ = again.handle(event, at: instant) }
                guard again.state != .finished else { continue }
                world.run(&again, again.actionsToResume())
                #expect(world.record?.verdict == .verified, "after \(length): \(world.record?.summary ?? "nothing")")
                #expect(Set(added(world).map(\.id)).count == 2, "after \(length)")
            }
        }
    }

    @Test func `a reader that RDS does not take is left out and named, and nothing is switched over`() throws {
        let request = RecoveryFixtures.clusterRequest(switchover: .rename)
        let (record, world) = recover(request) { world in
            world.fault = { action, _ in
                guard case .addMember(let order) = action, order.cluster?.member.hasSuffix("-1") == true else {
                    return nil
                }
                return .actionFailed(
                    operation: "rds:CreateDBInstance", reason: "InsufficientDBInstanceCapacity", isTransient: false)
            }
        }
        let result = try #require(record)
        #expect(result.verdict == .notVerified && result.dataVerified)
        #expect(result.fidelity.map(\.setting).contains("Members"))
        #expect(!result.fidelity.contains { $0.setting.hasSuffix(" of \(request.target.id)-1") }, "once is enough")
        #expect(result.problems.contains { $0.reason.contains("InsufficientDBInstanceCapacity") })
        #expect(!world.performed.contains { if case .make = $0 { true } else { false } })
        #expect(world.deleted.isEmpty)
    }

    @Test func `every setting of every member and endpoint is compared`() throws {
        let request = RecoveryFixtures.clusterRequest(isLive: false)
        let mission = try #require(request.mission)
        let whole = RecoveryFixtures.cluster()
        #expect(RecoveryFidelity.findings(mission, restored: whole).isEmpty)
        let changes: [(String, (inout RestoreSettings.Member) -> Void)] = [
            ("DBInstanceClass", { $0.instanceClass = "db.r6g.xlarge" }), ("PromotionTier", { $0.promotionTier = 5 }),
            ("DBParameterGroup", { $0.parameterGroup = "other" }), ("AvailabilityZone", { $0.zone = "us-east-1f" }),
            ("CACertificateIdentifier", { $0.certificateAuthority = "other" }),
            ("MonitoringInterval", { $0.monitoringInterval = 1 }),
            ("MonitoringRoleArn", { $0.monitoringRole = "other" }),
            ("PerformanceInsightsEnabled", { $0.performanceInsights?.toggle() }),
            ("PerformanceInsightsKMSKeyId", { $0.performanceInsightsKey = "other" }),
            ("PerformanceInsightsRetentionPeriod", { $0.performanceInsightsRetention = 7 }),
            ("AutoMinorVersionUpgrade", { $0.minorVersionUpgrades?.toggle() }),
            ("PreferredMaintenanceWindow", { $0.maintenanceWindow = "tue:01:00-tue:01:30" }),
            ("PubliclyAccessible", { $0.publiclyAccessible = true }), ("Tags", { $0.tags?["app"] = nil }),
        ]
        for member in 0...1 {
            for (setting, change) in changes {
                var restored = whole
                var members = restored.settings?.members ?? []
                change(&members[member])
                restored.settings?.members = members
                let id = members[member].id
                #expect(
                    RecoveryFidelity.findings(mission, restored: restored).map(\.setting) == ["\(setting) of \(id)"])
            }
        }
        var restored = whole
        restored.settings?.endpoints[1].excludedMembers = nil
        #expect(RecoveryFidelity.findings(mission, restored: restored).map(\.setting) == ["Endpoint kb-rest"])
        restored = whole
        restored.engineVersion = "15.10"
        #expect(RecoveryFidelity.findings(mission, restored: restored).map(\.setting) == ["EngineVersion"])
    }

    @Test func `what an older inventory did not know of members is not compared, and what it knew is`() throws {
        var mission = try #require(RecoveryFixtures.clusterRequest(isLive: false).mission)
        let known = mission.database.settings?.members ?? []
        mission.database.settings?.members = known.map {
            .init(
                id: $0.id, instanceClass: $0.instanceClass, promotionTier: $0.promotionTier,
                parameterGroup: $0.parameterGroup)
        }
        var restored = RecoveryFixtures.cluster()
        #expect(RecoveryFidelity.findings(mission, restored: restored).isEmpty)
        restored.settings?.members[0].promotionTier = 3
        #expect(RecoveryFidelity.findings(mission, restored: restored).count == 1)
    }

    @Test func `a state of before a minor upgrade is upgraded to production's version, across major ones never`() {
        func version(_ restored: String, _ production: String) -> String? {
            let source = RecoveryFixtures.cluster { $0.engineVersion = production }
            var copy = RecoveryFixtures.cluster()
            copy.engineVersion = restored
            return SettingsToRestore(lackedBy: copy, of: source)?.engineVersion
        }
        #expect(version("15.10", "15.18") == "15.18")
        #expect(version("15.18", "15.18") == nil && version("15.18", "15.10") == nil)
        #expect(version("14.20", "15.18") == nil)
    }

    @Test func `what the guards of a cluster refuse`() throws {
        func refusals(
            switchover: RecoveryMission.Switchover = .none, _ request: (inout DrillRequest) -> Void = { _ in },
            _ facts: (inout DrillFacts) -> Void = { _ in }
        ) throws -> [String] {
            let wanted = RecoveryFixtures.clusterRequest(switchover: switchover, request)
            return RecoveryGuards.findings(
                wanted, try #require(wanted.mission), RecoveryFixtures.clusterFacts(facts)
            ).filter { $0.outcome != .met }.map(\.id)
        }
        let usual = ["source-is-not-healthy", "endpoint-names"]
        #expect(try refusals() == usual)
        #expect(try refusals(switchover: .rename) == usual)
        let new = RecoveryFixtures.clusterRequest().target.id
        #expect(try refusals({ _ in }) { $0.instances["\(new)-2"] = [:] }.contains("member-is-free"))
        let old = "kb-prod-before-20261123051000-1"
        #expect(try refusals(switchover: .rename, { _ in }) { $0.instances[old] = [:] }.contains("old-name-is-free"))
        #expect(try !refusals({ _ in }) { $0.instances[old] = [:] }.contains("old-name-is-free"))
        #expect(try refusals({ _ in }) { $0.memberGroups = ["kb-members": false] }.contains("member-parameter-group"))
        #expect(try refusals({ _ in }) { $0.memberGroups = nil }.contains("member-parameter-group"))
        #expect(try refusals({ $0.mission?.database.engine = "aurora-mysql" }).contains("source-is-postgres"))
        #expect(try refusals({ _ in }) { $0.quota = .init(used: 39, limit: 40, needed: 2) }.contains("quota"))
        #expect(try !refusals({ _ in }) { $0.quota = .init(used: 38, limit: 40, needed: 2) }.contains("quota"))
    }
}
