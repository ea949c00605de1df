import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("An alarm that stands for another one")
struct WatchingAlarmTests {
    private func alarm(_ comparison: String, _ threshold: Double, _ change: (inout AlarmState) -> Void = { _ in })
        -> AlarmState
    {
        var alarm = AlarmState(
            name: "a", namespace: "AWS/RDS", metric: "FreeStorageSpace", dimensions: [:], statistic: "Minimum",
            period: 300, evaluationPeriods: 3, comparison: comparison, threshold: threshold, missingData: "missing",
            actionsEnabled: true, alarmActions: [], summary: "")
        change(&alarm)
        return alarm
    }

    @Test(arguments: [
        ("LessThanThreshold", 10, "LessThanThreshold", 10, true),
        ("LessThanThreshold", 9, "LessThanThreshold", 10, false),
        ("LessThanThreshold", 11, "LessThanThreshold", 10, true),
        ("LessThanOrEqualToThreshold", 10, "LessThanThreshold", 10, true),
        ("LessThanOrEqualToThreshold", 9, "LessThanThreshold", 10, false),
        ("LessThanThreshold", 10, "LessThanOrEqualToThreshold", 10, false),
        ("LessThanThreshold", 11, "LessThanOrEqualToThreshold", 10, true),
        ("GreaterThanThreshold", 10, "GreaterThanThreshold", 10, true),
        ("GreaterThanThreshold", 11, "GreaterThanThreshold", 10, false),
        ("GreaterThanThreshold", 9, "GreaterThanThreshold", 10, true),
        ("GreaterThanOrEqualToThreshold", 10, "GreaterThanThreshold", 10, true),
        ("GreaterThanOrEqualToThreshold", 11, "GreaterThanThreshold", 10, false),
        ("GreaterThanThreshold", 10, "GreaterThanOrEqualToThreshold", 10, false),
        ("GreaterThanThreshold", 9, "GreaterThanOrEqualToThreshold", 10, true),
        ("GreaterThanThreshold", 1, "LessThanThreshold", 10, false),
        ("LessThanThreshold", 11, "GreaterThanThreshold", 10, false), ("Other", 1, "GreaterThanThreshold", 10, false),
    ])
    func `it goes off whenever the other one does`(
        mine: String, threshold: Double, theirs: String, required: Double, watches: Bool
    ) {
        #expect(alarm(mine, threshold).watches(alarm(theirs, required)) == watches)
    }

    @Test func `it sees the same values, and not later`() {
        let required = alarm("LessThanThreshold", 10)
        func watches(_ change: (inout AlarmState) -> Void) -> Bool {
            alarm("LessThanThreshold", 10, change).watches(required)
        }
        #expect(watches { $0.unit = "Bytes" } && !watches { $0.unit = "Count" })
        #expect(!watches { $0.statistic = "Maximum" } && !watches { $0.missingData = "breaching" })
        #expect(!watches { $0.metric = "Other" } && !watches { $0.dimensions = ["a": "b"] })
        #expect(watches { ($0.period, $0.evaluationPeriods) = (900, 1) })
        #expect(watches { ($0.period, $0.evaluationPeriods) = (60, 14) })
        #expect(!watches { ($0.period, $0.evaluationPeriods) = (60, 16) })
    }

    @Test func `a heartbeat looks back for a whole day, at all periods, and waits for one report`() {
        func heartbeat(_ change: (inout AlarmState) -> Void = { _ in }) -> AlarmState {
            alarm("LessThanThreshold", 1) { alarm in
                (alarm.metric, alarm.statistic, alarm.missingData) = ("Heartbeat", "SampleCount", "breaching")
                (alarm.period, alarm.evaluationPeriods) = (3_600, 26)
                change(&alarm)
            }
        }
        func watches(_ change: (inout AlarmState) -> Void) -> Bool { heartbeat(change).watches(heartbeat()) }
        #expect(watches { $0.evaluationPeriods = 24 } && !watches { $0.evaluationPeriods = 23 })
        #expect(!watches { $0.evaluationPeriods = 27 })
        #expect(watches { $0.datapointsToAlarm = 26 } && !watches { $0.datapointsToAlarm = 25 })
        #expect(watches { ($0.comparison, $0.threshold) = ("LessThanOrEqualToThreshold", 0) })
        #expect(!watches { $0.threshold = 2 } && !watches { $0.threshold = 0 })
        #expect(!watches { ($0.comparison, $0.threshold) = ("LessThanOrEqualToThreshold", 1) })
        // It goes off at every report, or at none.
        #expect(!watches { ($0.comparison, $0.threshold) = ("GreaterThanThreshold", 0) })
        #expect(!watches { ($0.comparison, $0.threshold) = ("GreaterThanOrEqualToThreshold", 0) })
        #expect(!watches { ($0.comparison, $0.threshold) = ("GreaterThanOrEqualToThreshold", 1) })
    }
}
