package import RecoveryModel

/// How far the archived log reaches without a hole from one segment on: whatever comes after a hole cannot be replayed.
package struct WALChain: Sendable, Equatable {
    /// Such as `000000010000000000000004`, or the first and the last of several; in order.
    package private(set) var gaps: [String] = []
    /// How many segments are missing.
    package private(set) var missing = 0
    /// When the last segment before the first gap was stored; nil where even the first one is missing.
    package private(set) var reaches: Instant?

    /// The log from a segment to the newest one that is archived.
    ///
    /// At each place the newest timeline that has begun there counts: that is what a recovery follows.
    ///
    /// - Parameters:
    ///   - needed: The segments without which the backup is not consistent.
    ///   - size: Of a segment, in bytes.
    package init(from needed: ClosedRange<WALSegment>, in archive: [BackRestStanza.Archived], size: Int) {
        let first = needed.lowerBound
        let start = first.number(size: size)
        var beginnings: [UInt32: Int] = [:]
        // Timelines before the backup's own are over.
        for one in archive where one.segment.timeline >= first.timeline {
            let number = one.segment.number(size: size)
            beginnings[one.segment.timeline] = min(beginnings[one.segment.timeline] ?? number, number)
        }
        let timelines = beginnings.sorted { $0.key > $1.key }
        func timeline(at number: Int) -> UInt32 { timelines.first { $0.value <= number }?.key ?? first.timeline }

        let present = archive.map { (number: $0.segment.number(size: size), stored: $0) }.filter { place in
            place.number >= start && place.stored.segment.timeline == timeline(at: place.number)
        }.sorted { $0.number < $1.number }
        var next = start
        func note(missingUntil end: Int) -> (String, Int)? {
            guard next < end else { return nil }
            let from = WALSegment(number: next, timeline: timeline(at: next), size: size)
            let to = WALSegment(number: end - 1, timeline: timeline(at: end - 1), size: size)
            return (from == to ? "\(from)" : "\(from) to \(to)", end - next)
        }
        for place in present {
            if let (gap, count) = note(missingUntil: place.number) {
                gaps.append(gap)
                missing += count
            }
            if gaps.isEmpty { reaches = place.stored.at }
            next = place.number + 1
        }
        if let (gap, count) = note(missingUntil: needed.upperBound.number(size: size) + 1) {
            gaps.append(gap)
            missing += count
        }
    }
}

extension BackRestStanza {
    /// The log from a backup on.
    package func chain(from backup: Backup) -> Collected<WALChain> {
        archive.map { WALChain(from: backup.firstSegment...backup.lastSegment, in: $0, size: segmentSize) }
    }

    /// The newest point in time to which it can be restored, as the archive shows it; nil where there is none. A segment's
    /// time is when it was stored: what it contains was written before.
    package var recoverableTo: Collected<Instant?> {
        archive.map { archive in
            // The newest backup whose own log is whole.
            for backup in backups.reversed() {
                let needed = backup.firstSegment...backup.lastSegment
                let own = archive.filter { $0.segment <= backup.lastSegment }
                guard WALChain(from: needed, in: own, size: segmentSize).gaps.isEmpty else { continue }
                let chain = WALChain(from: needed, in: archive, size: segmentSize)
                return max(backup.finishedAt, chain.reaches ?? backup.finishedAt)
            }
            return nil
        }
    }
}
