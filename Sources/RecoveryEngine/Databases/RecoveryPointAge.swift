import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// The newest recovery point of any kind is younger than the RPO.
    static func recoveryPointAge(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.recovery-point-age", cluster: "cluster.recovery-point-age"),
            title: "The newest recovery point is within the RPO",
            why: "Everything newer than the newest recovery point is lost in a disaster.",
            severity: .critical,
            standards: [.nist80053("CP-9")] + Standard.backups,
            field: "objectives.rpo",
            required: { $0.isBackedUpBySource ? nil : $0.context.policy.objectives.rpo },
            observed: { $0.recoveryPointAge },
            satisfies: { age, rpo in age.map { $0 <= rpo.seconds } ?? false },
            showRequired: { "at most \($0.shown) old" },
            showObserved: { $0.map { "\(ElapsedText.inWords(Double(max(0, $0)))) old" } ?? "no recovery point" },
            remedy: { subject, rpo in
                subject.lostKeyRemedy(subject.seenPoints, within: rpo.seconds)
                    ?? .procedure(
                        "Take a snapshot now: aws rds create-\(subject.database.cliSnapshot) "
                            + "\(subject.database.cliIdentifier) …")
            }
        )
    }

    /// Backups that are configured really exist.
    static func recoveryPointExists(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.recovery-point-exists", cluster: "cluster.recovery-point-exists"),
            title: "A recovery point exists",
            why: "A database without any snapshot or restorable window cannot be recovered at all.",
            severity: .critical,
            standards: [.nist80053("CP-9")] + Standard.backups,
            field: "databases[]",
            required: { $0.isBackedUpBySource ? nil : "a snapshot or a restorable window" },
            observed: { $0.recoveryPoints },
            satisfies: { seen, _ in seen != nil },
            remedy: { subject, _ in
                subject.lostKeyRemedy(subject.seenPoints, within: nil)
                    ?? .procedure(
                        subject.database.kind.pick(
                            instance: "Enable automated backups, or take a snapshot now.",
                            cluster: "Take a cluster snapshot now, and ask AWS why there is no restorable time."))
            }
        )
    }

    /// Point-in-time recovery is not further behind than the RPO.
    static func restorableLag(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.restorable-lag", cluster: "cluster.restorable-lag"),
            title: "The latest restorable time is within the RPO",
            why: "What was written after the latest restorable time is lost in a disaster.",
            severity: .critical,
            standards: [.nist80053("CP-9")] + Standard.backups,
            field: "objectives.rpo",
            required: { subject in
                subject.database.backupRetentionDays != .known(0) && !subject.isBackedUpBySource
                    ? subject.context.policy.objectives.rpo : nil
            },
            observed: { subject in
                subject.database.latestRestorableTime.map { $0.map(subject.context.age(of:)) }
            },
            satisfies: { lag, rpo in lag.map { $0 <= rpo.seconds } ?? false },
            showRequired: { "at most \($0.shown) ago" },
            showObserved: { $0.map { ElapsedText.ago(Double(max(0, $0))) } ?? "none" },
            remedy: { subject, _ in
                let database = subject.database
                if database.latestRestorableTime == .known(nil) {
                    return .resolvesItself("The first backup makes it restorable; it is taken within minutes.")
                }
                return .procedure(
                    "Transaction logs are not being archived: read the events of \(database.id) (aws rds describe-events "
                        + "--source-type \(database.cliNoun) --source-identifier \(database.id)), check its free storage, "
                        + "and open a support case if it does not recover.")
            }
        )
    }
}

extension DatabaseSubject {
    /// In seconds, of the newest recovery point of any kind that can be restored; nil when there is none.
    var recoveryPointAge: Collected<Int?> {
        let limit = context.policy.objectives.rpo.seconds
        return windowPoints.flatMap { window in
            // Within the RPO already: what could not be read besides decides nothing.
            if let age = newestAge(of: window, enough: limit).value ?? nil, age <= limit { return .known(age) }
            return snapshotPoints.flatMap { newestAge(of: window + $0, enough: limit) }
        }
    }

    /// What can be restored, for people; nil when there is nothing.
    fileprivate var recoveryPoints: Collected<String?> {
        windowPoints.flatMap { window in
            // The restorable window is enough: what could not be read besides decides nothing.
            if let latest = context.restorable(window, under: \.key).usable.first?.at {
                return .known("restorable until \(latest)")
            }
            return snapshotPoints.flatMap { snapshots -> Collected<String?> in
                let points = context.restorable(snapshots + window, under: \.key)
                if let unseen = points.unseen, points.usable.isEmpty { return .unavailable(unseen) }
                return .known(points.usable.isEmpty ? nil : CountText.of(points.usable.count, "snapshot"))
            }
        }
    }

    /// The window and the snapshots, as far as they were seen.
    fileprivate var seenPoints: [RestorablePoint] { (windowPoints.value ?? []) + (snapshotPoints.value ?? []) }
}
