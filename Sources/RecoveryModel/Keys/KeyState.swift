/// A KMS key as seen through the alias that the policy names.
package struct KeyState: Sendable, Equatable {
    /// Without `alias/`.
    package var alias: String
    /// Nil when the alias points to nothing.
    package var key: Collected<Key?>

    package init(alias: String, key: Collected<Key?>) {
        self.alias = alias
        self.key = key
    }

    package struct Key: Sendable, Equatable {
        package var id: String
        package var arn: String
        /// `Enabled`, `Disabled`, `PendingDeletion`, …
        package var state: String
        package var rotation: Collected<Rotation>
        package var policy: Collected<AccessPolicy>
        /// Why KMS does not rotate it by itself, for people; nil for one that it rotates.
        package var rotationObstacle: String?
        /// The regions that have it, when it is a multi-Region key; empty otherwise.
        package var regions: [String] = []

        package init(
            id: String, arn: String, state: String, rotation: Collected<Rotation>, policy: Collected<AccessPolicy>
        ) {
            self.id = id
            self.arn = arn
            self.state = state
            self.rotation = rotation
            self.policy = policy
        }
    }

    package struct Rotation: Sendable, Equatable {
        package var enabled: Bool
        /// In days; KMS's default is 365.
        package var periodDays: Int?

        package init(enabled: Bool, periodDays: Int? = nil) {
            self.enabled = enabled
            self.periodDays = periodDays
        }
    }
}
