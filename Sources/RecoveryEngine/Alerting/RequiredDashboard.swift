import RecoveryModel

/// The dashboard that a policy derives: one row a database, its alarms on top.
///
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
enum RequiredDashboard {
    /// The body.
    static func body(
        _ target: Target, _ watched: WatchedDatabases, _ alarms: [AlarmState]
    ) -> DashboardBody {
        var widgets: [JSONValue] = []
        if !alarms.isEmpty {
            let arns = alarms.map { JSONValue.string(target.place.arn("cloudwatch", "alarm:\($0.name)")) }
            widgets.append(
                widget("alarm", row: 0, column: 0, width: 24, ["title": "Recovery alarms", "alarms": .array(arns)]))
        }
        for (index, database) in watched.all.enumerated() {
            let ours: JSONValue = .string(RequiredAlarms.namespace)
            let policy: [JSONValue] = ["Policy", .string(target.policy.name), "Database", .string(database)]
            let row = 6 * (index + 1)
            widgets.append(
                metric(
                    target, "\(database): newest recovery point, seconds old", row: row, column: 0,
                    [ours, "RecoveryPointAge"] + policy))
            widgets.append(
                metric(
                    target, "\(database): last verified drill, seconds ago", row: row, column: 8,
                    [ours, "DrillAge"] + policy))
            guard watched.isInstance(database) else { continue }
            widgets.append(
                metric(
                    target, "\(database): free storage", row: row, column: 16,
                    ["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", .string(database)]))
        }
        return DashboardBody(["widgets": .array(widgets)])
    }

    private static func metric(
        _ target: Target, _ title: String, row: Int, column: Int, _ line: [JSONValue]
    ) -> JSONValue {
        widget(
            "metric", row: row, column: column, width: 8,
            [
                "title": .string(title), "region": .string(target.place.region), "period": 3600, "stat": "Maximum",
                "metrics": [.array(line)],
            ])
    }

    private static func widget(
        _ type: String, row: Int, column: Int, width: Int, _ properties: JSONValue
    ) -> JSONValue {
        [
            "type": .string(type), "x": .integer(column), "y": .integer(row), "width": .integer(width), "height": 6,
            "properties": properties,
        ]
    }
}
