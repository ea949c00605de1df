import AWSNames
import RecoveryModel
import Testing

/// What counts or lasts begins with nothing: a figure that nobody has measured is no finding.
@Suite("Before anything was measured")
struct BeginningTests {
    @Test func `every count is zero`() throws {
        let answer = RequirementAnswer(requirement: .init("CP-9", "Backup"), state: .notAsked, controls: [])
        #expect([answer.met, answer.violated, answer.unknown, answer.waived] == [0, 0, 0, 0])
        let restore = RestoreResult(backup: "b", place: "/b", database: "kb")
        #expect([restore.tables, restore.rows, restore.milliseconds] == [0, 0, 0] && restore.remarks.isEmpty)
        let warming = Warming(method: .prewarm)
        #expect(
            [warming.relations, Int(warming.bytes), warming.milliseconds] == [0, 0, 0] && warming.failures.isEmpty)
        let plan = Plan(
            policy: "kb", account: try #require(AccountID("123456789012")), region: Region("us-east-1"),
            at: Instant(seconds: 0), steps: [], unfixable: [], unknown: [])
        #expect(plan.leftOut == 0)
    }

    @Test func `what a policy leaves open is the least that does something`() {
        #expect(SelfManagedPolicy.Backups().jobs == 1)
        let selection = RestoreTestingSelection(name: "s", resourceType: "RDS", role: "r", resources: ["*"])
        #expect(selection.validationHours == 0 && !selection.isOwn)
    }

    @Test func `no tag is no condition`() {
        #expect(AccessCondition.tagged([:]).isEmpty)
        #expect(AccessCondition.tagged(["app": "kb"]) == ["StringEquals": ["aws:ResourceTag/app": ["kb"]]])
    }
}
