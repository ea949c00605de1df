/// Whether a drill can go red: one line a way, and the real drill that they stand on.
package struct SelftestReport: Hashable, Sendable, Codable {
    /// One way to go red.
    package struct Line: Hashable, Sendable, Codable {
        package var way: String
        package var expected: DrillVerdict
        /// What the process must end with.
        package var expectedExit: Int32
        /// Nil when the way could not be gone.
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

        /// What a process ends with that has got there.
        package var exit: Int32? { got?.exitCode }

        package var isRight: Bool { got == expected && exit == expectedExit }
    }

    package var drill: DrillID
    /// Of the real drill, with nothing made wrong.
    package var verdict: DrillVerdict
    package var lines: [Line]

    package init(drill: DrillID, verdict: DrillVerdict, lines: [Line]) {
        self.drill = drill
        self.verdict = verdict
        self.lines = lines
    }

    /// Only a drill that can be green and red proves anything.
    package var isPassed: Bool { verdict == .verified && lines.allSatisfy(\.isRight) }
}
