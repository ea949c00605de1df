import AWSNames
import RecoveryModel
import Testing

@Suite("What evidence says of objectives")
struct ObjectivesReportTests {
    private static let now = Instant(seconds: 1_795_410_600)
    private static let hour = 3_600_000

    /// Four hours and one, each of two databases proven once a month.
    private var policy: RecoveryPolicy {
        var policy = RecoveryPolicy(
            name: "kb", scope: PolicyScope(accounts: [], regions: [Region("us-east-1")]),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(1, .hours)))
        policy.owner = "team-kb"
        policy.databases = [DatabasePolicy(select: .init(ids: ["orders", "kb"]))]
        policy.drill = DrillPolicy()
        policy.drill?.every = TimeSpan(30, .days)
        return policy
    }

    /// A drill of so many days ago that took two hours and would have lost half an hour.
    private func drill(
        _ source: String, daysAgo days: Int = 1, _ verdict: DrillVerdict = .verified,
        _ change: (inout DrillRecord) -> Void = { _ in }
    ) -> DrillRecord {
        let request = DrillRequest(
            id: DrillID(rawValue: "d-\(source)-\(days)"), policy: "kb", policyDigest: "",
            scope: DrillScope(account: AccountID("123456789012")!, region: Region("us-east-1")),
            startedAt: Self.now - TimeSpan(days, .days), source: source, protected: [], selection: .newest,
            target: DrillTarget(id: "t", subnetGroup: nil, securityGroups: []), rto: 4 * Self.hour, rpo: Self.hour,
            deadline: 1, checks: [], expires: Self.now)
        var objectives = MeasuredObjectives(rtoTarget: request.rto, rpoTarget: request.rpo)
        (objectives.rtoVerified, objectives.rpoRealised, objectives.rpoBasis) = (
            2 * Self.hour, Self.hour / 2, .comparedData
        )
        var record = DrillRecord(
            request: request, endedAt: request.startedAt, verdict: verdict, summary: "its summary",
            objectives: objectives)
        record.dataVerified = verdict == .verified
        record.estimatedCost = Double(days)
        change(&record)
        return record
    }

    private func report(
        _ records: [DrillRecord], _ change: (inout RecoveryPolicy) -> Void = { _ in }
    ) -> ObjectivesReport.Policy {
        var policy = policy
        change(&policy)
        return .init(policy, derived: [], proven: .known(records), now: Self.now)
    }

    /// Of the database `kb`.
    private func standing(_ records: [DrillRecord]) throws -> String {
        let database = try #require(report(records).databases.first { $0.name == "kb" })
        return "\(database.standing): \(database.reason)"
    }

    @Test func `a policy's databases are listed by name, those that only evidence knows among them`() {
        let report = report([drill("renamed"), drill("kb")])
        #expect((report.name, report.owner, report.rto, report.rpo) == ("kb", "team-kb", 14_400_000, 3_600_000))
        #expect(report.every == TimeSpan(30, .days) && report.doubt == nil)
        #expect(report.databases.map(\.name) == ["kb", "orders", "renamed"])
        #expect(report.databases.map(\.id) == ["kb", "orders", "renamed"])
        #expect(report.databases.map(\.standing) == [.met, .unproven, .met])
        #expect(report.databases.map(\.drills.all) == [1, 0, 1])
    }

    @Test func `a measured objective is met up to its last millisecond, and missed by one more`() throws {
        #expect(try standing([drill("kb")]) == "met: measured by a drill")
        #expect(try standing([drill("kb") { $0.objectives.rtoVerified = 4 * Self.hour }]).hasPrefix("met"))
        #expect(
            try standing([drill("kb") { $0.objectives.rtoVerified = 4 * Self.hour + 1 }])
                == "missed: the last recovery took longer than the RTO")
        #expect(try standing([drill("kb") { $0.objectives.rpoRealised = Self.hour }]).hasPrefix("met"))
        #expect(
            try standing([drill("kb") { $0.objectives.rpoRealised = Self.hour + 1 }])
                == "missed: the last recovery would have lost more than the RPO")
    }

    @Test func `one that was not measured, or whose data was not verified, is not met`() throws {
        let half = "unproven: the last drill measured only one of the two"
        #expect(try standing([drill("kb") { $0.objectives.rtoVerified = nil }]) == half)
        #expect(try standing([drill("kb") { $0.objectives.rpoRealised = nil }]) == half)
        let failed = "missed: the last drill did not verify the data: its summary"
        #expect(try standing([drill("kb", .notVerified)]) == failed)
        #expect(try standing([drill("kb", .notVerified) { $0.dataVerified = true }]) == failed)
        #expect(try standing([drill("kb") { $0.dataVerified = false }]) == failed)
        #expect(try standing([]) == "unproven: no drill has verified it")
    }

    @Test func `a proof is good until the policy's interval is over`() throws {
        #expect(try standing([drill("kb", daysAgo: 30)]).hasPrefix("met"))
        #expect(try standing([drill("kb", daysAgo: 31)]) == "outdated: the last drill is older than 30d")
        let forever = report([drill("kb", daysAgo: 31)]) { $0.drill?.every = nil }
        #expect(forever.databases[0].standing == .met && forever.every == nil)
    }

    @Test func `the last drill that measured counts, and one that was refused measures nothing`() throws {
        let old = drill("kb", daysAgo: 3)
        #expect(try standing([drill("kb", daysAgo: 2, .notVerified), old]).hasPrefix("missed"))
        #expect(try standing([drill("kb", daysAgo: 2, .refused), old]).hasPrefix("met"))
        let database = try #require(report([drill("kb", daysAgo: 2, .refused), old]).databases.first)
        #expect(database.drills == (2, 1) && database.drillCost == 2)
        let measured = try #require(database.measured)
        #expect(measured.drill.rawValue == "d-kb-3" && measured.at == Self.now - TimeSpan(3, .days))
        #expect((measured.rto, measured.rpo, measured.basis) == (2 * Self.hour, Self.hour / 2, .comparedData))
    }

    @Test func `a PostgreSQL outside RDS is not taken for the instance of its name`() {
        let outside = drill("kb", .notVerified) { $0.place = "s3://backups" }
        let report = report([outside, drill("kb")])
        #expect(report.databases.map(\.name) == ["kb", "orders", "kb (self-managed)"])
        #expect(report.databases.map(\.standing) == [.met, .unproven, .missed])
    }

    @Test func `of a selection by tags evidence may name the databases, else the tags stand there`() {
        let tags: (inout RecoveryPolicy) -> Void = {
            $0.databases = [DatabasePolicy(select: .init(tags: ["tier": "1", "app": "kb"]))]
        }
        let unseen = report([], tags).databases
        #expect(unseen.map(\.name) == ["app=kb tier=1"] && unseen.map(\.id) == [nil])
        #expect(unseen.map(\.reason) == ["no drill of a database with these tags is in the evidence"])
        #expect(report([drill("kb")], tags).databases.map(\.name) == ["kb"])
        #expect(report([], { $0.databases[0].select.tags = ["app": "kb"] }).databases.map(\.name) == ["kb", "orders"])
    }

    @Test func `evidence that is not believed proves nothing, and says why`() {
        let doubt = CollectionFailure(operation: "evidence", reason: "record 2 was changed")
        for change in [{ _ in }, { $0.databases = [DatabasePolicy(select: .init(tags: ["app": "kb"]))] }]
            as [(inout RecoveryPolicy) -> Void]
        {
            var policy = policy
            change(&policy)
            let report = ObjectivesReport.Policy(policy, derived: [], proven: .unavailable(doubt), now: Self.now)
            #expect(report.doubt == "record 2 was changed")
            #expect(report.databases.allSatisfy { $0.standing == .unproven && $0.reason == "record 2 was changed" })
            #expect(!report.databases.isEmpty)
        }
    }

    @Test func `the worst of all databases is the report's standing`() {
        func standing(_ records: [[DrillRecord]]) -> ObjectivesReport.Standing {
            ObjectivesReport(
                at: Self.now, policies: records.map { report($0) { $0.databases[0].select.ids = ["kb"] } }, chains: []
            ).standing
        }
        let (met, old, bad) = (
            [drill("kb")], [drill("kb", daysAgo: 31)], [drill("kb", .notVerified)]
        )
        #expect(standing([met, met]) == .met && standing([met, old]) == .outdated)
        #expect(standing([old, []]) == .unproven && standing([[], bad]) == .missed)
        #expect(standing([]) == .unproven, "of nothing")
        let sorted = ObjectivesReport(
            at: Self.now, policies: [report(met) { $0.name = "b" }, report(met) { $0.name = "a" }], chains: [])
        #expect(sorted.policies.map(\.name) == ["a", "b"])
    }

    @Test func `what is left of an objective is in percent, and below nothing when it was missed`() {
        func margin(_ measured: Int?, _ target: Int) -> Int? {
            ObjectivesReport.Measured.margin(measured, of: target)
        }
        #expect(margin(25, 100) == 75 && margin(150, 100) == -50 && margin(1, 1) == 0 && margin(0, 1) == 100)
        #expect(margin(nil, 100) == nil && margin(5, 0) == 0)
    }

    @Test func `databases are equal only with the same trend and cost`() {
        let one = report([drill("kb")]).databases[0]
        func other(_ change: (inout ObjectivesReport.Database) -> Void) -> ObjectivesReport.Database {
            var other = one
            change(&other)
            return other
        }
        #expect(one == other { _ in } && one != other { $0.drillCost = 9 } && one != other { $0.drills.all = 9 })
        #expect(one != other { $0.rtoMissedAt = Self.now } && one != other { $0.name = "x" })
    }
}
