package import RecoveryModel

/// What a nightly audit publishes to CloudWatch: that it ran, and the ages that alarms watch.
///
/// CloudWatch looks back seven days at most, so that longer silences can only be seen as ages that somebody publishes.
package enum NightlyMetrics {
    /// The samples, and what could not be known: for that nothing is published, rather than a guess.
    package static func samples(_ context: ControlContext) -> (samples: [MetricSample], unknown: [CollectionFailure]) {
        let policy = context.policy
        var samples = [MetricSample("Heartbeat", ["Policy": policy.name, "Job": "audit"], 1, .count)]
        let failures = context.selections.compactMap(\.failure)
        var unknown = Set(failures).sorted { $0.description < $1.description }
        let subjects = context.selections.filter { $0.failure == nil }.flatMap { selection in
            selection.databases.map {
                DatabaseSubject(context: context, entry: selection.entry, policy: selection.policy, database: $0)
            }
        }
        let databases = subjects.filter { !$0.isBackedUpBySource }.map { subject in
            Ages(
                database: subject.database.id, recoveryPoint: subject.recoveryPointAge,
                drill: subject.lastDrill.map(\.age), own: subject.database.createdAt.map(context.age(of:)),
                origin: subject.database.kind.listing)
        }
        let outside = context.selfManagedSubjects.map { subject in
            Ages(
                database: subject.policy.database, recoveryPoint: subject.recoveryPointAge,
                drill: subject.lastDrill.map(\.age), origin: "the backups in \(subject.policy.place)")
        }
        for ages in databases + outside {
            append("RecoveryPointAge", ages.recoveryPoint, ages, policy, to: &samples, &unknown)
            guard policy.drill?.every != nil else { continue }
            append("DrillAge", ages.drill, ages, policy, to: &samples, &unknown)
        }
        for database in subjects where context.watched.certificates[database.database.id] != nil {
            append(certificateOf: database, policy, to: &samples, &unknown)
        }
        for (secret, _) in context.target.secretRotations {
            append(secret: secret, context, to: &samples, &unknown)
        }
        return (samples, unknown)
    }

    /// Of a secret that does not exist nothing is published: its alarm keeps its state, and `secrets.exists` is violated.
    private static func append(
        secret name: String, _ context: ControlContext, to samples: inout [MetricSample],
        _ unknown: inout [CollectionFailure]
    ) {
        let operation = "secretsmanager:DescribeSecret"
        switch context.inventory.secrets[name]?.secret ?? .unavailable(.notCollected(operation)) {
        case .unavailable(let failure): unknown.append(failure)
        case .known(let secret):
            guard let changed = secret?.changedAt else {
                unknown.append(CollectionFailure(operation: operation, reason: "\(name) has no LastChangedDate"))
                return
            }
            samples.append(
                MetricSample(
                    "SecretAge", ["Policy": context.policy.name, "Secret": name], Double(context.age(of: changed)),
                    .seconds))
        }
    }

    /// What is left of the first certificate of a database's members; negative after its end.
    private static func append(
        certificateOf subject: DatabaseSubject, _ policy: RecoveryPolicy, to samples: inout [MetricSample],
        _ unknown: inout [CollectionFailure]
    ) {
        let id = subject.database.id
        switch subject.certificateEnd {
        case .unavailable(let failure): unknown.append(failure)
        case .known(.noMembers), .known(.of(nil)):
            unknown.append(
                CollectionFailure(
                    operation: subject.database.kind.listing, reason: "\(id) has no server certificate"))
        case .known(.of(let end?)):
            samples.append(
                MetricSample(
                    "CertificateTimeLeft", ["Policy": policy.name, "Database": id],
                    (end - subject.context.now).rounded(.down), .seconds))
        }
    }

    /// What is published of one database, in seconds.
    private struct Ages {
        var database: String
        /// Nil inside where there is none.
        var recoveryPoint: Collected<Int?>
        var drill: Collected<Int?>
        /// Nil when RDS does not say when it was made.
        var own: Int?
        /// The call that should have.
        var origin: String
    }

    /// Without a recovery point the age is that of the data, and a database that was never proven is as overdue as it is
    /// old.
    private static func append(
        _ name: String, _ age: Collected<Int?>, _ ages: Ages, _ policy: RecoveryPolicy,
        to samples: inout [MetricSample], _ unknown: inout [CollectionFailure]
    ) {
        switch age {
        case .unavailable(let failure): unknown.append(failure)
        case .known(let age):
            guard let seconds = age ?? ages.own else {
                unknown.append(
                    CollectionFailure(
                        operation: ages.origin,
                        reason: "\(ages.database) has no time of creation to reckon \(name) from"))
                return
            }
            let dimensions = ["Policy": policy.name, "Database": ages.database]
            samples.append(MetricSample(name, dimensions, Double(seconds), .seconds))
        }
    }
}
