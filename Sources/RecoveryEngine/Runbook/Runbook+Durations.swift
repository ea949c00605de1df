import RecoveryModel

extension Runbook {
    /// How long it takes, as drills have measured it.
    static func durations(_ facts: RunbookFacts) -> Chapter {
        var blocks: [Block] = []
        for policy in facts.policies {
            let objectives = policy.objectives
            blocks.append(.heading("\(policy.policy.name)"))
            if let doubt = objectives.doubt {
                blocks.append(.paragraph("Nothing is known: \(doubt)."))
                continue
            }
            let rows = objectives.databases.map { database -> [RunbookText] in
                let last = database.measured
                return [
                    "\(code: database.name)", last.map { "\($0.at.shown)" } ?? "never",
                    last?.rto.map { "\(ElapsedText.of(milliseconds: $0))" } ?? "not measured",
                    last?.rpo.map { "\(ElapsedText.of(milliseconds: $0))" } ?? "not measured",
                    "\(database.standing.rawValue): \(database.reason)",
                    database.outlook,
                ]
            }
            if rows.isEmpty {
                blocks.append(.paragraph("No database of RDS is selected."))
            } else {
                blocks.append(
                    .table(
                        titles: ["Database", "Measured", "Recovery", "Data lost", "Objectives", "RTO missed"],
                        rows: rows))
            }
            for database in objectives.databases {
                guard let id = database.measured?.drill, let drill = policy.drills.last(where: { $0.drill == id })
                else {
                    continue
                }
                let phases = drill.phases.filter { !$0.phase.isDrillOnly && $0.endedAt != nil }
                blocks.append(
                    .table(
                        titles: ["Phase of \(database.name), \(drill.endedAt.day)", "Took"],
                        rows: phases.map { phase in
                            ["\(phase.phase.rawValue)", "\(ElapsedText.of(milliseconds: phase.milliseconds))"]
                        }))
            }
        }
        return Chapter("Expected durations", blocks)
    }

    /// What this runbook does not help with.
    static func uncovered(_ facts: RunbookFacts) -> Chapter {
        var points: [RunbookText] = facts.allGaps.map { "Not known: \($0)." }
        if facts.isOffline {
            points.append("It was written offline: AWS was not asked whether any of it is so.")
        }
        let databases = facts.databases()
        for (estate, database) in databases where database.entry.backups.copyTo.isEmpty {
            points.append("\(code: database.id) (\(estate.target.shown)): no copy in another region.")
        }
        if !databases.isEmpty { points.append("No copy in another account: the policies cannot ask for one.") }
        for (_, database) in databases where database.entry.secrets.isEmpty {
            points.append("\(code: database.id): the policy names no secret that applications need.")
        }
        for policy in facts.policies {
            if policy.policy.drill == nil {
                points.append("\(policy.policy.name): no drill, so nothing here is proven.")
            }
            for entry in policy.policy.selfManaged where entry.backups != nil {
                points.append(
                    "\(code: entry.database), outside RDS: a restore goes to a backup, and to no point in time between two."
                )
            }
        }
        points.append(
            "Applications, DNS, queues and caches: what they hold of the time after the recovery point is theirs.")
        return Chapter("What is not covered", [.points(points)])
    }
}

extension ObjectivesReport.Database {
    /// When growth lets the RTO be missed.
    fileprivate var outlook: RunbookText {
        guard projection != nil else { return "not known: it takes three drills at different sizes" }
        return rtoMissedAt.map { "around \($0.day)" } ?? "not at the current growth"
    }
}
