import RecoveryModel

extension Control where Judged == AlarmSubject {
    /// An alarm that never had data never goes off.
    static let alarmDataArrives = Control(
        "alerting.alarm-data-arrives",
        title: "The alarm receives data",
        why: "An alarm without data stays grey: it looks like peace, and watches nothing.",
        severity: .high,
        standards: [.nist80053("CA-7")] + Standard.monitoring,
        field: "alarms",
        isJudged: { subject in
            guard case .known(let alarm) = subject.serving else { return true }
            return alarm != nil && alarm?.foreign == nil
        },
        // The nightly audit publishes once a day: a new alarm may wait for it, and miss one.
        required: { _ in TimeSpan(2, .days) },
        observed: { subject in
            subject.serving.map { alarm in alarm?.silentSince.map { subject.context.age(of: $0) } }
        },
        satisfies: { silence, longest in silence.map { $0 <= longest.seconds } ?? true },
        showRequired: { "without data for \($0) at most" },
        showObserved: { $0.map { "no data for \(ElapsedText.inWords(Double(max(0, $0))))" } ?? "data arrives" },
        remedy: { _, _ in
            .procedure(
                "See that the nightly audit runs and publishes its metrics (drctl audit --publish-metrics), with the same policy "
                    + "and database names as the alarm's dimensions.")
        }
    )
}
