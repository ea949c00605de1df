package import RecoveryModel

/// A resource with what the policy requires of it: what controls are walked over. Each kind has one.
package protocol Subject: Sendable {
    var resource: ResourceReference { get }
}
