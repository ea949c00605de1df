/// Whether a drill can fail: one line for each simulated fault, and the real drill that they are based on.
package struct SelftestReport: Hashable, Sendable, Codable {
    /// One simulated fault.
    package struct Line: Hashable, Sendable, Codable {
        package var way: String
        package var expected: DrillVerdict
        /// The exit code that the process must end with.
        package var expectedExit: Int32
        /// Nil when the fault could not be simulated.
        package var got: DrillVerdict?
        package var summary: String

        package init(
            way: String, expected: DrillVerdict, expectedExit: Int32, got: DrillVerdict?, summary: String
        ) {
            self.way = way
            self.expected = expected
            self.expectedExit = expectedExit
            self.got = got
            self.summary = summary
        }

        /// The exit code of a drill with that verdict.
        package var exit: Int32? { got?.exitCode }

        package var isRight: Bool { got == expected && exit == expectedExit }
    }

    package var drill: DrillID
    /// The verdict of the real drill, without a fault.
    package var verdict: DrillVerdict
    package var lines: [Line]

    package init(drill: DrillID, verdict: DrillVerdict, lines: [Line]) {
        self.drill = drill
        self.verdict = verdict
        self.lines = lines
    }

    /// A drill proves something only if it can both pass and fail.
    package var isPassed: Bool { verdict == .verified && lines.allSatisfy(\.isRight) }
}
