import AWSNames
import RecoveryModel
import Testing

@Suite struct DriftReportTests {
    private func difference(_ kind: ResourceKind, _ name: String, _ control: ControlID) -> DriftReport.Difference {
        .init(
            resource: ResourceReference(kind, name), control: control, title: "t", required: "r", was: "w", now: "n",
            meaning: "m")
    }

    @Test func `differences are in the order of their resources, then of their controls`() {
        let ordered = [
            difference(.database, "kb", "database.backup-retention"), difference(.database, "kb", "database.multi-az"),
            difference(.database, "orders", "database.backup-retention"),
        ]
        for given in [ordered, ordered.reversed(), [ordered[2], ordered[0], ordered[1]]] {
            let report = DriftReport(
                policy: "p", account: AccountID("123456789012")!, region: Region("us-east-1"), at: Instant(seconds: 0),
                baselineAt: nil, differences: given, unknown: [])
            #expect(report.differences == ordered)
        }
    }
}
