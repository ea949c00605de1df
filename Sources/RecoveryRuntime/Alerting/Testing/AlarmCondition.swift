import AWSCore
import AWSServices
import RecoveryModel

/// The state of an alarm, as it is put back.
struct AlarmCondition: Sendable {
    var name: String
    /// `OK`, `ALARM` or `INSUFFICIENT_DATA`.
    var state: String
    var reason: String
    var reasonData: String?
    var since: Instant?

    init?(_ alarm: CloudWatch.MetricAlarm) {
        guard let name = alarm.alarmName, let state = alarm.stateValue?.rawValue else { return nil }
        self.name = name
        self.state = state
        reason = alarm.stateReason ?? ""
        reasonData = alarm.stateReasonData
        since = (alarm.stateTransitionedTimestamp ?? alarm.stateUpdatedTimestamp)
            .map { Instant(milliseconds: $0.milliseconds) }
    }

    /// The mark of the test that has set the state; nil when none has.
    var mark: AlarmTestMark? { AlarmTestMark(reasonData: reasonData) }
}

/// Reads and sets the states of alarms.
struct AlarmStates: Sendable {
    let client: AWSClient

    /// The state of one alarm.
    ///
    /// - Throws: `ClientError`, `MissingMember` when there is no such alarm.
    func condition(of name: String) async throws -> AlarmCondition {
        let answer = try await client.send(CloudWatch.describeAlarms, .init(alarmNames: [name]))
        let found: AlarmCondition? = answer.metricAlarms?.first.flatMap { AlarmCondition($0) }
        return try found.required("alarm \(name), or it has no StateValue")
    }

    /// Every alarm of the region that is in ALARM.
    func alarming() async throws -> [AlarmCondition] {
        var all: [AlarmCondition] = []
        let pages = CloudWatch.describeAlarmsPages
        for try await page in Pages(
            pages, .init(alarmTypes: [.metricAlarm], stateValue: .alarm),
            send: {
                try await client.send(pages.operation, $0)
            })
        {
            all += (page.metricAlarms ?? []).compactMap { AlarmCondition($0) }
        }
        return all
    }

    /// Sets a state; CloudWatch acts on a change only.
    func set(_ name: String, to state: String, _ reason: String, data: String?) async throws {
        _ = try await client.send(
            CloudWatch.setAlarmState,
            .init(
                alarmName: name, stateValue: .init(rawValue: state),
                // The limit is 1,023 characters, and one at least is wanted.
                stateReason: reason.isEmpty ? "put back by drctl" : String(reason.prefix(1_000)), stateReasonData: data)
        )
    }

    /// Puts the state of a test back, unless CloudWatch has evaluated the alarm since, which is the truth then.
    ///
    /// - Returns: The state that the alarm is left in.
    func restore(_ name: String, marked mark: AlarmTestMark) async throws -> String {
        let now = try await condition(of: name)
        guard now.mark?.test == mark.test, now.mark?.until != nil else { return now.state }
        var done = mark
        done.until = nil
        try await set(name, to: mark.state, mark.reason, data: done.reasonData)
        return mark.state
    }
}
