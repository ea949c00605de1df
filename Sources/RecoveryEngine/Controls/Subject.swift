package import RecoveryModel

/// A resource with what the policy requires of it: what controls are walked over. Each kind has one.
package protocol Subject: Sendable {
    var resource: ResourceReference { get }
    /// The policy's entry that asks for it; nil for what stands once in a policy, or nowhere.
    var entry: Int? { get }
}

extension Subject {
    package var entry: Int? { nil }
}
