/// What a change disturbs while it is made.
package enum Disruption: Sendable, Hashable, Codable, Comparable {
    case none
    /// Slower for a while, never unavailable.
    case brief(String)
    /// Clients that connect in another way are refused from then on.
    case clientsRefused(String)
    /// The database is unavailable for as long as this says.
    case restart(String)

    /// For people; nil when nothing is disturbed.
    package var text: String? {
        switch self {
        case .none: nil
        case .brief(let text), .clientsRefused(let text), .restart(let text): text
        }
    }

    /// One word, as in results.
    package var word: String {
        switch self {
        case .none: "none"
        case .brief: "brief"
        case .clientsRefused: "clients-refused"
        case .restart: "restart"
        }
    }

    /// The more disturbing is the greater.
    package static func < (left: Disruption, right: Disruption) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .none: 0
        case .brief: 1
        case .clientsRefused: 2
        case .restart: 3
        }
    }
}

/// Whether a change can be undone.
package enum Reversal: Sendable, Hashable, Codable {
    /// Setting the old value brings everything back.
    case complete
    /// This much does not come back.
    case partial(String)
    /// It cannot be undone at all.
    case impossible(String)

    /// One word, as in results.
    package var word: String {
        switch self {
        case .complete: "complete"
        case .partial: "partial"
        case .impossible: "impossible"
        }
    }

    /// For people; nil when everything comes back.
    package var text: String? {
        switch self {
        case .complete: nil
        case .partial(let text), .impossible(let text): text
        }
    }
}
