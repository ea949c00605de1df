import RecoveryModel

/// The part of a dashboard that a policy derives: its alarms on top, and two rows for each database.
///
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
struct RequiredDashboard {
    private let target: Target
    private let watched: WatchedDatabases

    /// The part, placed as it is on a dashboard of its own.
    static func part(_ target: Target, _ watched: WatchedDatabases, _ alarms: [AlarmState]) -> DashboardBody {
        let required = RequiredDashboard(target: target, watched: watched)
        let groups = stride(from: 0, to: alarms.count, by: Self.mostAlarms).map {
            Array(alarms[$0..<min($0 + Self.mostAlarms, alarms.count)])
        }
        let top = groups.enumerated().map { index, group in
            required.states(group, groups.count == 1 ? "Alarms" : "Alarms (\(index + 1))", row: Self.height * index)
        }
        let height = Self.height * top.count
        return DashboardBody(
            widgets: top
                + watched.all.enumerated().flatMap { index, database in
                    required.rows(of: database, from: height + 2 * Self.height * index)
                })
    }

    /// Of a widget of alarms.
    private static let mostAlarms = 100
    private static let height = 6
    /// A row has 24.
    private static let columns = 8

    private func states(_ alarms: [AlarmState], _ words: String, row: Int) -> JSONValue {
        let arns = alarms.map { JSONValue.string(target.place.arn("cloudwatch", "alarm:\($0.name)")) }
        return widget("alarm", (0, row), width: 24, ["title": title(words), "alarms": .array(arns)])
    }

    /// The ages and the storage, then what the last drills took, each beside what the policy promises.
    private func rows(of database: String, from row: Int) -> [JSONValue] {
        let objectives = target.policy.objectives
        let next = row + Self.height
        var widgets = [
            own(
                "\(database): newest recovery point, seconds old", (0, row), "RecoveryPointAge", of: database,
                limit: ("RPO", objectives.rpo)),
            own(
                "\(database): last verified drill, seconds ago", (Self.columns, row), "DrillAge", of: database,
                limit: target.policy.drill?.every.map { ("at most", $0) }),
            own(
                "\(database): last drill, seconds until verified", (0, next), "DrillRTO", of: database,
                limit: ("RTO", objectives.rto)),
            own(
                "\(database): last drill, seconds of data lost", (Self.columns, next), "DrillRPO", of: database,
                limit: ("RPO", objectives.rpo)),
        ]
        if watched.isInstance(database) {
            widgets.append(
                metric(
                    "\(database): free storage", (2 * Self.columns, row), "Minimum",
                    ["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", .string(database)],
                    limit: target.policy.alarms?.freeStorage.map { ("at least \($0)", $0.bytes) }))
        }
        return widgets
    }

    /// A metric that drctl publishes.
    private func own(
        _ words: String, _ place: (Int, Int), _ name: String, of database: String,
        limit: (label: String, span: TimeSpan)?
    ) -> JSONValue {
        metric(
            words, place, "Maximum",
            [
                .string(RequiredAlarms.namespace), .string(name), "Policy", .string(target.policy.name), "Database",
                .string(database),
            ], limit: limit.map { ("\($0) \($1)", $1.seconds) })
    }

    private func metric(
        _ words: String, _ place: (Int, Int), _ statistic: JSONValue, _ line: [JSONValue],
        limit: (label: String, value: Int)?
    ) -> JSONValue {
        var properties: [String: JSONValue] = [
            "title": title(words), "region": .string(target.place.region), "period": 3600, "stat": statistic,
            "metrics": [.array(line)],
        ]
        if let limit {
            properties["annotations"] = [
                "horizontal": [["label": .string(limit.label), "value": .integer(limit.value)]]
            ]
        }
        return widget("metric", place, width: Self.columns, .object(properties))
    }

    private func title(_ words: String) -> JSONValue { .string(DashboardBody.mark(of: target.policy.name) + words) }

    private func widget(
        _ type: JSONValue, _ place: (x: Int, y: Int), width: Int, _ properties: JSONValue
    ) -> JSONValue {
        [
            "type": type, "x": .integer(place.x), "y": .integer(place.y), "width": .integer(width),
            "height": .integer(Self.height), "properties": properties,
        ]
    }
}
