package import RecoveryModel

/// What a drill outside RDS restores.
package enum DrilledBackup: Sendable, Equatable {
    /// A dump of `drctl backup`.
    case dump(BackupManifest)
    /// A backup of pgBackRest, with the log up to a time; up to its end where none is given.
    case stanza(BackRestStanza.Backup, until: Instant?)

    /// The recovery point that it is.
    ///
    /// - Parameter reached: The time up to which log was replayed; nil before that is known, and for a dump.
    package func point(reached: Instant? = nil) -> RecoveryPoint {
        switch self {
        case .dump(let manifest):
            return RecoveryPoint(
                kind: .backup, snapshot: manifest.name, time: manifest.takenAt,
                reason: "the newest backup of \(manifest.database)")
        case .stanza(let backup, let until):
            // Without a time, what was committed after the last transaction of the log is lost.
            let time = until ?? reached ?? backup.finishedAt
            return RecoveryPoint(
                kind: .pointInTime, snapshot: nil, time: time,
                reason: "backup \(backup.label) and the log \(until == nil ? "to its end" : "until then")")
        }
    }

    /// As summaries name it.
    package var name: String {
        switch self {
        case .dump(let manifest): manifest.name
        case .stanza(let backup, _): backup.label
        }
    }

    /// The major version of PostgreSQL that it is of.
    package var major: Int {
        switch self {
        case .dump(let manifest): manifest.server.major
        case .stanza(let backup, _): Int(backup.version.prefix { $0.isNumber }) ?? 0
        }
    }

    /// The version of PostgreSQL that it is of, such as `15.18`, or `15` where no more is known.
    package var version: String {
        switch self {
        case .dump(let manifest): manifest.server.version
        case .stanza(let backup, _): backup.version
        }
    }

    /// What was counted when it was made; nil where nothing was.
    package var manifest: BackupManifest? { if case .dump(let manifest) = self { manifest } else { nil } }

    /// What the realised RPO rests on.
    package var basis: MeasuredObjectives.Basis { manifest == nil ? .replayedLog : .comparedData }
}
