import RecoveryModel

extension TextPage {
    /// How many databases are listed; `--verbose` lists all.
    private static let shownObjectives = 10

    /// What recovery would come to now, the worst first.
    mutating func objectives(_ all: [PlacedObjective], severalTargets: Bool) {
        guard !all.isEmpty else { return }
        heading("Effective objectives")
        let shown = layout.verbose ? all[...] : all.prefix(Self.shownObjectives)
        for placed in shown {
            let objective = placed.objective
            let place: TerminalText = severalTargets ? " (\(placed.target.shown, .faint))" : ""
            item(
                objective.standing.rawValue, role: objective.standing.role, width: 10,
                "\(objective.database.shown)" + place, indent: 2)
            add("RPO now: \(objective.rpoShown)", indent: 12, hang: 14)
            add("RTO: \(objective.rtoShown)", indent: 12, hang: 14)
        }
        if shown.count < all.count {
            add("and \(CountText.of(all.count - shown.count, "other database")) (--verbose lists all)", indent: 2)
        }
    }
}

extension ReportOutput {
    /// What recovery would come to now, the worst first.
    mutating func write(objectives all: [PlacedObjective], severalTargets: Bool) {
        guard !all.isEmpty else { return }
        write(markdown: .heading(2, "Effective objectives"))
        write(markdown: .header(["Standing", "Database"] + (severalTargets ? ["Target"] : []) + ["RPO now", "RTO"]))
        for placed in all {
            let objective = placed.objective
            write(
                markdown: .row(
                    [
                        "\(objective.standing.rawValue)",
                        "\(objective.database.kind.rawValue) \(.code(objective.database.name))",
                    ]
                        + (severalTargets ? ["\(placed.target.shown)"] : [])
                        + ["\(objective.rpoShown)", "\(objective.rtoShown)"]))
        }
    }
}

extension HTML {
    /// What recovery would come to now, the worst first.
    static func objectives(_ all: [PlacedObjective], severalTargets: Bool) -> HTML {
        guard !all.isEmpty else { return "" }
        let rows = all.map { placed -> HTML in
            let objective = placed.objective
            let target: HTML? =
                severalTargets ? "<br><span class=\"faint\"><bdi>\(placed.target.shown)</bdi></span>" : nil
            return """
                <tr><td data-label="Standing"><span class="badge \(objective.standing.verdictWord)">\
                \(objective.standing.rawValue)</span></td>\
                <td data-label="Database">\(objective.database.kind.name) \(.code(objective.database.name))\(target)</td>\
                <td data-label="RPO now">\(objective.rpoShown)</td>\
                <td data-label="RTO">\(objective.rtoShown)</td></tr>

                """
        }
        return """
            <section class="objectives">
            <h2>Effective objectives</h2>
            \(HTML.table(["Standing", "Database", "RPO now", "RTO"], rows))
            </section>
            """
    }
}
