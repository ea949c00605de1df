import RecoveryModel

/// The alarms, events and dashboard that a policy's objectives and databases derive.
enum RequiredAlarms {
    /// Metrics that drctl itself publishes.
    static let namespace = "DR/drctl"

    /// The alarm set; sorted by name.
    ///
    /// Only the nightly jobs are watched by missing data: CloudWatch looks back at most seven days, and one when the
    /// period is under an hour. Longer intervals are ages in seconds that the nightly audit publishes.
    static func alarms(_ target: Target, _ watched: WatchedDatabases) -> [AlarmState] {
        guard target.policy.notifications != nil || target.policy.alarms != nil else { return [] }
        let policy = target.policy
        var alarms = (policy.alarms?.heartbeats ?? [:]).map { job, silence in
            alarm(
                target, "heartbeat-\(job)", metric: "Heartbeat", dimensions: ["Policy": policy.name, "Job": job],
                statistic: "SampleCount", hours: min(7 * 24, max(1, silence.seconds / 3_600)), "LessThanThreshold", 1,
                missing: "breaching", "No \(job) has reported for \(silence): silence is not success.")
        }
        for database in watched.all {
            alarms.append(
                alarm(
                    target, "recovery-point-age-\(database)", metric: "RecoveryPointAge",
                    dimensions: ["Policy": policy.name, "Database": database], statistic: "Maximum", hours: 1,
                    "GreaterThanThreshold", Double(policy.objectives.rpo.seconds), missing: "ignore",
                    "The newest recovery point of \(database) is older than the RPO of \(policy.objectives.rpo)."))
            if let every = policy.drill?.every {
                alarms.append(
                    alarm(
                        target, "drill-age-\(database)", metric: "DrillAge",
                        dimensions: ["Policy": policy.name, "Database": database], statistic: "Maximum", hours: 1,
                        "GreaterThanThreshold", Double(every.seconds), missing: "ignore",
                        "The last verified restore drill of \(database) is older than \(every)."))
            }
            // The storage of a cluster grows by itself.
            if let free = policy.alarms?.freeStorage, watched.isInstance(database) {
                var storage = alarm(
                    target, "free-storage-\(database)", metric: "FreeStorageSpace",
                    dimensions: ["DBInstanceIdentifier": database], statistic: "Minimum", hours: 1,
                    "LessThanThreshold", Double(free.bytes), missing: "breaching",
                    "\(database) has less than \(free) of storage left: a full disk stops backups and the database.")
                storage.namespace = "AWS/RDS"
                storage.period = 300
                storage.evaluationPeriods = 3
                alarms.append(storage)
            }
        }
        alarms += secrets(target) + certificates(target, watched)
        return alarms.sorted { $0.name < $1.name }
    }

    /// A secret whose value is older than the policy allows: its rotation has stopped.
    private static func secrets(_ target: Target) -> [AlarmState] {
        target.secretRotations.map { secret, rotation in
            alarm(
                target, "secret-age-\(secret)", metric: "SecretAge",
                dimensions: ["Policy": target.policy.name, "Secret": secret], statistic: "Maximum", hours: 1,
                "GreaterThanThreshold", Double(rotation.seconds), missing: "ignore",
                "The value of secret \(secret) is older than \(rotation): its rotation has stopped.")
        }
    }

    /// A server certificate that ends sooner than the policy allows.
    private static func certificates(_ target: Target, _ watched: WatchedDatabases) -> [AlarmState] {
        watched.certificates.map { database, span in
            alarm(
                target, "certificate-\(database)", metric: "CertificateTimeLeft",
                dimensions: ["Policy": target.policy.name, "Database": database], statistic: "Minimum", hours: 1,
                "LessThanThreshold", Double(span.seconds), missing: "ignore",
                "The server certificate of \(database) is valid for less than \(span).")
        }
    }

    private static func alarm(
        _ target: Target, _ name: String, metric: String, dimensions: [String: String], statistic: String,
        hours: Int, _ comparison: String, _ threshold: Double, missing: String, _ summary: String
    ) -> AlarmState {
        AlarmState(
            name: "\(target.policy.name)-\(name)", namespace: namespace, metric: metric, dimensions: dimensions,
            statistic: statistic, period: 3_600, evaluationPeriods: hours, comparison: comparison,
            threshold: threshold, missingData: missing, actionsEnabled: true,
            alarmActions: target.topicARN.map { [$0] } ?? [], summary: summary)
    }

    /// RDS's own events about the databases, sent to the topic; best effort, so alarms watch absence besides.
    ///
    /// Categories: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
    static func eventSubscriptions(_ target: Target, _ watched: WatchedDatabases) -> [EventSubscription] {
        guard let topic = target.topicARN else { return [] }
        let categories = [
            "db-instance": [
                "backup", "configuration change", "deletion", "failover", "failure", "low storage", "maintenance",
                "notification", "recovery",
            ],
            "db-cluster": ["deletion", "failover", "failure", "maintenance", "notification"],
        ]
        return subscriptionNames(target.policy.name).map { name, type in
            EventSubscription(
                name: name, topic: topic, sourceType: type,
                sources: type == "db-instance" ? watched.instances : watched.clusters,
                categories: categories[type, default: []], enabled: true)
        }.filter { !$0.sources.isEmpty }
    }

    /// The names of the subscriptions of a policy, with what each is about.
    static func subscriptionNames(_ policy: String) -> [(name: String, type: String)] {
        [("\(policy)-database-events", "db-instance"), ("\(policy)-cluster-events", "db-cluster")]
    }
}

extension Target {
    /// How old the value of each secret may be, where the policy asks for rotation; by name. Of several entries that name
    /// a secret the strictest one.
    var secretRotations: [(secret: String, rotation: TimeSpan)] {
        secrets.compactMap { name in
            policy.databases.filter { $0.secrets.contains(name) }.compactMap(\.secretRules.rotation).min()
                .map { (name, $0) }
        }
    }
}
