/// An event of a database that AWS recorded, and before which a recovery may want to restore.
package struct SourceEvent: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The service that recorded it.
    package enum Origin: String, Sendable, Codable {
        /// An API call listed by CloudTrail; its time is that of the call, to the second.
        case cloudTrail
        /// An RDS event; its time is when RDS recorded it.
        case rds
    }

    package var origin: Origin
    /// The event id of CloudTrail; RDS events have none.
    package var id: String?
    /// The name of the call, or the message of the RDS event.
    package var name: String
    package var at: Instant
    /// The caller, where known.
    package var author: String?

    package init(origin: Origin, id: String?, name: String, at: Instant, author: String? = nil) {
        self.origin = origin
        self.id = id
        self.name = name
        self.at = at
        self.author = author
    }

    package var description: String {
        let caller = author.map { " by \($0)" } ?? ""
        return origin == .cloudTrail ? "\(name)\(caller) at \(at.shown)" : "\"\(name)\" (RDS) at \(at.shown)"
    }
}
