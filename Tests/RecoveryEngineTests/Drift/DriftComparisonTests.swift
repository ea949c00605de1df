import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("How the policy, the last apply and AWS differ")
struct DriftComparisonTests {
    private static let retention = ControlDescription(
        id: "database.backup-retention", title: "t", why: "w", severity: .high, standards: [], field: "f")
    private static let kb = ResourceReference(.database, "kb", arn: "arn:kb")

    private func audit(_ findings: [(ResourceReference, Verdict)]) -> AuditResult {
        AuditResult(
            policy: "p", account: AccountID("123456789012")!, region: Region("us-east-1"), at: Instant(seconds: 0),
            findings: findings.map {
                Finding(control: Self.retention, resource: $0, verdict: $1, required: "30", observed: "o", remedy: nil)
            })
    }

    private func value(_ days: Int, met: Bool? = nil, _ resource: ResourceReference = kb) -> ObservedValue {
        var value = ObservedValue(
            resource: resource, control: Self.retention.id, value: .integer(days), shown: "\(days)")
        value.isMet = met
        return value
    }

    private func kinds(_ now: Int, was: ObservedValue?) -> [DriftReport.Kind] {
        DriftComparison.settings(audit([(Self.kb, .violated)]), [value(now)], since: was.map { [$0] } ?? [])
            .map(\.difference.kind)
    }

    @Test func `the values of violations are those that the apply would remember of them`() throws {
        let estate = try Estate.compliant().with { estate in
            estate.database.backupRetentionDays = .known(1)
            estate.bucket = BucketState(name: Estate.bucketName, exists: true)
        }
        let (audit, all) = (estate.audit, Auditor.observedValues(estate.context))
        let violated = audit.findings.filter { $0.verdict == .violated }
        let wanted = all.filter { value in
            violated.contains { $0.control.id == value.control && $0.resource.isSame(as: value.resource) }
        }
        #expect(wanted.count > 8 && wanted.count < all.count)
        let (compared, values) = Auditor.compared(estate.context)
        #expect(Set(values) == Set(wanted) && values.count == wanted.count)
        #expect(compared == audit)
    }

    @Test func `the three sides tell which one is another`() {
        #expect(kinds(3, was: value(30, met: true)) == [.changed])
        #expect(kinds(7, was: value(7, met: true)) == [.policyChanged])
        #expect(kinds(7, was: nil) == [.neverApplied])
        #expect(kinds(7, was: value(7, met: false)) == [], "the last apply could not mend it, and said so")
        #expect(kinds(7, was: value(7)) == [], "an older baseline does not say")
        #expect(kinds(3, was: value(7, met: false)) == [.changed])
    }

    @Test func `what is met is no difference, whatever it was`() {
        let met = audit([(Self.kb, .met)])
        #expect(DriftComparison.settings(met, [value(35)], since: [value(30, met: true)]).isEmpty)
    }

    @Test func `a database of which nothing is said any more is looked for`() {
        let other = ResourceReference(.cluster, "gone")
        let alarm = ResourceReference(.alarm, "a")
        let found = DriftComparison.unjudged(
            audit([(Self.kb, .met)]), since: [value(30), value(30, other), value(1, alarm)])
        #expect(found == [other])
        #expect(DriftComparison.lost(other, exists: false, hasPolicyChanged: true).kind == .gone)
        #expect(DriftComparison.lost(other, exists: true, hasPolicyChanged: false).kind == .unselected)
        #expect(DriftComparison.lost(other, exists: true, hasPolicyChanged: true).kind == .policyChanged)
    }

    private func remembered(
        _ now: ObservedValue, _ verdict: Verdict, previous: [ObservedValue]?, policyChanged: Bool = false
    ) -> [ObservedValue] {
        DriftComparison.remembered(
            [now], audit([(Self.kb, verdict)]), previous: previous, hasPolicyChanged: policyChanged)
    }

    @Test func `an apply that could not mend a change does not make it the measure`() {
        #expect(remembered(value(3), .violated, previous: [value(30, met: true)]) == [value(30, met: true)])
        #expect(remembered(value(3), .violated, previous: nil) == [value(3, met: false)])
        #expect(remembered(value(35), .met, previous: [value(30, met: true)]) == [value(35, met: true)])
    }

    @Test func `a database that disappeared is remembered until the policy changes`() {
        let other = ResourceReference(.database, "gone")
        let past = [value(30, met: true), value(30, met: true, other)]
        #expect(remembered(value(30), .met, previous: past).map(\.resource.name) == ["kb", "gone"])
        #expect(remembered(value(30), .met, previous: past, policyChanged: true).map(\.resource.name) == ["kb"])
    }

    @Test func `what could not be read stays as it was known`() {
        let unread = Verdict.unknown(CollectionFailure(operation: "o", reason: "r"))
        let kept = DriftComparison.remembered(
            [], audit([(Self.kb, unread)]), previous: [value(30, met: true)], hasPolicyChanged: true)
        #expect(kept == [value(30, met: true)])
    }

    @Test func `a window that shrank, or is gone, is told in days, and a longer one by the control`() {
        let finding = Finding(
            control: Self.retention, resource: Self.kb, verdict: .violated, required: "30", observed: "o", remedy: nil)
        func meaning(_ was: Int, _ now: Int) -> String {
            DriftMeaning.text(of: finding, was: .integer(was), now: .integer(now))
        }
        #expect(
            meaning(30, 1) == "the recovery window shrank from 30 days to 1 day: nothing older can be restored")
        #expect(meaning(30, 0) == "automated backups are deleted: no point in time can be restored any more")
        #expect(meaning(30, 30) == "w" && meaning(1, 30) == "w")
    }
}
