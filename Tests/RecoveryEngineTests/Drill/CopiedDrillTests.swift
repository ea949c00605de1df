import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

/// Drills of a snapshot copy in another region.
@Suite struct CopiedDrillTests {
    private static let west = Region("us-west-2")
    private static let original = "arn:aws:rds:us-east-1:123456789012:snapshot:rds:kb-prod-2026-11-23"

    private static func request(_ change: (inout DrillRequest) -> Void = { _ in }) -> DrillRequest {
        DrillFixtures.request(.newest) {
            $0.target.region = west
            change(&$0)
        }
    }

    /// A copy made an hour ago of data that is three hours old.
    private static func copy(_ id: String = "kb-copy", _ change: (inout SnapshotFacts) -> Void = { _ in })
        -> SnapshotFacts
    {
        var copy = SnapshotFacts(
            id: id, type: "manual", status: "available", createdAt: DrillFixtures.snapshotTime, engine: "postgres",
            instance: "kb-prod")
        copy.sourceRegion = Region("us-east-1")
        copy.original = original
        copy.encryptionKey = "arn:aws:kms:us-west-2:123456789012:key/west"
        change(&copy)
        return copy
    }

    private func drill(_ snapshots: [SnapshotFacts], _ request: DrillRequest = Self.request()) throws
        -> (record: DrillRecord, world: SimulatedWorld)
    {
        var world = SimulatedWorld()
        world.facts.snapshots = snapshots
        world.facts.parameterGroupExists = true
        var machine = DrillMachine(request)
        world.run(&machine)
        return (try #require(world.record), world)
    }

    @Test func `a copy is restored in its region, and its age is that of the data`() throws {
        let (record, world) = try drill([Self.copy()])
        #expect(record.verdict == .verified)
        #expect(record.elsewhere == Self.west)
        #expect(record.scope.region == Region("us-east-1"))
        #expect(record.recoveryPoint?.region == Self.west)
        #expect(record.recoveryPoint?.original == Self.original)
        #expect(record.recoveryPoint?.reason == "the newest copy in us-west-2")
        #expect(record.objectives.rpoRealised == 3 * 3_600_000 + 5 * 60_000)
        let order = try #require(
            world.performed.compactMap { if case .restore(let order) = $0 { order } else { nil } }.first)
        #expect(order.tags[DrillTag.source] == "kb-prod")
        #expect(order.tags[DrillTag.sourceRegion] == "us-east-1")
        #expect(order.optionGroup == nil)
        #expect(world.deleted == [record.target])
    }

    @Test func `no copy there is a failed drill, whatever else of that name is there`() throws {
        let local = Self.copy("local") { ($0.sourceRegion, $0.original) = (nil, nil) }
        let elsewhere = Self.copy("third") { $0.sourceRegion = Region("eu-west-1") }
        let other = Self.copy("other") { $0.instance = "orders" }
        for snapshots in [[], [local], [elsewhere], [other]] {
            let (record, world) = try drill(snapshots)
            #expect(record.verdict == .notVerified)
            #expect(
                record.summary
                    == "no recovery point: no snapshot of kb-prod was copied from us-east-1 to us-west-2")
            #expect(world.performed == [.gatherFacts])
        }
        let (record, _) = try drill([Self.copy { $0.status = "creating" }])
        #expect(record.verdict == .notVerified)
        let (named, _) = try drill([Self.copy()], Self.request { $0.selection = .snapshot("local") })
        #expect(named.verdict == .notVerified)
    }

    @Test func `the other region must have its own groups and key`() {
        func refusals(_ request: DrillRequest = Self.request(), _ change: (inout DrillFacts) -> Void = { _ in })
            -> [String]
        {
            let facts = DrillFixtures.facts {
                $0.snapshots = [Self.copy()]
                $0.parameterGroupExists = true
                change(&$0)
            }
            return PreflightGuards.findings(request, facts).filter(\.refuses).map(\.id)
        }
        #expect(refusals().isEmpty)
        #expect(refusals { $0.parameterGroupExists = false } == ["parameter-group"])
        #expect(refusals { $0.parameterGroupExists = nil } == ["parameter-group"])
        let standard = refusals {
            $0.source?.parameterGroup = "default.postgres15"
            $0.parameterGroupExists = false
        }
        #expect(standard.isEmpty)
        #expect(refusals { $0.key = .init(id: "west", state: "PendingDeletion") } == ["key-usable"])
        #expect(refusals(Self.request { $0.target.subnetGroup = nil }) == ["subnet-group"])
        let hints = PreflightGuards.findings(Self.request { $0.target.subnetGroup = nil }, DrillFixtures.facts())
        #expect(hints.contains { $0.hint?.hasPrefix("set drill.elsewhere[us-west-2].subnetGroup") == true })
        // At home the group is the source's own, and nobody has looked.
        #expect(
            PreflightGuards.findings(DrillFixtures.request(), DrillFixtures.facts()).allSatisfy {
                $0.id != "parameter-group"
            })
    }

    @Test func `what cannot be deleted is named with its region`() throws {
        var world = SimulatedWorld()
        world.facts.snapshots = [Self.copy()]
        world.facts.parameterGroupExists = true
        world.fault = { action, _ in
            guard case .deleteInstance = action else { return nil }
            return .actionFailed(operation: "rds:DeleteDBInstance", reason: "denied", isTransient: false)
        }
        var machine = DrillMachine(Self.request())
        world.run(&machine)
        let record = try #require(world.record)
        #expect(record.verdict == .cleanupFailed)
        #expect(record.leftovers.map(\.region) == [Self.west])
        #expect(record.summary.hasPrefix("not deleted: \(record.target) in us-west-2"))
    }

    @Test func `the policy says where copies are restored to, and nothing is inherited`() throws {
        func build(_ source: DrillPolicy.Source, _ change: (inout DrillOptions) -> Void = { _ in })
            -> Result<DrillRequest, DrillRequestProblems>
        {
            var policy = RecoveryPolicy(
                name: "knowledge-base",
                scope: PolicyScope(accounts: [DrillFixtures.account], regions: [Region("us-east-1"), Self.west]),
                objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
            var drill = DrillPolicy()
            drill.source = source
            drill.into.subnetGroup = "dr-drill"
            var target = DrillPolicy.Target()
            target.subnetGroup = "dr-west"
            target.securityGroups = ["sg-west"]
            target.instanceClass = "db.t4g.large"
            target.parameterGroup = "kb-west"
            drill.elsewhere = [.init(region: Self.west, target: target)]
            policy.drill = drill
            policy.databases = [DatabasePolicy(select: .init(ids: ["kb-prod"]))]
            var options = DrillOptions()
            change(&options)
            return DrillRequestBuilder.request(
                policy, options: options,
                .init(
                    scope: DrillScope(account: DrillFixtures.account, region: Region("us-east-1")),
                    now: DrillFixtures.start, suffix: "4f2a", selected: ["kb-prod"], policyDigest: "d"))
        }
        let byPolicy = try build(.copy(in: Self.west)).get()
        let byOption = try build(.latest) { $0.copyRegion = Self.west }.get()
        #expect(byPolicy == byOption)
        #expect(byPolicy.elsewhere == Self.west)
        #expect(byPolicy.selection == .newest)
        #expect(byPolicy.target.subnetGroup == "dr-west")
        #expect(byPolicy.target.securityGroups == ["sg-west"])
        #expect(byPolicy.target.instanceClass == "db.t4g.large")
        #expect(byPolicy.target.parameterGroup == "kb-west")
        let named = try build(.latest) {
            $0.copyRegion = Self.west
            $0.selection = .snapshot("kb-copy")
        }.get()
        #expect(named.selection == .snapshot("kb-copy"))
        let unsaid = try build(.latest) { $0.copyRegion = Region("eu-west-1") }.get()
        #expect(unsaid.target.subnetGroup == nil && unsaid.target.securityGroups.isEmpty)
        // What is said at the command line goes before the policy's source.
        #expect(try build(.copy(in: Self.west)) { $0.selection = .latest }.get().elsewhere == nil)
        #expect(try build(.latest) { $0.copyRegion = Region("us-east-1") }.get().elsewhere == nil)
        guard
            case .failure(let problems) = build(
                .latest,
                {
                    $0.copyRegion = Self.west
                    $0.selection = .pointInTime("latest")
                })
        else {
            Issue.record("a point in time was taken for another region")
            return
        }
        #expect(problems.diagnostics.map(\.id) == ["copies-are-snapshots"])
    }
}
