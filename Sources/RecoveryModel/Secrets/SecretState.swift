/// A Secrets Manager secret that the policy names.
package struct SecretState: Sendable, Equatable {
    package struct Secret: Sendable, Equatable {
        package var arn: String
        /// Nil unless its deletion is scheduled: its value cannot be read any more.
        package var deletedAt: Instant?

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
