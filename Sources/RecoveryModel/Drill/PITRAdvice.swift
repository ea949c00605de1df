/// Which way back to take, with this database's own numbers: a decision tree that has been walked.
package struct PITRAdvice: Hashable, Sendable, Codable {
    /// One question, its answer here, and what follows.
    package struct Step: Hashable, Sendable, Codable {
        package var question: String
        package var answer: String
        package var commands: [String]

        package init(question: String, answer: String, commands: [String]) {
            self.question = question
            self.answer = answer
            self.commands = commands
        }
    }

    package var window: RestorableWindow
    package var now: Instant
    /// Where to restore to; nil when no way leads there.
    package var target: Instant?
    /// The snapshot to take instead; nil when the window holds the target.
    package var snapshot: String?
    package var steps: [Step]

    package init(window: RestorableWindow, now: Instant, target: Instant?, snapshot: String?, steps: [Step]) {
        self.window = window
        self.now = now
        self.target = target
        self.snapshot = snapshot
        self.steps = steps
    }
}
