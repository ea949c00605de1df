import AWSNames
import RecoveryModel
import RecoveryReports
import Testing

extension Samples {
    /// What documents depend on besides their reports.
    var settings: RenderSettings {
        RenderSettings(version: "1.2.3", at: Instant(seconds: 1_795_410_600))
    }

    /// Where the policy says what the samples require.
    var origins: PolicyOrigins {
        let file = "policies/knowledge base\(mark).yaml"
        let retention = FieldPath("databases").appending(0).appending("backups").appending("retention")
        let origins: [FieldPath: ValueOrigin] = [
            FieldPath("databases").appending(0): .written(.init(file: file, line: 9, column: 5)),
            retention: .written(.init(file: file, line: 12, column: 18)),
            FieldPath("storage"): .written(.init(file: file, line: 20, column: 1)),
        ]
        return PolicyOrigins(file: file) { origins.location(of: FieldPath(field: $0, entry: $1)) }
    }

    func audit(_ results: [AuditResult], verbose: Bool = false) -> Report {
        .audit(
            Run(results.map { .init($0.target, .done($0)) }), origins: ["knowledge-base\(mark)": origins],
            verbose: verbose)
    }

    /// A report of two regions.
    var reportRun: Run<ReportPage> {
        var other = page
        other.audit = moved(violated, to: "eu-west-1")
        return Run([page, other].map { .init($0.audit.target, .done($0)) })
    }

    /// The same result of another target.
    func moved(_ result: AuditResult, policy: String? = nil, to region: String) -> AuditResult {
        var result = result
        result.policy = policy.map { "\($0)\(mark)" } ?? result.policy
        result.region = Region(region)
        return result
    }

    private var foreign: TargetName {
        get throws {
            TargetName(
                policy: "knowledge-base\(mark)", account: try #require(AccountID("210987654321")),
                region: Region("us-east-1"))
        }
    }

    private var refused: RunFailure {
        RunFailure(
            "failed to assume role arn:aws:iam::210987654321:role/drctl-audit\(mark): AccessDenied",
            hint: "let the role trust arn:aws:iam::123456789012:role/pipeline\(mark)")
    }

    private var uncovered: [UncoveredPlace] {
        [
            UncoveredPlace(
                policy: "billing\(mark)", account: AccountID("333333333333"), region: nil,
                reason: "no role to assume is given\(mark)"),
            UncoveredPlace(
                policy: "knowledge-base\(mark)", account: AccountID("123456789012"),
                region: Region("ap-southeast-2"), reason: "no entry of the policy names it\(mark)"),
        ]
    }

    /// Several targets of two policies: one is violated, one failed, two places were not looked at.
    func auditRun() throws -> Run<AuditResult> {
        let results = [
            moved(incomplete, policy: "billing", to: "eu-west-1"), violated, moved(compliant, to: "eu-west-1"),
        ]
        return Run(
            results.map { .init($0.target, .done($0)) } + [.init(try foreign, .failed(refused))],
            uncovered: uncovered)
    }

    /// Runs with several targets, or with a target that failed, by name.
    func runs() throws -> [(name: String, report: Report)] {
        let foreign = try foreign
        var (secondPlan, secondApply, secondDrift) = (emptyPlan, applied, unchanged)
        secondPlan.region = Region("eu-west-1")
        secondApply.region = Region("eu-west-1")
        secondDrift.region = Region("eu-west-1")
        return [
            ("audit-run", .audit(try auditRun(), origins: ["knowledge-base\(mark)": origins])),
            ("audit-compared", try compared()),
            ("audit-failed", .audit(Run([.init(foreign, .failed(refused))]))),
            (
                "plan-run",
                .plan(
                    Run([
                        .init(plan.target, .done(plan)), .init(secondPlan.target, .done(secondPlan)),
                        .init(foreign, .failed(refused)),
                    ]))
            ),
            (
                "apply-run",
                .apply(
                    Run([
                        .init(failedApply.target, .done(failedApply)), .init(secondApply.target, .done(secondApply)),
                        .init(foreign, .failed(RunFailure("not reached, since an earlier target failed"))),
                    ]))
            ),
            (
                "drift-run",
                .drift(
                    Run(
                        [.init(drift.target, .done(drift)), .init(secondDrift.target, .done(secondDrift))],
                        uncovered: uncovered))
            ),
        ]
    }

    /// Beside an earlier audit, and those before it.
    func compared() throws -> Report {
        func item(_ control: String, _ was: String?, _ now: String?) -> BaselineComparison.Item {
            BaselineComparison.Item(
                target: violated.target, id: "knowledge-base/\(control)\(mark)", control: control,
                title: "A title\(mark)",
                resource: "kb-prod\(mark)", severity: .high, was: was, now: now)
        }
        let comparison = BaselineComparison(
            since: "2026-11-22T05:10:00Z\(mark)", new: [item("database.not-public", "met", "violated")],
            fixed: [item("database.multi-az", "violated", "met")],
            unchanged: [item("database.backup-retention", "violated", "violated")],
            dropped: [item("storage.lifecycle", "unknown", nil)], notJudged: [item("keys.rotation", "violated", nil)])
        let trend = [0, 1, 3, 8, 4].enumerated().map { day, count in
            AuditSummary(
                at: violated.at - TimeSpan(5 - day, .days), version: "1.2.3\(mark)", policies: ["knowledge-base"],
                conclusion: count > 0 ? "violated" : "compliant", met: 9 - count, violated: count, unknown: 1,
                waived: 0, gaps: 0, atRisk: day % 2)
        }
        let run = Run([Run<AuditResult>.Entry(violated.target, .done(violated))])
        return .audit(run, comparisons: AuditComparisons(baseline: comparison, trend: trend))
    }

    /// Every report there is, by name.
    func reports() throws -> [(name: String, report: Report)] {
        try all + runs()
            + (drills() + setup() + backups() + secrets() + alarms() + rotations() + costs()).map {
                ($0.name, Report($0.result, verbose: true))
            }
    }

    /// Every report there is as that format writes it, by name.
    func documents(_ format: ReportFormat) throws -> [(name: String, text: String)] {
        try reports().filter { format.kinds.contains($0.report.kind) }
            .map { ($0.name, format.document($0.report, settings)) }
    }
}
