/// A metric alarm: what is required and what is observed have this one shape.
package struct AlarmState: Document {
    package var name: String
    package var namespace: String
    package var metric: String
    package var dimensions: [String: String]
    /// `Minimum`, `Maximum`, `Average`, `Sum`, `SampleCount`.
    package var statistic: String
    /// In seconds.
    package var period: Int
    package var evaluationPeriods: Int
    /// As CloudWatch writes it, such as `LessThanThreshold`.
    package var comparison: String
    package var threshold: Double
    /// `breaching`, `notBreaching`, `ignore` or `missing`.
    package var missingData: String
    /// How many of the evaluated periods must breach; nil when all.
    package var datapointsToAlarm: Int?
    /// Of the metric; nil for any.
    package var unit: String?
    package var actionsEnabled: Bool
    /// ARNs, sorted.
    package var alarmActions: [String]
    /// ARNs, sorted; others' own.
    package var okActions: [String] = []
    /// ARNs, sorted; others' own.
    package var insufficientDataActions: [String] = []
    package var summary: String
    /// Of an alarm of another shape than drctl's, such as one on an expression, a percentile or a band: the settings that
    /// drctl's have not, by their AWS names. Nil for one of drctl's shape.
    package var foreign: [String: String]?
    /// Since when it has had no data, where it has none: observed, and nothing that anybody sets.
    package var silentSince: Instant?

    package init(
        name: String, namespace: String, metric: String, dimensions: [String: String], statistic: String, period: Int,
        evaluationPeriods: Int, comparison: String, threshold: Double, missingData: String, actionsEnabled: Bool,
        alarmActions: [String], summary: String
    ) {
        self.name = name
        self.namespace = namespace
        self.metric = metric
        self.dimensions = dimensions
        self.statistic = statistic
        self.period = period
        self.evaluationPeriods = evaluationPeriods
        self.comparison = comparison
        self.threshold = threshold
        self.missingData = missingData
        self.actionsEnabled = actionsEnabled
        self.alarmActions = alarmActions
        self.summary = summary
    }

    /// By the names of PutMetricAlarm's parameters.
    package var parts: [String: String] {
        var parts = [
            "Metric": "\(namespace) \(metric)", "Dimensions": Self.list(dimensions), "Statistic": statistic,
            "Period": "\(period) s", "EvaluationPeriods": "\(evaluationPeriods)", "ComparisonOperator": comparison,
            "Threshold": Self.number(threshold), "TreatMissingData": missingData,
            "ActionsEnabled": "\(actionsEnabled)", "AlarmDescription": summary,
        ]
        for (name, actions) in [
            ("AlarmActions", alarmActions), ("OKActions", okActions),
            ("InsufficientDataActions", insufficientDataActions),
        ] {
            for action in actions { parts["\(name) \(action)"] = action }
        }
        if let datapointsToAlarm { parts["DatapointsToAlarm"] = "\(datapointsToAlarm)" }
        if let unit { parts["Unit"] = unit }
        for (name, value) in foreign ?? [:] { parts[name] = value }
        return parts
    }

    /// The parts that a policy asks for; the others are kept as somebody has set them.
    static let required: Set<String> = [
        "Period", "EvaluationPeriods", "ComparisonOperator", "Threshold", "TreatMissingData", "ActionsEnabled",
    ]

    /// Every part that another alarm does not have, with its value, for people.
    func parts(without other: AlarmState) -> [String] {
        let others = other.parts
        return parts.filter { others[$0.key] != $0.value }.sorted { $0.key < $1.key }.map { name, value in
            name.hasSuffix(value) ? name : "\(name) \(value)"
        }
    }

    /// Actions that drctl did not give it, for people: it gives an alarm a topic of its own, and none in other states.
    ///
    /// - Parameter topics: The ARNs of the topics that drctl has made for the policy.
    package func othersActions(besides topics: Set<String>) -> [String] {
        alarmActions.filter { !topics.contains($0) }.map { "AlarmActions \($0)" }
            + okActions.map { "OKActions \($0)" } + insufficientDataActions.map { "InsufficientDataActions \($0)" }
    }

    /// True for alarms that watch the same figure.
    func isOfSameMetric(as other: AlarmState) -> Bool {
        (namespace, metric, statistic, foreign) == (other.namespace, other.metric, other.statistic, other.foreign)
            && dimensions == other.dimensions
    }

    private static func list(_ values: [String: String]) -> String {
        values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    }
}
