import RecoveryModel

/// A time that a database can be restored to, as far as its key can be used.
struct RestorablePoint {
    /// Nil when RDS does not say.
    let at: Instant?
    let key: Collected<String?>
}

extension DatabaseSubject {
    /// The end of the restorable window, which is encrypted as the database is; none without automated backups.
    var windowPoints: Collected<[RestorablePoint]> {
        database.latestRestorableTime.map { latest in
            latest.map { [RestorablePoint(at: $0, key: database.encryptionKey)] } ?? []
        }
    }

    /// The snapshots that RDS would restore.
    var snapshotPoints: Collected<[RestorablePoint]> {
        database.snapshots.map { snapshots in
            snapshots.filter(\.isAvailable).map { RestorablePoint(at: $0.createdAt, key: $0.encryptionKey) }
        }
    }

    /// In seconds, of the newest of some points whose key can be used; nil when there is none.
    ///
    /// - Parameter limit: An age that is enough: what could not be read decides nothing when one is not older.
    func newestAge(of points: [RestorablePoint], enough limit: Int) -> Collected<Int?> {
        let restorable = context.restorable(points, under: \.key)
        let newest = restorable.usable.compactMap(\.at).map(context.age(of:)).min()
        // Only a point that is young enough could decide otherwise.
        let isOpen = restorable.undecided.contains { $0.at.map { context.age(of: $0) <= limit } ?? true }
        if let unseen = restorable.unseen, isOpen, (newest ?? .max) > limit { return .unavailable(unseen) }
        return .known(newest)
    }

    /// What to do about a key under which a point is lost that would do; nil when none is.
    func lostKeyRemedy(_ points: [RestorablePoint], within limit: Int?) -> Remedy? {
        let young = points.filter { point in
            limit.map { limit in point.at.map { context.age(of: $0) <= limit } ?? false } ?? true
        }
        return context.keyRemedy(young.map(\.key))
    }
}
