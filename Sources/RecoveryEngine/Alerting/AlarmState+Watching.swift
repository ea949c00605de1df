import RecoveryModel

/// A metric with the dimensions that make it one.
struct AlarmedMetric: Hashable {
    var namespace: String
    var name: String
    var dimensions: [String: String]
}

extension AlarmState {
    /// True when this alarm sees at least what the required one sees, not later, and can change its state.
    func watches(_ required: AlarmState) -> Bool {
        guard foreign == nil, metricOfAlarm == required.metricOfAlarm, statistic == required.statistic,
            missingData == required.missingData, unit == nil || unit == required.publishedUnit, period >= Self.minute
        else { return false }
        let span = period * evaluationPeriods
        guard span <= required.period * required.evaluationPeriods else { return false }
        if required.isPublishedNightly, neededDatapoints > 1 { return false }
        return required.isHeartbeat ? isHeartbeat(as: required, span) : breaches(when: required)
    }

    /// None of the metrics is published more often: an alarm on shorter periods misses most of its data.
    ///
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
    private static let minute = 60

    /// How many periods have to breach before it goes off.
    private var neededDatapoints: Int { datapointsToAlarm ?? evaluationPeriods }

    /// Whether one period a day has data, of which the value counts. More than one breach can never be seen then: missing
    /// periods count as the alarm treats missing data, and to ignore it keeps the state.
    ///
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
    private var isPublishedNightly: Bool { namespace == RequiredAlarms.namespace && statistic != "SampleCount" }

    /// What the alarm is about.
    var metricOfAlarm: AlarmedMetric { AlarmedMetric(namespace: namespace, name: metric, dimensions: dimensions) }

    /// Goes off when nobody has reported.
    private var isHeartbeat: Bool { statistic == "SampleCount" && missingData == "breaching" }

    /// A job that runs every night reports once a day: an alarm that looks back for less, at some of the periods only, or
    /// wants several reports in one period is red all day, and no change of its state ever tells of a missing report.
    private func isHeartbeat(as required: AlarmState, _ span: Int) -> Bool {
        let nightly = min(86_400, required.period * required.evaluationPeriods)
        return span >= nightly && neededDatapoints == evaluationPeriods && breaches(at: 0) && !breaches(at: 1)
    }

    private func breaches(at value: Double) -> Bool {
        switch comparison {
        case "LessThanThreshold": value < threshold
        case "LessThanOrEqualToThreshold": value <= threshold
        case "GreaterThanThreshold": value > threshold
        case "GreaterThanOrEqualToThreshold": value >= threshold
        default: false
        }
    }

    /// Whether every value at which the required alarm goes off sets this one off too.
    private func breaches(when required: AlarmState) -> Bool {
        let (mine, theirs) = (comparison, required.comparison)
        let isSame = mine == theirs
        let includesThreshold = mine.hasSuffix("OrEqualToThreshold")
        switch (mine.hasPrefix("LessThan"), theirs.hasPrefix("LessThan")) {
        case (true, true) where isSame || includesThreshold: return threshold >= required.threshold
        case (true, true): return threshold > required.threshold
        case (false, false) where mine.hasPrefix("GreaterThan") && (isSame || includesThreshold):
            return threshold <= required.threshold
        case (false, false): return mine.hasPrefix("GreaterThan") && threshold < required.threshold
        default: return false
        }
    }

    /// The unit in which the metric is published: an alarm on another one never gets data.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
    private var publishedUnit: String? {
        switch metric {
        case "Heartbeat": "Count"
        case "RecoveryPointAge", "DrillAge", "SecretAge", "CertificateTimeLeft": "Seconds"
        case "FreeStorageSpace": "Bytes"
        default: nil
        }
    }

    /// For people.
    var shown: String {
        if let foreign {
            return "another alarm: "
                + foreign.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
        }
        let sign =
            [
                "LessThanThreshold": "<", "LessThanOrEqualToThreshold": "<=", "GreaterThanThreshold": ">",
                "GreaterThanOrEqualToThreshold": ">=",
            ][comparison] ?? comparison
        let value = threshold == threshold.rounded() ? String(Int(threshold)) : "\(threshold)"
        let some =
            neededDatapoints != evaluationPeriods
            ? ", \(neededDatapoints) of \(evaluationPeriods) periods"
            : isPublishedNightly && evaluationPeriods > 1 ? ", all \(evaluationPeriods) periods" : nil
        return "\(statistic) \(metric)\(unit.map { " in \($0)" } ?? "") \(sign) \(value) for "
            + "\(TimeSpan(seconds: period * evaluationPeriods))\(some ?? ""), missing data \(missingData)"
    }
}
