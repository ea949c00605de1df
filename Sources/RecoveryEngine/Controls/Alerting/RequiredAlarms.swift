import RecoveryModel

/// The ids of what a policy watches, each sorted.
struct WatchedDatabases {
    var instances: [String]
    var clusters: [String]

    var all: [String] { Set(instances + clusters).sorted() }
}

/// The alarms, events and dashboard that a policy's objectives and databases derive.
enum RequiredAlarms {
    /// Metrics that drctl itself publishes.
    static let namespace = "DR/drctl"

    /// The alarm set; sorted by name.
    ///
    /// Only the nightly jobs are watched by missing data: CloudWatch looks back at most seven days, and one when the
    /// period is under an hour. Longer intervals are ages in seconds that the nightly audit publishes.
    static func alarms(_ context: ControlContext, _ watched: WatchedDatabases) -> [AlarmState] {
        guard context.policy.notifications != nil || context.policy.alarms != nil else { return [] }
        let policy = context.policy
        var alarms = (policy.alarms?.heartbeats ?? [:]).map { job, silence in
            alarm(
                context, "heartbeat-\(job)", metric: "Heartbeat", dimensions: ["Policy": policy.name, "Job": job],
                statistic: "SampleCount", hours: min(7 * 24, max(1, silence.seconds / 3_600)), "LessThanThreshold", 1,
                missing: "breaching", "No \(job) has reported for \(silence): silence is not success.")
        }
        for database in watched.all {
            alarms.append(
                alarm(
                    context, "recovery-point-age-\(database)", metric: "RecoveryPointAge",
                    dimensions: ["Policy": policy.name, "Database": database], statistic: "Maximum", hours: 1,
                    "GreaterThanThreshold", Double(policy.objectives.rpo.seconds), missing: "ignore",
                    "The newest recovery point of \(database) is older than the RPO of \(policy.objectives.rpo)."))
            if let every = policy.drill?.every {
                alarms.append(
                    alarm(
                        context, "drill-age-\(database)", metric: "DrillAge",
                        dimensions: ["Policy": policy.name, "Database": database], statistic: "Maximum", hours: 1,
                        "GreaterThanThreshold", Double(every.seconds), missing: "ignore",
                        "The last verified restore drill of \(database) is older than \(every)."))
            }
            // The storage of a cluster grows by itself.
            if let free = policy.alarms?.freeStorage, watched.instances.contains(database) {
                var storage = alarm(
                    context, "free-storage-\(database)", metric: "FreeStorageSpace",
                    dimensions: ["DBInstanceIdentifier": database], statistic: "Minimum", hours: 1,
                    "LessThanThreshold", Double(free.bytes), missing: "breaching",
                    "\(database) has less than \(free) of storage left: a full disk stops backups and the database.")
                storage.namespace = "AWS/RDS"
                storage.period = 300
                storage.evaluationPeriods = 3
                alarms.append(storage)
            }
        }
        return alarms.sorted { $0.name < $1.name }
    }

    private static func alarm(
        _ context: ControlContext, _ name: String, metric: String, dimensions: [String: String], statistic: String,
        hours: Int, _ comparison: String, _ threshold: Double, missing: String, _ summary: String
    ) -> AlarmState {
        AlarmState(
            name: "\(context.policy.name)-\(name)", namespace: namespace, metric: metric, dimensions: dimensions,
            statistic: statistic, period: 3_600, evaluationPeriods: hours, comparison: comparison,
            threshold: threshold, missingData: missing, actionsEnabled: true,
            alarmActions: context.topicARN.map { [$0] } ?? [], summary: summary)
    }

    /// RDS's own events about the databases, sent to the topic; best effort, so alarms watch absence besides.
    ///
    /// Categories: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
    static func eventSubscriptions(_ context: ControlContext, _ watched: WatchedDatabases) -> [EventSubscription] {
        guard let topic = context.topicARN else { return [] }
        let name = context.policy.name
        return [
            EventSubscription(
                name: "\(name)-database-events", topic: topic, sourceType: "db-instance", sources: watched.instances,
                categories: ["backup", "deletion", "failover", "failure", "low storage", "notification", "recovery"],
                enabled: true),
            EventSubscription(
                name: "\(name)-cluster-events", topic: topic, sourceType: "db-cluster", sources: watched.clusters,
                categories: ["deletion", "failover", "failure", "notification"], enabled: true),
        ].filter { !$0.sources.isEmpty }
    }
}
