/// What a target or a whole run comes to.
struct ReportVerdict: Hashable {
    /// As results and style sheets name it.
    let word: String
    /// As people read it.
    let shown: String
    /// The same in a table.
    let short: String
    let role: TextRole

    private init(_ word: String, _ role: TextRole, shown: String? = nil, short: String? = nil) {
        self.word = word
        self.shown = shown ?? word.uppercased()
        self.short = short ?? self.shown
        self.role = role
    }

    static let compliant = ReportVerdict("compliant", .good)
    static let violated = ReportVerdict("violated", .bad)
    /// Something could not be checked, and nothing worse is known.
    static let incomplete = ReportVerdict("incomplete", .unsure)
    /// A target has no result, or a step of it failed.
    static let failed = ReportVerdict("failed", .bad)
    static let changes = ReportVerdict("changes", .unsure)
    static let nothingToChange = ReportVerdict(
        "nothing-to-change", .good, shown: "NOTHING TO CHANGE", short: "NO CHANGE")
    /// What is not done waits for a maintenance window.
    static let waiting = ReportVerdict("waiting", .unsure)
    static let applied = ReportVerdict("applied", .good)
    static let drifted = ReportVerdict("drifted", .bad)
    static let unchanged = ReportVerdict("unchanged", .good, shown: "NO DRIFT")
}
