/// The result of a cleanup of drills' leftovers.
package struct DrillCleanupReport: Hashable, Sendable, Codable {
    /// A resource that was not deleted.
    package struct Kept: Hashable, Sendable, Codable {
        package var leftover: Leftover
        package var reason: String
        /// True when it should have been deleted.
        package var isFailure: Bool

        package init(leftover: Leftover, reason: String, isFailure: Bool) {
            self.leftover = leftover
            self.reason = reason
            self.isFailure = isFailure
        }
    }

    package var removed: [Leftover] = []
    /// The resources that still exist, each with the reason.
    package var kept: [Kept] = []

    package init() {}
}
