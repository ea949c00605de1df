import RecoveryModel

extension Control where Judged == SelfManagedSubject {
    /// What would be lost now.
    static let newestBackup = Control(
        "self-managed.newest-backup-age",
        title: "The newest backup is within the RPO",
        why: "What was written since the newest backup is lost with the server.",
        severity: .critical,
        standards: [.nist80053("CP-9"), .nist80053("CP-10(4)")] + Standard.objectives,
        field: "objectives.rpo",
        required: { subject in subject.dumps.map { _ in subject.context.policy.objectives.rpo } },
        observed: { subject in subject.age { $0?.takenAt } },
        satisfies: { seen, rpo in seen.isWithin(rpo) },
        showRequired: { "at most \($0.shown) old" },
        showObserved: \.shown,
        remedy: { subject, _ in
            .procedure(
                "Back up now (\(subject.command("create"))), and find out why the job has stopped: its log, its timer.")
        }
    )

    /// A backup that nobody has read is a hope.
    static let verifiedBackup = Control(
        "self-managed.verified-backup-age",
        title: "A recent backup was verified",
        why: "A disk or a job can spoil every backup for months before somebody needs one.",
        severity: .high,
        standards: [.nist80053("CP-9(1)")] + Standard.drills,
        field: "selfManaged[].backups.verifyEvery",
        required: { $0.dumps?.verifyEvery },
        observed: { subject in
            subject.backups.map { backups in
                let verified = (backups ?? []).last { backup in
                    // Checksums alone do not say that anybody can open it.
                    backup.manifest != nil && backup.verifications.contains { $0.depth >= .archive }
                }
                return SeenAge(
                    subject.context, of: verified?.manifest?.manifest.takenAt, none: "no backup was verified")
            }
        },
        satisfies: { seen, every in seen.isWithin(every) },
        showRequired: { "one that is at most \($0.shown) old" },
        showObserved: \.shown,
        remedy: { subject, _ in
            .procedure("Verify the newest one, and do so on a schedule: \(subject.command("verify")) --restore.")
        }
    )

    /// The alarm waits for what a backup says when it is done.
    static let backupHeartbeat = Control(
        "self-managed.heartbeat",
        title: "Backups finish as often as the heartbeat's alarm expects",
        why: "An alarm that has been going off for days is one that nobody looks at.",
        severity: .medium,
        standards: [.nist80053("CA-7")] + Standard.monitoring,
        field: "alarms.heartbeat.backup",
        required: { subject in subject.dumps.flatMap { _ in subject.context.policy.alarms?.heartbeats["backup"] } },
        observed: { subject in
            subject.age { manifest in
                manifest.map { Instant(milliseconds: $0.takenAt.milliseconds + $0.milliseconds) }
            }
        },
        satisfies: { seen, silence in seen.isWithin(silence) },
        showRequired: { "the last one finished at most \($0.shown) ago" },
        showObserved: \.shown,
        remedy: { subject, _ in
            .procedure(
                "Back up with --publish-metrics (\(subject.command("create"))), or allow a longer silence in "
                    + "`alarms.heartbeat.backup`.")
        }
    )
}

extension SelfManagedSubject {
    /// How long ago a time of the newest backup was.
    fileprivate func age(_ time: @Sendable (BackupManifest?) -> Instant?) -> Collected<SeenAge> {
        newest.map { SeenAge(context, of: time($0), none: "no backup") }
    }

    /// In seconds, of the newest backup, or of the newest archived log: what would be lost now. Nil when there is none, or
    /// it is from the future.
    var recoveryPointAge: Collected<Int?> {
        let point = dumps == nil ? recoverableTo : newest.map { $0?.takenAt }
        return point.map { point in
            point.map { context.age(of: $0) }.flatMap { SeenAge.isCredible($0) ? max(0, $0) : nil }
        }
    }
}

/// How old something is.
struct SeenAge: Sendable, Recordable {
    /// In seconds; nil when there is nothing.
    var age: Int?
    var none: String

    init(_ context: ControlContext, of time: Instant?, none: String) {
        age = time.map(context.age(of:))
        self.none = none
    }

    /// False for what is from the future: it says nothing about now.
    static func isCredible(_ age: Int) -> Bool { Double(age) >= -EvidenceChain.clockTolerance }

    func isWithin(_ limit: TimeSpan) -> Bool { age.map { Self.isCredible($0) && $0 <= limit.seconds } ?? false }

    var shown: String {
        guard let age else { return none }
        guard Self.isCredible(age) else { return "\(ElapsedText.inWords(Double(-age))) in the future" }
        return "\(ElapsedText.inWords(Double(max(0, age)))) old"
    }

    /// Its being there, as drift sees it: ages change by themselves.
    var recorded: JSONValue { .bool(age != nil) }
}
