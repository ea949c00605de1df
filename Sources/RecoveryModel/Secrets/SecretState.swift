/// A Secrets Manager secret that the policy names.
package struct SecretState: Sendable, Equatable {
    package struct Secret: Sendable, Equatable {
        package var arn: String
        /// Nil unless its deletion is scheduled: its value cannot be read any more.
        package var deletedAt: Instant?
        /// As it is configured; nil for the key of Secrets Manager itself.
        package var encryptionKey: String?
        package var rotates = false
        /// When its value was last replaced, or made; nil when Secrets Manager does not say.
        package var changedAt: Instant?
        /// The service that owns it, such as `rds`; nil for one of somebody's own.
        package var owner: String?
        /// Who else may use it; nil inside when it has no policy of its own.
        package var policy: Collected<AccessPolicy?> = .unavailable(
            .notCollected("secretsmanager:GetResourcePolicy"))
        /// The regions that have a replica in sync, sorted.
        package var replicas: [String] = []

        package init(arn: String, deletedAt: Instant? = nil) {
            self.arn = arn
            self.deletedAt = deletedAt
        }
    }

    package var name: String
    /// Nil when there is no such secret.
    package var secret: Collected<Secret?>

    package init(name: String, secret: Collected<Secret?>) {
        self.name = name
        self.secret = secret
    }
}
