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

    private func outcome(_ jobs: [RestoreTestJob]) -> RestoreTestState.Outcome? {
        RestoreTestReview.states(of: Self.databases, jobs).first?.outcome
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
        #expect(!RestoreTestList(states: RestoreTestReview.states(of: [], [])).isProven)
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

    @Test func `the newest job counts`() {
        let old = Self.job { $0.validation = "SUCCESSFUL" }
        let new = Self.job {
            $0.id = "JOB-2"
            $0.status = "FAILED"
            $0.startedAt = DrillFixtures.start
        }
        #expect(outcome([new, old]) == .failed)
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
        #expect(RestoreTestReview.waiting(jobs, for: Self.databases).map(\.id) == ["old", "new"])
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
