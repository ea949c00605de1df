import AWSNames
import RecoveryModel
import Testing

@Suite("Steps whose answer was lost")
struct ReadBackTests {
    private static let bucket = ResourceReference(.bucket, "b")
    private let control = ControlDescription(
        id: "storage.versioning", title: "", why: "", severity: .low, standards: [], field: "storage[]")

    /// The outcome of a step after an audit with this verdict of what it was to fix.
    private func outcome(
        _ verdict: Verdict, of resource: ResourceReference = Self.bucket,
        _ change: (inout ApplyRecord.AppliedStep) -> Void = { _ in }
    ) throws -> ApplyRecord.Outcome {
        let account = try #require(AccountID("123456789012"))
        var step = ApplyRecord.AppliedStep(
            summary: "s", resource: Self.bucket, outcome: .failed(reason: "no answer", hint: nil), requestIDs: [],
            seconds: 0)
        step.isUncertain = true
        step.reasons = [.init(control: control.id, title: "", required: "", observed: "")]
        change(&step)
        let finding = Finding(
            control: control, resource: resource, verdict: verdict, required: "", observed: "", remedy: nil)
        let audit = AuditResult(
            policy: "kb", account: account, region: Region("us-east-1"), at: Instant(seconds: 0), findings: [finding])
        var record = ApplyRecord(
            policy: "kb", account: account, region: Region("us-east-1"), startedAt: Instant(seconds: 0),
            finishedAt: Instant(seconds: 1), steps: [step], auditAfter: audit)
        record.readBack()
        return record.steps[0].outcome
    }

    @Test func `one was done when the audit finds what it was to fix, on that resource`() throws {
        #expect(try outcome(.met) == .done)
        #expect(try outcome(.violated).isFailure)
        #expect(try outcome(.met, of: .init(.bucket, "other")).isFailure)
        #expect(try outcome(.met, of: .init(.topic, "b")).isFailure)
    }

    @Test func `a certain failure stays one, and so does one for which nothing speaks`() throws {
        #expect(try outcome(.met) { $0.isUncertain = false }.isFailure)
        #expect(try outcome(.met) { $0.reasons = [] }.isFailure)
        #expect(try outcome(.met) { $0.outcome = .queued(reason: "window") } == .queued(reason: "window"))
        #expect(
            try outcome(.met) { $0.reasons += [.init(control: "x.y", title: "", required: "", observed: "")] }.isFailure
        )
        // An orphan's removal is proven by an audit that has looked for orphans.
        #expect(try outcome(.met) { $0.isPruning = true }.isFailure)
    }
}
