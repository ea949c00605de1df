import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Restore tests of AWS Backup")
struct RestoreTestTests {
    private static let source = "arn:aws:rds:us-east-1:123456789012:db:kb-prod"
    private static let databases = [ResourceReference(.database, "kb-prod", arn: source)]

    private static func job(_ change: (inout RestoreTestJob) -> Void = { _ in }) -> RestoreTestJob {
        var job = RestoreTestJob(
            id: "JOB-1", status: "COMPLETED",
            recoveryPoint: "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-1",
            startedAt: DrillFixtures.start - TimeSpan(1, .hours))
        job.source = source
        job.pointCreatedAt = DrillFixtures.snapshotTime
        job.created = "arn:aws:rds:us-east-1:123456789012:db:awsbackup-restore-test-1"
        job.completedAt = DrillFixtures.start - TimeSpan(30, .minutes)
        job.plan = "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:nightly"
        change(&job)
        return job
    }

    private func outcome(
        _ jobs: [RestoreTestJob], of plans: RestoreTestReview.Plans = .any
    ) -> RestoreTestState.Outcome? {
        RestoreTestReview.states(of: Self.databases, jobs, of: plans, now: DrillFixtures.start).first?.outcome
    }

    @Test func `a database that no job was for is not proven, whatever was restored besides`() {
        #expect(outcome([]) == .missing)
        #expect(outcome([Self.job { $0.source = "arn:aws:rds:us-east-1:123456789012:db:kb-prod-2" }]) == .missing)
        // Somebody restored it by hand: that is no test.
        #expect(
            outcome([
                Self.job {
                    $0.plan = nil; $0.validation = "SUCCESSFUL"
                }
            ]) == .missing)
        #expect(
            !RestoreTestList(states: RestoreTestReview.states(of: [], [], of: .any, now: DrillFixtures.start)).isProven)
    }

    private static let outcomes: [(String, String?, RestoreTestState.Outcome)] = [
        ("COMPLETED", "SUCCESSFUL", .proven), ("COMPLETED", nil, .unvalidated),
        ("COMPLETED", "VALIDATING", .unvalidated), ("COMPLETED", "FAILED", .failed),
        ("COMPLETED", "TIMED_OUT", .failed),
        ("RUNNING", nil, .running), ("PENDING", nil, .running), ("FAILED", nil, .failed), ("ABORTED", nil, .failed),
        ("SOMETHING_NEW", "SUCCESSFUL", .failed),
    ]

    @Test(arguments: outcomes)
    func `a job proves only what it was validated for`(
        _ status: String, _ validation: String?, _ expected: RestoreTestState.Outcome
    ) {
        #expect(outcome([Self.job { ($0.status, $0.validation) = (status, validation) }]) == expected)
    }

    /// A proof of ten days ago.
    private static let proof = job {
        $0.validation = "SUCCESSFUL"
        $0.startedAt = DrillFixtures.start - TimeSpan(10, .days)
        $0.completedAt = $0.startedAt
    }

    private static func later(
        _ status: String, _ validation: String?, hoursAgo: Int, _ change: (inout RestoreTestJob) -> Void = { _ in }
    ) -> RestoreTestJob {
        job {
            ($0.id, $0.status, $0.validation) = ("JOB-2", status, validation)
            $0.startedAt = DrillFixtures.start - TimeSpan(hoursAgo, .hours)
            $0.completedAt = status == "COMPLETED" ? $0.startedAt : nil
            change(&$0)
        }
    }

    private static let revocations: [(RestoreTestJob, RestoreTestState.Outcome)] = [
        (later("RUNNING", nil, hoursAgo: 3), .proven), (later("PENDING", nil, hoursAgo: 1), .proven),
        (later("COMPLETED", "VALIDATING", hoursAgo: 24), .proven),
        (later("COMPLETED", nil, hoursAgo: 25), .unvalidated),
        (later("FAILED", nil, hoursAgo: 1), .failed), (later("COMPLETED", "TIMED_OUT", hoursAgo: 1), .failed),
        // One before it is out of date.
        (later("FAILED", nil, hoursAgo: 11 * 24), .proven), (later("COMPLETED", nil, hoursAgo: 11 * 24), .proven),
    ]

    @Test(arguments: revocations)
    func `a proof holds until a later test fails, or waits for its answer for more than a day`(
        _ other: RestoreTestJob, _ expected: RestoreTestState.Outcome
    ) {
        #expect(outcome([other, Self.proof]) == expected)
    }

    @Test func `a test that was validated after a failure proves again`() {
        #expect(outcome([Self.later("FAILED", nil, hoursAgo: 11 * 24), Self.proof]) == .proven)
        #expect(
            outcome([Self.later("FAILED", nil, hoursAgo: 2), Self.proof, Self.job { $0.validation = "SUCCESSFUL" }])
                == .proven)
    }

    @Test func `of a policy whose drills AWS Backup makes only its own plan's tests count`() {
        let arn = "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:nightly"
        #expect(outcome([Self.proof], of: .only(arn)) == .proven)
        #expect(outcome([Self.proof], of: .only("\(arn)-2")) == .missing)
        #expect(outcome([Self.proof], of: .only(nil)) == .missing)
        let others = [Self.later("FAILED", nil, hoursAgo: 1) { $0.plan = "\(arn)-2" }, Self.proof]
        #expect(outcome(others, of: .only(arn)) == .proven)
        #expect(RestoreTestReview.waiting([Self.job()], for: Self.databases, of: .only("\(arn)-2")).isEmpty)
        #expect(RestoreTestReview.waiting([Self.job()], for: Self.databases, of: .only(nil)).isEmpty)
        #expect(RestoreTestReview.waiting([Self.job()], for: Self.databases, of: .only(arn)).count == 1)
    }

    private static let strays: [(RestoreTestJob, RestoreTestState.Outcome)] = [
        (later("FAILED", nil, hoursAgo: 1) { $0.source = nil }, .unknown),
        (later("COMPLETED", nil, hoursAgo: 30) { $0.source = nil }, .unknown),
        // Whoever's it is, the proof holds.
        (later("COMPLETED", "SUCCESSFUL", hoursAgo: 1) { $0.source = nil }, .proven),
        (later("RUNNING", nil, hoursAgo: 1) { $0.source = nil }, .proven),
        (later("FAILED", nil, hoursAgo: 11 * 24) { $0.source = nil }, .proven),
    ]

    @Test(arguments: strays)
    func `a later test that AWS Backup does not say the database of leaves open what it could change`(
        _ stray: RestoreTestJob, _ expected: RestoreTestState.Outcome
    ) {
        var stray = stray
        stray.recoveryPoint = "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-2"
        #expect(outcome([stray, Self.proof]) == expected)
        #expect(outcome([stray]) == .unknown, "nothing else is known of the database")
    }

    @Test func `what a test is of is told by another one of the same recovery point`() {
        let stray = Self.later("FAILED", nil, hoursAgo: 1) { $0.source = nil }
        #expect(outcome([stray, Self.proof]) == .failed)
        let waits = Self.later("COMPLETED", nil, hoursAgo: 1) { $0.source = nil }
        let waiting = RestoreTestReview.waiting([waits, Self.proof], for: Self.databases, of: .any)
        #expect(waiting.map(\.id) == ["JOB-2"] && waiting.first?.source == Self.source)
        #expect(RestoreTestReview.waiting([waits], for: Self.databases, of: .any).isEmpty)
    }

    @Test func `a job is validated once, while what it restored is there, and of the policy's databases only`() {
        func obstacle(_ change: (inout RestoreTestJob) -> Void) -> String? {
            RestoreTestReview.obstacle(to: Self.job(change), of: Self.databases)
        }
        #expect(obstacle { _ in } == nil)
        #expect(obstacle { $0.validation = "VALIDATING" } == nil)
        #expect(obstacle { $0.validation = "SUCCESSFUL" }?.contains("validated already") == true)
        #expect(obstacle { $0.status = "RUNNING" }?.contains("is RUNNING") == true)
        #expect(obstacle { $0.deletion = "DELETING" }?.contains("delete") == true)
        #expect(obstacle { $0.source = "arn:aws:rds:us-east-1:123456789012:db:other" }?.contains("not select") == true)
        #expect(obstacle { $0.plan = nil }?.contains("is of no restore testing plan") == true)
        #expect(obstacle { $0.source = nil }?.contains("does not say") == true)
    }

    @Test func `what waits for an answer is what can be validated, the oldest first`() {
        func job(_ id: String, _ change: (inout RestoreTestJob) -> Void = { _ in }) -> RestoreTestJob {
            Self.job {
                $0.id = id
                change(&$0)
            }
        }
        let jobs = [
            job("new"), job("old") { $0.startedAt = DrillFixtures.start - TimeSpan(2, .days) },
            job("answered") { $0.validation = "FAILED" }, job("running") { $0.status = "RUNNING" },
            job("deleted") { $0.deletion = "SUCCESSFUL" }, job("manual") { $0.plan = nil },
            job("of another") { $0.source = "arn:aws:rds:us-east-1:123456789012:db:other" },
        ]
        #expect(RestoreTestReview.waiting(jobs, for: Self.databases, of: .any).map(\.id) == ["old", "new"])
    }

    @Test func `what a job restored is named by its ARNs, and its time is part of the recovery's`() throws {
        let adopted = try #require(RestoreTestReview.adopted(Self.job()))
        #expect(adopted.snapshot == "awsbackup:job-1")
        #expect(adopted.database == "awsbackup-restore-test-1")
        #expect(adopted.milliseconds == 30 * 60_000)
        #expect(
            RestoreTestReview.adopted(Self.job { $0.created = "arn:aws:ec2:us-east-1:123456789012:volume/1" }) == nil)
    }

    private func drill(_ change: (inout SimulatedWorld) -> Void = { _ in }) throws -> (DrillRecord, SimulatedWorld) {
        let request = DrillFixtures.request(.snapshot("awsbackup:job-1")) {
            $0.adopted = RestoreTestReview.adopted(Self.job())
            $0.target.id = "awsbackup-restore-test-1"
        }
        var world = SimulatedWorld()
        world.facts.instances["awsbackup-restore-test-1"] = [:]
        world.statuses = ["available"]
        world.instance = DrillFixtures.source {
            $0.id = "awsbackup-restore-test-1"
            $0.tags = [:]
            $0.securityGroups = ["sg-drill"]
        }
        change(&world)
        var machine = DrillMachine(request)
        world.run(&machine)
        return (try #require(world.record), world)
    }

    @Test func `a drill of it restores nothing, deletes nothing and counts the job's time`() throws {
        let (record, world) = try drill()
        #expect(record.verdict == .verified, "\(record.summary)")
        #expect(record.target == "awsbackup-restore-test-1")
        #expect(record.summary == "restored by AWS Backup, and verified")
        #expect(world.deleted.isEmpty && world.instance != nil)
        #expect(!world.performed.contains { if case .restore = $0 { true } else { false } })
        #expect((record.objectives.rtoVerified ?? 0) >= 30 * 60_000)
        #expect(record.recoveryPoint?.snapshot == "awsbackup:job-1")
        #expect(record.recoveryPoint?.time == DrillFixtures.snapshotTime)
    }

    @Test func `a copy that others can reach is a failure, and stays AWS Backup's to delete`() throws {
        let (record, world) = try drill { $0.instance?.securityGroups = ["sg-drill", "sg-prod"] }
        #expect(record.verdict == .failed)
        #expect(record.summary.contains("sg-prod"))
        #expect(world.deleted.isEmpty)
    }

    @Test func `what is not there any more is refused, and not taken for a failure of the data`() throws {
        let (record, _) = try drill { $0.facts.instances["awsbackup-restore-test-1"] = nil }
        #expect(record.verdict == .refused)
        #expect(record.summary.contains("awsbackup-restore-test-1 not found"))
    }
}
