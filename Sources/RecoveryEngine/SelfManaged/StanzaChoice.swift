package import RecoveryModel

/// Chooses the backup of pgBackRest that a drill restores.
package enum StanzaChoice {
    /// The newest backup from which a time can be reached by the archived log, or the newest of all, with the log to its end.
    ///
    /// - Returns: The backup, or why there is none.
    package static func choose(
        _ stanza: BackRestStanza?, named name: String, at limit: Instant?, now: Instant
    ) -> (backup: DrilledBackup?, reason: String) {
        guard let stanza else { return (nil, "stanza \(name) not found") }
        guard stanza.code == 0, let newest = stanza.backups.last, let oldest = stanza.backups.first else {
            return (nil, "pgBackRest says of stanza \(name): \(stanza.message)")
        }
        guard case .known(let archive) = stanza.archive else {
            return (nil, "its archive could not be listed: \(stanza.archive.failure?.reason ?? "")")
        }
        if let limit, limit > now { return (nil, "\(limit.shown) is in the future") }
        guard let backup = limit.map({ limit in stanza.backups.last { $0.finishedAt <= limit } }) ?? newest else {
            return (
                nil, "the oldest backup, \(oldest.label), was finished at \(oldest.finishedAt.shown): no earlier time"
            )
        }
        let chain = WALChain(
            from: backup.firstSegment...backup.lastSegment, in: archive, size: stanza.segmentSize)
        if let gap = chain.gaps.first {
            // What is behind the time does not keep it from being reached.
            let isReached = limit.map { limit in chain.reaches.map { $0 >= limit } ?? false } ?? false
            guard isReached else {
                let more = chain.gaps.count > 1 ? " and \(CountText.of(chain.gaps.count - 1, "more gap"))" : ""
                return (nil, "the log is not whole since backup \(backup.label): \(gap)\(more) is missing")
            }
        }
        return (.stanza(backup, until: limit), "")
    }
}
