import RecoveryModel

/// The dashboard that a policy derives: one row a database, its alarms on top.
///
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
enum RequiredDashboard {
    /// The body.
    static func body(_ context: ControlContext, _ watched: WatchedDatabases) -> JSONValue {
        let alarms = RequiredAlarms.alarms(context, watched)
        var widgets: [JSONValue] = []
        if !alarms.isEmpty {
            let arns = alarms.map { JSONValue.string(context.arn("cloudwatch", "alarm:\($0.name)")) }
            widgets.append(
                widget("alarm", row: 0, column: 0, width: 24, ["title": "Recovery alarms", "alarms": .array(arns)]))
        }
        for (index, database) in watched.all.enumerated() {
            let ours: JSONValue = .string(RequiredAlarms.namespace)
            let policy: [JSONValue] = ["Policy", .string(context.policy.name), "Database", .string(database)]
            let row = 6 * (index + 1)
            widgets.append(
                metric(
                    context, "\(database): newest recovery point, seconds old", row: row, column: 0,
                    [ours, "RecoveryPointAge"] + policy))
            widgets.append(
                metric(
                    context, "\(database): last verified drill, seconds ago", row: row, column: 8,
                    [ours, "DrillAge"] + policy))
            guard watched.instances.contains(database) else { continue }
            widgets.append(
                metric(
                    context, "\(database): free storage", row: row, column: 16,
                    ["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", .string(database)]))
        }
        return ["widgets": .array(widgets)]
    }

    private static func metric(
        _ context: ControlContext, _ title: String, row: Int, column: Int, _ line: [JSONValue]
    ) -> JSONValue {
        widget(
            "metric", row: row, column: column, width: 8,
            [
                "title": .string(title), "region": .string(context.region), "period": 3600, "stat": "Maximum",
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
