/// Advice on how to recover, with this database's own figures: the answers to a decision tree.
package struct PITRAdvice: Hashable, Sendable, Codable {
    /// One question, its answer for this database, and the commands that follow.
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
    /// The instant to restore to; nil when it cannot be restored.
    package var target: Instant?
    /// The snapshot to restore instead; nil when the window contains the target.
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
