/// What a cleanup of drills' leftovers did.
package struct DrillCleanupReport: Hashable, Sendable, Codable {
    /// Something that was not removed.
    package struct Kept: Hashable, Sendable, Codable {
        package var leftover: Leftover
        package var reason: String
        /// True when it should have gone and did not.
        package var isFailure: Bool

        package init(leftover: Leftover, reason: String, isFailure: Bool) {
            self.leftover = leftover
            self.reason = reason
            self.isFailure = isFailure
        }
    }

    package var removed: [Leftover] = []
    /// Still there, each with the reason.
    package var kept: [Kept] = []

    package init() {}
}
