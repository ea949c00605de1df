/// A stanza of pgBackRest as `pgbackrest info` and a list of its archive show it, in the repository that a restore takes.
///
/// https://pgbackrest.org/command.html#command-info
package struct BackRestStanza: Sendable, Equatable {
    /// One backup: full, differential or incremental.
    package struct Backup: Sendable, Equatable {
        /// Such as `20261130-184606F`.
        package var label: String
        /// `full`, `diff` or `incr`.
        package var type: String
        package var startedAt: Instant
        /// From here on, points in time can be restored from it.
        package var finishedAt: Instant
        /// The first segment of the log that it needs.
        package var firstSegment: WALSegment
        /// The last one without which it is not consistent.
        package var lastSegment: WALSegment
        /// In bytes, of the files that are restored.
        package var size: Int
        /// Whether pages with wrong checksums were seen; nil where pages have none.
        package var hasPageErrors: Bool?
        /// The major version of PostgreSQL, such as `15`.
        package var version: String
        /// What no other cluster has.
        package var systemIdentifier: String

        package init(
            label: String, type: String, startedAt: Instant, finishedAt: Instant, segments: ClosedRange<WALSegment>
        ) {
            self.label = label
            self.type = type
            self.startedAt = startedAt
            self.finishedAt = finishedAt
            firstSegment = segments.lowerBound
            lastSegment = segments.upperBound
            size = 0
            version = ""
            systemIdentifier = ""
        }
    }

    /// One segment in the archive.
    package struct Archived: Sendable, Equatable {
        package var segment: WALSegment
        /// When it was stored.
        package var at: Instant

        package init(_ segment: WALSegment, at: Instant) {
            self.segment = segment
            self.at = at
        }
    }

    package var repository: Int
    /// 0 where pgBackRest finds nothing wrong.
    package var code: Int
    /// pgBackRest's own words, such as `ok` or `no valid backups`.
    package var message: String
    /// Oldest first.
    package var backups: [Backup]
    /// Everything in the archive of the newest backup's cluster, in order.
    package var archive: Collected<[Archived]>
    /// The size of a segment in bytes; PostgreSQL's own where the backups do not tell.
    package var segmentSize = WALSegment.usualSize

    package init(repository: Int, code: Int, message: String, backups: [Backup], archive: Collected<[Archived]>) {
        self.repository = repository
        self.code = code
        self.message = message
        self.backups = backups
        self.archive = archive
    }
}
