package import RecoveryModel

/// What a nightly audit tells CloudWatch: that it ran, and the ages that alarms watch.
///
/// CloudWatch looks back seven days at most, so that longer silences can only be seen as ages that somebody publishes.
package enum NightlyMetrics {
    /// The samples, and what could not be known: for that nothing is published, rather than a guess.
    package static func samples(
        _ policy: RecoveryPolicy, _ inventory: Inventory
    ) -> (samples: [MetricSample], unknown: [CollectionFailure]) {
        let resources = PolicyResources(policy: policy, inventory: inventory)
        var samples = [MetricSample("Heartbeat", ["Policy": policy.name, "Job": "audit"], 1, .count)]
        var unknown = [inventory.databases.failure].compactMap { $0 }
        for subject in resources.databaseSubjects where !subject.isBackedUpBySource {
            let dimensions = ["Policy": policy.name, "Database": subject.instance.id]
            switch subject.recoveryPointAge {
            case .known(let age?): samples.append(MetricSample("RecoveryPointAge", dimensions, Double(age), .seconds))
            // Without a recovery point the age is that of the data.
            case .known(nil): append("RecoveryPointAge", subject, dimensions, to: &samples, &unknown)
            case .unavailable(let failure): unknown.append(failure)
            }
            guard policy.drill?.every != nil else { continue }
            switch subject.lastDrill.map(\.age) {
            case .known(let age?): samples.append(MetricSample("DrillAge", dimensions, Double(age), .seconds))
            // A database that was never proven is as overdue as it is old.
            case .known(nil): append("DrillAge", subject, dimensions, to: &samples, &unknown)
            case .unavailable(let failure): unknown.append(failure)
            }
        }
        return (samples, unknown)
    }

    private static func append(
        _ name: String, _ subject: DatabaseSubject, _ dimensions: [String: String], to samples: inout [MetricSample],
        _ unknown: inout [CollectionFailure]
    ) {
        guard let made = subject.instance.createdAt else {
            unknown.append(
                CollectionFailure(
                    operation: "rds:DescribeDBInstances",
                    reason: "\(subject.instance.id) has no InstanceCreateTime to reckon \(name) from"))
            return
        }
        samples.append(MetricSample(name, dimensions, Double(subject.age(of: made)), .seconds))
    }
}
