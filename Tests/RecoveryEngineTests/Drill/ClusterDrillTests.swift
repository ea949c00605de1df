import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

/// Drills of Aurora clusters: the same machine, which adds a member and removes both.
@Suite struct ClusterDrillTests {
    private func drill(
        _ request: DrillRequest = DrillFixtures.request(.latestAutomated, of: .cluster),
        _ change: (inout SimulatedWorld) -> Void = { _ in }
    ) throws -> (record: DrillRecord, world: SimulatedWorld) {
        var world = SimulatedWorld(restoring: .cluster)
        change(&world)
        var machine = DrillMachine(request)
        world.run(&machine)
        return (try #require(world.record), world)
    }

    @Test func `a cluster is restored, given a member, verified, and removed with it`() throws {
        let (record, world) = try drill()
        #expect(record.verdict == .verified, "\(record.summary)")
        #expect(world.deleted == [DrillNaming.member(of: record.target), record.target])
        #expect(record.leftovers.isEmpty)
        let actions = world.performed
        let restored = try #require(actions.firstIndex { if case .restore = $0 { true } else { false } })
        let added = try #require(actions.firstIndex { if case .addMember = $0 { true } else { false } })
        let connected = try #require(actions.firstIndex { if case .connect = $0 { true } else { false } })
        #expect(restored < added && added < connected)
        // Available is when the member is: a cluster without one cannot be asked anything.
        #expect(actions[added..<connected].count { if case .observeInstance = $0 { true } else { false } } == 2)
        guard case .restore(let order) = actions[restored] else { return }
        #expect(
            order.cluster
                == ClusterOrder(
                    engine: "aurora-postgresql", engineVersion: "15.10",
                    member: DrillNaming.member(of: record.target), memberParameterGroup: "kb-member-pg15"))
        #expect(order.parameterGroup == "kb-cluster-pg15")
        #expect(order.tags[DrillTag.drill] == record.drill.rawValue)
    }

    @Test func `a point in time takes the cluster's own window and engine version`() throws {
        let instant = DrillFixtures.start - TimeSpan(1, .hours)
        let (record, world) = try drill(DrillFixtures.request(.pointInTime(instant), of: .cluster))
        #expect(record.recoveryPoint?.time == instant)
        let orders = world.performed.compactMap { if case .restore(let order) = $0 { order } else { nil } }
        #expect(orders.first?.cluster?.engineVersion == "15.18")
        let (refused, _) = try drill(DrillFixtures.request(.latestRestorable, of: .cluster)) {
            $0.facts.source?.latestRestorable = nil
        }
        #expect(refused.verdict == .notVerified)
    }

    @Test func `restored and not reachable is a failed drill`() throws {
        let (stuck, world) = try drill(DrillFixtures.request(.latestAutomated, of: .cluster) { $0.deadline = 30_000 }) {
            $0.memberLookups = .max
        }
        #expect(stuck.verdict == .failed)
        #expect(stuck.summary.hasPrefix("timed out after 30 s waiting for an available cluster (now creating)"))
        #expect(world.deleted == [DrillNaming.member(of: stuck.target), stuck.target])
        let (denied, _) = try drill {
            $0.fault = { action, _ in
                guard case .addMember = action else { return nil }
                return .actionFailed(operation: "rds:CreateDBInstance", reason: "denied", isTransient: false)
            }
        }
        #expect(denied.verdict == .failed)
        #expect(denied.leftovers.isEmpty)
    }

    @Test func `a call that was throttled is made again, and a member that is there is not added twice`() throws {
        var refusals = 2
        let (record, world) = try drill {
            $0.fault = { action, _ in
                guard case .addMember = action, refusals > 0 else { return nil }
                refusals -= 1
                return .actionFailed(operation: "rds:CreateDBInstance", reason: "Throttling", isTransient: true)
            }
        }
        #expect(record.verdict == .verified)
        #expect(world.performed.count { if case .addMember = $0 { true } else { false } } == 3)
    }

    @Test func `a member that somebody else has added is left alone, and the cluster with it`() throws {
        let (record, world) = try drill {
            $0.fault = { action, _ in
                guard case .observeInstance(let id, 0) = action else { return nil }
                var cluster = DrillFixtures.cluster()
                cluster.id = id
                cluster.tags = [
                    DrillTag.drill: "knowledge-base-20261123T051000Z-4f2a", DrillTag.source: "kb-prod",
                ]
                cluster.members = [.init(id: "reporting", status: "available", tags: [:])]
                return .instanceObserved(cluster)
            }
        }
        #expect(record.verdict == .failed)
        #expect(record.summary.contains("reporting, a member of"))
        #expect(world.deleted.isEmpty)
    }

    @Test func `what cannot be removed is named as a cluster, with what it costs`() throws {
        let (record, _) = try drill {
            $0.fault = { action, _ in
                guard case .deleteCluster = action else { return nil }
                return .actionFailed(operation: "rds:DeleteDBCluster", reason: "denied", isTransient: false)
            }
        }
        #expect(record.verdict == .cleanupFailed)
        #expect(record.leftovers.map(\.kind) == [.cluster])
        #expect(record.leftovers.first?.costPerDay != nil)
    }

    @Test func `guards know a cluster from an instance`() {
        func refusals(_ request: DrillRequest, _ facts: DrillFacts) -> [String] {
            PreflightGuards.findings(request, facts).filter(\.refuses).map(\.id)
        }
        let request = DrillFixtures.request(.latestAutomated, of: .cluster)
        #expect(refusals(request, DrillFixtures.clusterFacts()).isEmpty)
        #expect(refusals(request, DrillFixtures.facts()) == ["source-is-postgres"])
        #expect(refusals(DrillFixtures.request(), DrillFixtures.clusterFacts()) == ["source-is-postgres"])
        #expect(
            refusals(request, DrillFixtures.clusterFacts { $0.source?.engine = "aurora-mysql" })
                == ["source-is-postgres"])
    }

    @Test func `a cluster is as ready as the least ready of its members`() {
        #expect(DrillFixtures.cluster().readiness == "available")
        #expect(DrillFixtures.cluster { $0.members[0].status = "creating" }.readiness == "creating")
        #expect(DrillFixtures.cluster { $0.status = "upgrading" }.readiness == "upgrading")
        #expect(DrillFixtures.cluster { $0.members = [] }.lacksMember)
        #expect(!DrillFixtures.source().lacksMember)
    }

    @Test func `advice for a cluster restores storage and adds an instance`() {
        let advice = PITRAdvice.make(
            DrillFixtures.cluster(), snapshots: [], event: nil, policyFile: "dr.yaml", now: DrillFixtures.start)
        let commands = advice.steps.flatMap(\.commands)
        #expect(commands.contains { $0.hasPrefix("aws rds restore-db-cluster-to-point-in-time ") })
        #expect(commands.contains { $0.hasPrefix("aws rds create-db-instance ") })
        #expect(!commands.contains { $0.contains("modify-db-instance") })
    }
}
