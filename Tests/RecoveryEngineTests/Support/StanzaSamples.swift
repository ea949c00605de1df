import RecoveryModel

/// Stanzas of pgBackRest that nobody has.
enum StanzaSamples {
    /// A backup of yesterday and one of three hours ago, with the log since the first.
    static func stanza(now: Instant) -> BackRestStanza {
        let first = backup("20261122-050000F", finished: now - TimeSpan(27, .hours), 2...3, type: "full")
        let second = backup("20261123-050000D", finished: now - TimeSpan(3, .hours), 6...6, type: "diff")
        let minutesAgo = [1_620, 1_615, 1_200, 600, 178, 120, 60, 10]
        let log = zip(2..., minutesAgo).map { index, ago in
            BackRestStanza.Archived(segment(index), at: now - TimeSpan(ago, .minutes))
        }
        return BackRestStanza(repository: 1, code: 0, message: "ok", backups: [first, second], archive: .known(log))
    }

    static func backup(
        _ label: String, finished: Instant, _ segments: ClosedRange<Int>, type: String = "full"
    ) -> BackRestStanza.Backup {
        var backup = BackRestStanza.Backup(
            label: label, type: type, startedAt: finished - TimeSpan(10, .minutes), finishedAt: finished,
            segments: segment(segments.lowerBound)...segment(segments.upperBound))
        (backup.version, backup.systemIdentifier, backup.size) = ("15", "7", 1 << 30)
        return backup
    }

    /// On the first timeline, in the first log.
    static func segment(_ index: Int, timeline: UInt32 = 1) -> WALSegment {
        WALSegment(timeline: timeline, log: 0, index: UInt32(index))
    }
}
