import RecoveryModel
import Testing

@testable import RecoveryEngine

/// CloudWatch fills the periods without data by the alarm's treatment of missing data.
@Suite("Alarms on what is published once a night")
struct NightlyAlarmTests {
    private let estate: Estate

    init() throws { estate = try Estate.complete() }

    private static let ages = [
        "knowledge-base-recovery-point-age-kb-prod", "knowledge-base-drill-age-kb-prod",
        "knowledge-base-secret-age-kb/prod/database", "knowledge-base-certificate-kb-prod",
    ]

    private func finding(_ name: String, _ change: (inout AlarmState) -> Void) throws -> Finding {
        var alarm = try #require(estate[alarm: name], "\(name)")
        change(&alarm)
        let changed = estate.with { $0[alarm: name] = alarm }
        return try #require(changed.finding("alerting.alarm-settings", on: name))
    }

    @Test(arguments: ages)
    func `an alarm that wants more than the one datapoint there is never goes off`(name: String) throws {
        let finding = try finding(name) { ($0.period, $0.evaluationPeriods) = (300, 12) }
        #expect(finding.verdict == .violated)
        #expect(finding.observed != finding.required)
        #expect(finding.observed?.contains("all 12 periods") == true, "\(finding.observed ?? "")")
        let some = try self.finding(name) {
            ($0.period, $0.evaluationPeriods, $0.datapointsToAlarm) = (300, 12, 2)
        }
        #expect(some.verdict == .violated)
    }

    @Test(arguments: ages)
    func `one datapoint of several periods is enough`(name: String) throws {
        let one = try finding(name) { ($0.period, $0.evaluationPeriods, $0.datapointsToAlarm) = (300, 12, 1) }
        #expect(one.verdict == .met)
        #expect(try finding(name) { ($0.period, $0.evaluationPeriods) = (300, 1) }.verdict == .met)
        #expect(try finding(name) { $0.datapointsToAlarm = 1 }.verdict == .met)
    }

    @Test(arguments: ["breaching", "notBreaching", "missing"])
    func `another treatment of missing data is another alarm`(treatment: String) throws {
        for name in Self.ages {
            let finding = try finding(name) {
                ($0.period, $0.evaluationPeriods, $0.missingData) = (300, 12, treatment)
            }
            #expect(finding.verdict == .violated, "\(name)")
        }
    }

    @Test func `a metric of every minute may have to breach several times`() throws {
        let name = "knowledge-base-free-storage-kb-prod"
        #expect(try finding(name) { ($0.period, $0.evaluationPeriods) = (60, 15) }.verdict == .met)
        #expect(
            try finding(name) { ($0.period, $0.evaluationPeriods, $0.datapointsToAlarm) = (60, 15, 10) }.verdict
                == .met)
        // Of three periods of twenty seconds two never have data.
        #expect(try finding(name) { ($0.period, $0.evaluationPeriods) = (20, 30) }.verdict == .violated)
    }
}
