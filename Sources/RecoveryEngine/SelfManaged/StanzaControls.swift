import RecoveryModel

extension Control where Judged == SelfManagedSubject {
    /// pgBackRest's own verdict: whatever else is said of the stanza rests on it.
    static let stanzaStatus = Control(
        "self-managed.stanza-status",
        title: "pgBackRest reports the stanza without errors",
        why:
            "A stanza that is missing, or whose newest backup has damaged pages, restores nothing on the day that counts.",
        severity: .critical,
        standards: [.nist80053("CP-9")] + Standard.backups,
        field: "selfManaged[].pgBackRest.stanza",
        required: { $0.policy.pgBackRest?.stanza },
        observed: { subject in subject.stanza.map(StanzaHealth.init) },
        satisfies: { health, _ in health == .good },
        showRequired: { "stanza \($0) is without errors" },
        showObserved: \.shown,
        remedy: { subject, _ in
            .procedure(
                "Look at `pgbackrest info` and `pgbackrest check` of stanza \(subject.stanzaName), fix what they report, "
                    + "and back up again.")
        }
    )

    /// All log since then has to be replayed.
    static let baseBackup = Control(
        "self-managed.base-backup-age",
        title: "The newest backup of pgBackRest is recent",
        why: "All log since the newest backup is replayed in a recovery: the older it is, the longer that takes.",
        severity: .high,
        standards: [.nist80053("CP-9"), .nist80053("CP-10(4)")] + Standard.objectives,
        field: "selfManaged[].pgBackRest.backupEvery",
        required: { $0.policy.pgBackRest?.backupEvery },
        observed: { subject in
            subject.stanza.map { SeenAge(subject.context, of: $0?.backups.last?.finishedAt, none: "no backup") }
        },
        satisfies: { seen, every in seen.isWithin(every) },
        showRequired: { "one that is at most \($0.shown) old" },
        showObserved: \.shown,
        remedy: { subject, _ in
            .procedure(
                "Back up now (pgbackrest --stanza=\(subject.stanzaName) backup), and find out why the job has stopped: its "
                    + "log, its timer.")
        }
    )

    /// What would be lost now.
    static let archivedLog = Control(
        "self-managed.recoverable-to",
        title: "Log was archived within the RPO",
        why:
            "What the server has written and not archived is lost with it, and so is all that follows a missing segment. An "
            + "archiver that is behind stores old log late: what it held, a drill measures.",
        severity: .critical,
        standards: [.nist80053("CP-9"), .nist80053("CP-10(4)")] + Standard.objectives,
        field: "objectives.rpo",
        required: { subject in subject.policy.pgBackRest.map { _ in subject.context.policy.objectives.rpo } },
        observed: { subject in
            subject.recoverableTo.map { SeenAge(subject.context, of: $0, none: "no point in time can be restored") }
        },
        satisfies: { seen, rpo in seen.isWithin(rpo) },
        showRequired: { "whole log that was stored at most \($0.shown) ago" },
        showObserved: \.shown,
        remedy: { subject, _ in
            .procedure(
                "Find out why the log is not archived (pg_stat_archiver, `pgbackrest --stanza=\(subject.stanzaName) check`); "
                    + "on a server that writes little, `archive_timeout` archives in time. After a gap, back up again.")
        }
    )

    /// Points in time behind a hole cannot be restored from the backups before it.
    static let logGaps = Control(
        "self-managed.log-gaps",
        title: "No archived log is missing since the oldest backup",
        why: "Log is replayed in order: behind one missing segment no point in time can be restored.",
        severity: .high,
        standards: [.nist80053("CP-9"), .nist80053("SI-12")] + Standard.records,
        field: "selfManaged[].pgBackRest.stanza",
        isJudged: { $0.hasBaseBackup },
        required: { $0.policy.pgBackRest.map { _ in true } },
        observed: { subject in
            subject.stanza.flatMap { stanza in
                guard let stanza, let oldest = stanza.backups.first else { return .known(SeenGaps()) }
                return stanza.chain(from: oldest).map { SeenGaps(gaps: $0.gaps, missing: $0.missing) }
            }
        },
        satisfies: { seen, _ in seen.gaps.isEmpty },
        showRequired: { _ in "every segment of the log" },
        showObserved: \.shown,
        remedy: { subject, _ in
            .procedure(
                "Back up now (pgbackrest --stanza=\(subject.stanzaName) backup), so that later points in time can be restored, "
                    + "and find out what deletes log or keeps it from being archived. What is lost stays lost: waive it until "
                    + "the backups before it have expired, or where `repo-retention-archive` is meant to be that short."
            )
        }
    )
}

extension SelfManagedSubject {
    /// The newest point in time to which its stanza can be restored; nil where there is none.
    var recoverableTo: Collected<Instant?> { stanza.flatMap { $0?.recoverableTo ?? .known(nil) } }

    fileprivate var stanzaName: String { policy.pgBackRest?.stanza ?? "" }

    /// False where it is known that there is none.
    fileprivate var hasBaseBackup: Bool {
        guard case .known(let stanza) = stanza else { return true }
        return stanza?.backups.isEmpty == false
    }
}

/// What pgBackRest says of a stanza.
private enum StanzaHealth: Sendable, Equatable, Recordable {
    case good, missing
    case bad(String)

    init(_ stanza: BackRestStanza?) {
        guard let stanza else {
            self = .missing
            return
        }
        let damaged = stanza.backups.last.flatMap { $0.hasPageErrors == true ? $0.label : nil }
        if stanza.code != 0 {
            self = .bad(stanza.message)
        } else if let damaged {
            self = .bad("backup \(damaged) has pages with wrong checksums")
        } else {
            self = .good
        }
    }

    var shown: String {
        switch self {
        case .good: "ok"
        case .missing: "not found"
        case .bad(let message): message
        }
    }

    var recorded: JSONValue { .string(shown) }
}

/// The segments that an archive lacks.
private struct SeenGaps: Sendable, Recordable {
    var gaps: [String] = []
    var missing = 0

    var shown: String {
        guard let first = gaps.first else { return "none is missing" }
        let more = gaps.count > 1 ? " and \(CountText.of(gaps.count - 1, "more gap"))" : ""
        return "\(CountText.of(missing, "segment")) missing: \(first)\(more)"
    }

    var recorded: JSONValue { gaps.recorded }
}
