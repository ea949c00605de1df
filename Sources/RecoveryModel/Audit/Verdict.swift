/// What became of one control on one resource.
package enum Verdict: Sendable, Hashable {
    case met
    case violated
    /// It could not be checked; never a pass.
    case unknown(CollectionFailure)
    /// Violated, and accepted until a day.
    case waived(owner: String, reason: String, expires: String)

    /// One word, as in results.
    package var word: String {
        switch self {
        case .met: "met"
        case .violated: "violated"
        case .unknown: "unknown"
        case .waived: "waived"
        }
    }
}

/// What a finding is about.
package struct ResourceReference: Hashable, Sendable, Codable, Comparable {
    /// In the order in which reports show them.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case database, bucket, key, role, topic, alarm, eventSubscription, dashboard, drill, policy
    }

    package var kind: Kind
    package var name: String
    package var arn: String?

    package init(_ kind: Kind, _ name: String, arn: String? = nil) {
        self.kind = kind
        self.name = name
        self.arn = arn
    }

    /// By kind, then name.
    package static func < (left: ResourceReference, right: ResourceReference) -> Bool {
        let order = Kind.allCases
        let (leftRank, rightRank) = (order.firstIndex(of: left.kind)!, order.firstIndex(of: right.kind)!)
        return leftRank == rightRank ? left.name < right.name : leftRank < rightRank
    }

    /// Which of two comes first; nil when they are the same resource, whether its ARN is known or not.
    package func precedes(_ other: ResourceReference) -> Bool? {
        if self < other { return true }
        return other < self ? false : nil
    }
}
