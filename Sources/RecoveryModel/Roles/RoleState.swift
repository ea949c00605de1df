/// A role as IAM describes it.
package struct RoleState: Sendable, Equatable {
    package struct Role: Sendable, Equatable {
        package var arn: String
        package var trust: Collected<AccessPolicy>
        /// Inline policies by name.
        package var inlinePolicies: Collected<[String: AccessPolicy]>
        /// ARNs of managed policies.
        package var attachedPolicies: Collected<[String]>
        /// What the attached policies say in the version that is in force, by ARN.
        package var managedPolicies: [String: Collected<AccessPolicy>] = [:]
        package var permissionsBoundary: String?
        /// What the boundary allows; nil without one.
        package var boundaryPolicy: Collected<AccessPolicy?> = .known(nil)
        package var createdAt: Instant?
        /// Nil for a role that nobody has used in the 400 days that IAM remembers.
        package var lastUsedAt: Instant?
        /// As GetRole returns them: the tagging API lists no roles.
        package var tags: [String: String] = [:]

        package init(
            arn: String, trust: Collected<AccessPolicy>, inlinePolicies: Collected<[String: AccessPolicy]>,
            attachedPolicies: Collected<[String]>, permissionsBoundary: String? = nil
        ) {
            self.arn = arn
            self.trust = trust
            self.inlinePolicies = inlinePolicies
            self.attachedPolicies = attachedPolicies
            self.permissionsBoundary = permissionsBoundary
        }
    }

    package var name: String
    /// Nil when there is no such role.
    package var role: Collected<Role?>

    package init(name: String, role: Collected<Role?>) {
        self.name = name
        self.role = role
    }
}
