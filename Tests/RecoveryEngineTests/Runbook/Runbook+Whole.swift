import RecoveryModel

extension RunbookText {
    /// A whole runbook, a block a paragraph.
    static func whole(_ runbook: Runbook) -> String {
        let chapters = runbook.chapters.map { chapter in
            (["== \(chapter.title)"] + chapter.blocks.map(text)).joined(separator: "\n\n")
        }
        return chapters.joined(separator: "\n\n") + "\n\n== Gaps\n\n" + runbook.gaps.joined(separator: "\n") + "\n"
    }

    private static func text(_ block: Runbook.Block) -> String {
        switch block {
        case .heading(let text): "-- \(text.plain)"
        case .paragraph(let text): text.plain
        case .points(let points): points.map { "- \($0.plain)" }.joined(separator: "\n")
        case .steps(let steps):
            steps.map { ([$0.text.plain] + $0.commands.map { "    \($0)" }).joined(separator: "\n") }
                .joined(separator: "\n")
        case .table(let titles, let rows):
            ([titles.joined(separator: " | ")] + rows.map { $0.map(\.plain).joined(separator: " | ") })
                .joined(separator: "\n")
        }
    }
}
