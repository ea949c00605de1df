import AWSNames
import RecoveryModel
import Testing

@Suite struct DrillHistoryTests {
    private func record(_ gibibytes: Double, _ seconds: Int) -> DrillRecord {
        let request = DrillRequest(
            id: DrillID(rawValue: "d-\(seconds)"), policy: "kb", policyDigest: "",
            scope: DrillScope(account: .init("123456789012")!, region: .init("us-east-1")),
            startedAt: Instant(milliseconds: seconds * 1_000), source: "s", protected: [], selection: .newest,
            target: DrillTarget(id: "t", subnetGroup: nil, securityGroups: []), rto: 3_600_000, rpo: 1, deadline: 1,
            checks: [], expires: Instant(milliseconds: 0))
        var objectives = MeasuredObjectives(rtoTarget: 3_600_000, rpoTarget: 1)
        objectives.rtoVerified = seconds * 1_000
        objectives.rtoAvailable = seconds * 900
        var record = DrillRecord(
            request: request, endedAt: Instant(milliseconds: 0), verdict: .verified, summary: "", objectives: objectives
        )
        let size = String(Int(gibibytes * 1_073_741_824))
        record.baseline = Answers(
            takenAt: Instant(milliseconds: 0),
            observations: [CheckObservation(name: CheckName.databaseSize, value: size, error: nil, milliseconds: 1)])
        record.phases = [
            PhaseTiming(
                phase: .restore, startedAt: Instant(milliseconds: 0), endedAt: Instant(milliseconds: seconds * 800))
        ]
        return record
    }

    @Test func `two drills are no trend`() {
        #expect(DrillHistory([record(1, 100), record(2, 200)]).projection == nil)
        #expect(DrillHistory([record(1, 100), record(1, 110), record(1, 120)]).projection == nil)
    }

    @Test func `restore time is projected along the size`() throws {
        let projection = try #require(DrillHistory([record(1, 160), record(2, 220), record(4, 340)]).projection)
        #expect(abs(projection.base - 100_000) < 1)
        #expect(abs(projection.perGiB - 60_000) < 1)
        #expect(projection.fit > 0.999)
        let limit = try #require(projection.bytes(untilMilliseconds: 700_000))
        #expect(abs(Double(limit) / 1_073_741_824 - 10) < 0.01)
    }

    @Test func `growth tells when the objective will be missed, and another database's drills do not`() throws {
        var records = [record(1, 160), record(2, 220), record(4, 340)]
        for (index, day) in [0, 10, 30].enumerated() {
            records[index].startedAt = Instant(milliseconds: day * 86_400_000)
            records[index].objectives.rtoTarget = 700_000
        }
        let history = DrillHistory(records)
        #expect(abs((history.growth ?? 0) / 107_374_182.4 - 1) < 0.01)
        // 6 GiB from 4 to 10, a tenth of one a day.
        let missed = try #require(history.rtoMissedAt)
        #expect(abs(missed - Instant(milliseconds: 90 * 86_400_000)) < 86_400)
        var other = record(50, 1)
        other.source = "orders"
        other.startedAt = Instant(milliseconds: -1)
        #expect(DrillHistory(records + [other]).projection == history.projection)
        for index in records.indices { records[index].startedAt = Instant(milliseconds: -index * 86_400_000) }
        #expect(DrillHistory(records).rtoMissedAt == nil, "it shrinks")
    }

    @Test func `the usual restore is the middle one of the last five`() {
        #expect(DrillHistory([]).usualRestore == nil)
        #expect(DrillHistory([record(1, 100), record(1, 300), record(1, 200)]).usualRestore == 160_000)
    }
}
