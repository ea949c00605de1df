/// Something that happened to a database, as AWS remembers it: what a recovery may want to go back before.
package struct SourceEvent: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Who remembers it.
    package enum Origin: String, Sendable, Codable {
        /// A call, listed by CloudTrail; its time is when the call was made, to the second.
        case cloudTrail
        /// An event of RDS; its time is when RDS noticed.
        case rds
    }

    package var origin: Origin
    /// CloudTrail's; RDS's events have none.
    package var id: String?
    /// The call's name, or RDS's sentence.
    package var name: String
    package var at: Instant
    /// Who made the call, where that is known.
    package var author: String?

    package init(origin: Origin, id: String?, name: String, at: Instant, author: String? = nil) {
        self.origin = origin
        self.id = id
        self.name = name
        self.at = at
        self.author = author
    }

    package var description: String {
        let who = author.map { " by \($0)" } ?? ""
        return origin == .cloudTrail ? "\(name)\(who) at \(at)" : "\"\(name)\" (RDS) at \(at)"
    }
}
