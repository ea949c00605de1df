/// The resource that a finding or a change is about.
package struct ResourceReference: Hashable, Sendable, Codable, Comparable {
    package var kind: ResourceKind
    package var name: String
    package var arn: String?

    package init(_ kind: ResourceKind, _ name: String, arn: String? = nil) {
        self.kind = kind
        self.name = name
        self.arn = arn
    }

    /// By kind, then name.
    package static func < (left: ResourceReference, right: ResourceReference) -> Bool {
        left.kind == right.kind ? left.name < right.name : left.kind < right.kind
    }

    /// Which of two comes first; nil when they are the same resource, whether its ARN is known or not.
    package func precedes(_ other: ResourceReference) -> Bool? {
        if self < other { return true }
        return other < self ? false : nil
    }

    /// True for the same resource, whether its ARN is known or not.
    package func isSame(as other: ResourceReference) -> Bool { kind == other.kind && name == other.name }

    /// Such as `event subscription kb-events`.
    package var shown: String { "\(kind.name) \(name)" }
}
