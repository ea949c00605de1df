import JSONWriting
import RecoveryModel

/// The result of a verb on one target, as reports over all of them read it.
protocol TargetResult: Sendable {
    static var kind: Report.Kind { get }
    /// The verdicts that a target can have, the worst first; `failed` is that of a target without a result.
    static var verdicts: [ReportVerdict] { get }
    /// What the numbers of a target count, in tables.
    static var figureTitles: [String] { get }
    /// What several results come to, in one sentence.
    static func sentence(_ results: [Self]) -> String
    /// What to do about one or several results, most useful first.
    static func advice(_ results: [Self]) -> [Advice]
    /// The counts of JSON, by name.
    static func counts(_ results: [Self]) -> [(name: String, count: Int)]
    /// The conclusion of JSON over several targets.
    static func conclusion(_ verdict: ReportVerdict) -> String
    /// The last line of text and Markdown, over all targets; nil for none.
    static func closing(_ results: [Self]) -> String?

    /// What recovery would come to now, the worst first: what stands before everything else.
    static func objectives(_ results: [Self]) -> [PlacedObjective]

    var target: TargetName { get }
    var verdict: ReportVerdict { get }
    /// What the verdict means, in one sentence.
    var sentence: String { get }
    /// When it was found or done.
    var time: String { get }
    /// In the order of the titles.
    var figures: [Int] { get }
    /// False when the verdict and the figures say it all.
    func hasDetails(verbose: Bool) -> Bool

    /// What stands below the verdict and the advice.
    func writeText(to page: inout TextPage, _ output: inout ReportOutput)
    /// The same; a section's heading has that level.
    func writeMarkdown(level: Int, to output: inout ReportOutput)
    /// The members of JSON between the target's name and its failure.
    func members(_ place: FindingPlace) -> [OrderedJSON.Member]
}

extension TargetResult {
    static func conclusion(_ verdict: ReportVerdict) -> String { verdict.word }

    static func closing(_ results: [Self]) -> String? { nil }

    static func objectives(_ results: [Self]) -> [PlacedObjective] { [] }
}

/// What to do next; the command is nil when people have to act.
typealias Advice = (command: String?, reason: String)
