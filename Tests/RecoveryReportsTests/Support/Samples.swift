import AWSNames
import RecoveryModel
import RecoveryReports
import Testing

/// Results of a neglected estate; every text that can come from outside is followed by `mark`.
struct Samples {
    var mark = ""

    private let at = Instant(seconds: 1_795_410_600)
    private let account: AccountID
    private let region: Region = Region("us-east-1")

    init(mark: String = "") throws {
        self.mark = mark
        account = try #require(AccountID("123456789012"))
    }

    private var database: ResourceReference {
        ResourceReference(
            .database, "kb-prod\(mark)", arn: "arn:aws:rds:us-east-1:123456789012:db:kb-prod\(mark)")
    }
    private var bucket: ResourceReference { ResourceReference(.bucket, "kb-backups-123456789012-us-east-1\(mark)") }

    private func control(
        _ id: ControlID, _ title: String, _ severity: Severity, _ standards: [Standard] = [],
        field: String = "databases[].backups.retention"
    ) -> ControlDescription {
        ControlDescription(
            id: id, title: title, why: "Without it recovery is not certain.", severity: severity,
            standards: standards, field: field)
    }

    private var longer: Change {
        .database(.modify(kind: .instance, id: "kb-prod\(mark)", [.backupRetention(days: Edit(0, to: 30))]))
    }
    private var retention: Finding {
        Finding(
            control: control(
                "database.backup-retention", "Automated backups are retained long enough", .high,
                [.securityHub("RDS.11"), .nist80053("CP-9")]),
            resource: database, verdict: .violated, required: "at least 30 days\(mark)", observed: "disabled\(mark)",
            remedy: .changes([longer]), entry: 0)
    }
    private var notPublic: Finding {
        Finding(
            control: control(
                "database.not-public", "Public access is disabled", .critical,
                field: "databases[].protection.publicAccess"),
            resource: database, verdict: .violated, required: "disabled", observed: "enabled",
            remedy: .changes([
                .database(
                    .modify(kind: .instance, id: "kb-prod\(mark)", [.publicAccess(Edit(true, to: false))]))
            ]), entry: 0)
    }
    private var encryption: Finding {
        Finding(
            control: control("database.storage-encrypted", "Storage and backups are encrypted", .high),
            resource: database, verdict: .violated, required: "enabled", observed: "disabled",
            remedy: .procedure(
                "Encryption cannot be enabled in place: snapshot kb-prod, copy the snapshot with a key, restore "
                    + "from the copy, and move the application to it.\(mark)"))
    }
    private var pending: Finding {
        Finding(
            control: control("database.pending-modifications", "No modification is pending", .low),
            resource: database, verdict: .violated, required: "nothing pending", observed: "DBInstanceClass",
            remedy: .resolvesItself("Applied in the maintenance window sun:04:00-sun:04:30\(mark)"))
    }
    private var lifecycle: Finding {
        Finding(
            control: control(
                "storage.lifecycle", "Lifecycle rules match the policy", .high, field: "storage[].lifecycle"),
            resource: bucket,
            verdict: .unknown(
                CollectionFailure(
                    operation: "s3:GetLifecycleConfiguration",
                    reason: "AccessDenied: not authorized to perform s3:GetLifecycleConfiguration\(mark)")),
            required: "daily/: expire after 30d", observed: nil, remedy: nil)
    }
    private var multiAZ: Finding {
        Finding(
            control: control("database.multi-az", "Multi-AZ is enabled", .medium), resource: database,
            verdict: .waived(
                owner: "cto@example.com\(mark)", reason: "single-AZ accepted until Q1\(mark)", expires: "2027-03-31"),
            required: "enabled", observed: "disabled", remedy: nil)
    }
    private var exists: Finding {
        Finding(
            control: control(
                "storage.bucket-exists", "The backup bucket exists in this account", .critical,
                field: "storage[].bucket"),
            resource: bucket, verdict: .met, required: "exists", observed: "exists", remedy: nil)
    }

    private func audit(_ findings: [Finding]) -> AuditResult {
        AuditResult(policy: "knowledge-base\(mark)", account: account, region: region, at: at, findings: findings)
    }

    var violated: AuditResult {
        var result = audit([retention, notPublic, encryption, pending, lifecycle, multiAZ, exists])
        result.orphans = orphans
        result.objectives = objectives
        return result
    }

    /// One that nothing can be restored of, one that was not seen, and one that is as agreed.
    var objectives: [EffectiveObjective] {
        let agreed = Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours))
        let unseen = CollectionFailure(operation: "rds:DescribeDBSnapshots", reason: "AccessDenied\(mark)")
        return [
            EffectiveObjective(
                database: database, agreed: agreed, loss: .known(nil),
                proof: .known(
                    RecoveryProof(
                        recoveryTime: 1_860_000, at: at - TimeSpan(40, .days), failedSince: at - TimeSpan(7, .days)))),
            EffectiveObjective(
                database: ResourceReference(.cluster, "kb-reports\(mark)"), agreed: agreed,
                loss: .unavailable(unseen), proof: .unavailable(unseen)),
            EffectiveObjective(
                database: ResourceReference(.database, "kb-search\(mark)"), agreed: agreed, loss: .known(340),
                proof: .known(RecoveryProof(recoveryTime: 640_500, at: at - TimeSpan(3, .days)))),
        ]
    }

    /// Grouped by a framework, in every state that a requirement can have.
    var grouped: AuditResult {
        var result = audit([retention, multiAZ, lifecycle, exists])
        result.provenance = AuditProvenance(
            file: "policies/knowledge base\(mark).yaml", digest: String(repeating: "0a", count: 32),
            caller: "arn:aws:sts::123456789012:assumed-role/drctl-audit/nightly\(mark)",
            evidence: "not believed: evidence: record 3 was changed\(mark)")
        let states = RequirementAnswer.State.allCases
        result.coverage = FrameworkCoverage(
            framework: .nist80053,
            answers: states.enumerated().map { number, state in
                RequirementAnswer(
                    requirement: FrameworkRequirement(
                        "CP-\(number)", "Requirement \(number)", isTest: state == .untested),
                    state: state, controls: state == .noControl ? [] : ["database.backup-retention"],
                    met: state == .met ? 2 : 0, violated: state == .violated ? 1_203 : 0,
                    unknown: state == .unknown ? 1 : 0, waived: state == .waived ? 1 : 0)
            })
        return result
    }

    /// What drctl created and the policy has dropped, with what could not be looked at.
    var orphans: OrphanList {
        OrphanList(
            [
                Orphan(
                    .dashboard, "kb-old\(mark)", proof: "the record of an apply",
                    removal: .prune(
                        .dashboard(
                            .remove(name: "kb-old\(mark)", policy: "kb", was: DashboardBody(["widgets": []]))))),
                Orphan(
                    .key, "key-2\(mark)", arn: "arn:aws:kms:us-east-1:123456789012:key/key-2\(mark)",
                    proof: "tag drctl:policy=knowledge-base\(mark)",
                    removal: .manual("It was made for alias/kb\(mark), which points to another key.")),
            ], unseen: [CollectionFailure(operation: "iam:ListRoles", reason: "AccessDenied\(mark)")])
    }
    var compliant: AuditResult { audit([exists, multiAZ]) }
    var incomplete: AuditResult { audit([exists, lifecycle]) }
    /// With what AWS was asked for it.
    var explained: AuditResult {
        var result = compliant
        result.calls = [
            CallCount(
                operation: "rds:DescribeDBInstances\(mark)", count: 1_203,
                controls: ["database.exists", "database.multi-az"]),
            CallCount(operation: "tag:GetResources", count: 1, controls: []),
        ]
        return result
    }

    var plan: Plan {
        let reasons = [retention, notPublic].map {
            Step.Reason(
                control: $0.control.id, title: $0.control.title, required: $0.required, observed: $0.observed ?? "")
        }
        var plan = Plan(
            policy: "knowledge-base\(mark)", account: account, region: region, at: at,
            steps: [
                Step(
                    change: .topic(
                        .create(
                            name: "kb-dr-alerts\(mark)", encryptionKey: nil, policy: AccessPolicy(statements: []),
                            tags: [:])),
                    reasons: [
                        .init(
                            control: "alerting.topic-exists", title: "The alert topic exists", required: "exists",
                            observed: "not found")
                    ]),
                Step(
                    change: .database(
                        .modify(
                            kind: .instance, id: "kb-prod\(mark)",
                            [.backupRetention(days: Edit(0, to: 30)), .publicAccess(Edit(true, to: false))])),
                    reasons: reasons),
                Step(
                    change: .bucket(
                        .putPolicy(
                            bucket: "kb-backups\(mark)",
                            Edit(
                                AccessPolicy(statements: [
                                    AccessStatement(
                                        sid: "Theirs\(mark)", .allow, principals: .anyone, actions: ["s3:GetObject"],
                                        resources: ["*"])
                                ]), to: AccessPolicy(statements: [])))),
                    reasons: []),
            ], unfixable: [encryption, pending], unknown: [lifecycle])
        plan.orphans = orphans
        plan.cost = PlanCost(
            change: .known(USD(millionths: 4_370_000)), besides: ["the exported logs of kb-prod\(mark)"],
            pricesOf: CalendarDay("2026-06-01"))
        return plan
    }
    /// A plan of which one step is queued for a maintenance window and one is left until it opens.
    var waitingPlan: Plan {
        var plan = plan
        plan.steps.append(
            Step(change: .database(.restart(kind: .instance, id: "kb-prod\(mark)", members: [])), reasons: []))
        for index in plan.steps.indices {
            plan.steps[index].maintenance = StepMaintenance(window: WeeklyWindow("sun:04:00-sun:04:30"), isNow: false)
        }
        plan.steps[0].calls = PlannedCalls(
            [
                PlannedCall(
                    service: "SNS", operation: "CreateTopic", region: "us-east-1",
                    parameters: [
                        "Name": .string("kb-dr-alerts\(mark)"),
                        "Attributes": ["KmsMasterKeyId": PlannedCall.knownWhileApplying("the id of the key\(mark)")],
                    ], isRepeated: false)
            ], remark: "as long as nothing else is there\(mark)")
        return plan
    }
    /// What became of it.
    var waitingApply: ApplyRecord {
        let steps = waitingPlan.steps
        return ApplyRecord(
            policy: "knowledge-base\(mark)", account: account, region: region, startedAt: at,
            finishedAt: at.adding(seconds: 12),
            steps: [
                .init(step: steps[0], outcome: .done, requestIDs: ["7b1c"], seconds: 0.4),
                .init(
                    step: steps[1],
                    outcome: .queued(reason: "backup retention period: queued for the maintenance window\(mark)"),
                    requestIDs: ["9d2e"], seconds: 11),
                .init(step: steps[3], outcome: .left(reason: "not made outside\(mark)"), requestIDs: [], seconds: 0),
            ], auditAfter: compliant)
    }
    var emptyPlan: Plan {
        Plan(
            policy: "knowledge-base\(mark)", account: account, region: region, at: at, steps: [], unfixable: [],
            unknown: [])
    }

    var failedApply: ApplyRecord {
        let steps = plan.steps
        return ApplyRecord(
            policy: "knowledge-base\(mark)", account: account, region: region, startedAt: at,
            finishedAt: at.adding(seconds: 131.25),
            steps: [
                .init(step: steps[0], outcome: .done, requestIDs: ["7b1c"], seconds: 0.4149),
                .init(
                    step: steps[1],
                    outcome: .failed(
                        reason: "InvalidDBInstanceState: the instance is not available\(mark)",
                        hint: "wait until it is available, then run `drctl apply` again\(mark)"),
                    requestIDs: ["9d2e", "1f00\(mark)"], seconds: 130),
                .init(
                    summary: "write dashboard kb-recovery\(mark)", resource: .init(.dashboard, "kb-recovery\(mark)"),
                    outcome: .notReached(reason: "it relies on topic kb-alerts\(mark), which was not made"),
                    requestIDs: [], seconds: 0),
            ], auditAfter: nil)
    }
    var applied: ApplyRecord {
        ApplyRecord(
            policy: "knowledge-base\(mark)", account: account, region: region, startedAt: at,
            finishedAt: at.adding(seconds: 9.5),
            steps: [.init(step: plan.steps[1], outcome: .done, requestIDs: ["9d2e"], seconds: 9)],
            auditAfter: compliant)
    }

    var drift: DriftReport {
        var report = DriftReport(
            policy: "knowledge-base\(mark)", account: account, region: region, at: at,
            baselineAt: at - TimeSpan(2, .days),
            differences: [
                .init(
                    resource: database, control: "database.deletion-protection",
                    title: "The database cannot be deleted by one call", required: "on", was: "on\(mark)",
                    now: "off\(mark)", meaning: "One call deletes it\(mark).",
                    authorship: .known(
                        .init(
                            user: "arn:aws:sts::123456789012:assumed-role/admin/jo\(mark)",
                            event: "ModifyDBInstance", at: at - TimeSpan(3, .hours)))),
                .init(
                    kind: .gone, resource: .init(.database, "kb-reports\(mark)"), control: "database.selected",
                    title: "The database exists", required: "protected", was: "protected", now: "not found",
                    meaning: "Only snapshots can bring it back.",
                    authorship: .unavailable("AccessDenied: cloudtrail:LookupEvents\(mark)")),
                .init(
                    resource: bucket, control: "storage.versioning", title: "Versions of objects are kept",
                    required: "on", was: "on", now: "off", meaning: "A deleted backup is gone."),
                .init(
                    kind: .neverApplied, resource: bucket, control: "storage.tls-only", title: "TLS is required",
                    required: "denied", was: nil, now: "allowed", meaning: "Backups can be read on their way."),
            ], unknown: [lifecycle])
        report.orphans = orphans
        return report
    }
    var unchanged: DriftReport {
        DriftReport(
            policy: "knowledge-base\(mark)", account: account, region: region, at: at,
            baselineAt: at - TimeSpan(2, .days),
            differences: [], unknown: [])
    }

    var page: ReportPage {
        ReportPage(
            policy: PolicySummary(
                owner: "platform-team\(mark)", environment: "production\(mark)",
                objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)),
                drillEvery: TimeSpan(90, .days)),
            audit: violated, plan: plan, apply: failedApply, drift: drift,
            drills: [
                DrillSummary(
                    database: "kb-prod\(mark)", at: at - TimeSpan(40, .days), verified: true,
                    summary: "7 of 7 checks passed\(mark)", recoveryPoint: "snapshot rds:kb-prod-2026-10-14\(mark)",
                    measuredRTO: TimeSpan(seconds: 1_860), measuredRPO: TimeSpan(seconds: 11_400)),
                DrillSummary(
                    database: "kb-prod\(mark)", at: at - TimeSpan(7, .days), verified: false,
                    summary: "entries: expected 100000 rows, got 99120\(mark)",
                    recoveryPoint: "point in time 2026-11-16T04:00:00Z", measuredRTO: TimeSpan(seconds: 1_740),
                    measuredRPO: nil),
            ])
    }

    /// A run with one target, by name.
    var all: [(name: String, report: Report)] {
        [
            ("audit-violated", audit([violated])), ("audit-compliant", audit([compliant])),
            ("audit-incomplete", audit([incomplete])), ("audit-explained", audit([explained])),
            ("audit-framework", audit([grouped])),
            ("plan", .plan(Run([.init(plan.target, .done(plan))]))),
            ("plan-waiting", .plan(Run([.init(waitingPlan.target, .done(waitingPlan))]))),
            ("apply-waiting", .apply(Run([.init(waitingApply.target, .done(waitingApply))]))),
            ("plan-empty", .plan(Run([.init(emptyPlan.target, .done(emptyPlan))]))),
            ("apply-failed", .apply(Run([.init(failedApply.target, .done(failedApply))]))),
            ("apply-done", .apply(Run([.init(applied.target, .done(applied))]))),
            ("drift", .drift(Run([.init(drift.target, .done(drift))]))),
            ("drift-none", .drift(Run([.init(unchanged.target, .done(unchanged))]))),
        ]
    }
}
