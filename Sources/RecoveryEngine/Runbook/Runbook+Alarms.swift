import RecoveryModel

extension Runbook {
    /// A section for each alarm.
    static func alarms(_ facts: RunbookFacts) -> Chapter {
        var blocks: [Block] = []
        let operators = facts.policies.flatMap(\.policy.contacts).filter { $0.part == .operates }.map(\.name)
        for estate in facts.estates {
            let who = operators.isEmpty ? facts.policy(of: estate)?.owner : CountText.list(operators)
            for alarm in estate.alarms {
                blocks += [
                    .heading("Alarm \(code: alarm.name)"),
                    .paragraph("\(alarm.summary) For: \(who ?? "the policy names nobody")."),
                    .steps(
                        [
                            Step(
                                "Since when, and why:",
                                estate.aws(
                                    "cloudwatch describe-alarm-history --alarm-name \(ShellCommand.quoted(alarm.name)) "
                                        + "--history-item-type StateUpdate --max-items 5"))
                        ] + firstSteps(alarm, estate)),
                ]
            }
            if estate.target.policy == facts.policies.first(where: { $0.policy.notifications != nil })?.policy.name,
                !estate.databases.isEmpty
            {
                blocks += events(estate)
            }
        }
        if blocks.isEmpty, !facts.estates.isEmpty {
            blocks = [
                .paragraph(
                    "The policies ask for no alarm: nobody is notified when a backup fails. Add `notifications`.")
            ]
        }
        return Chapter("Alarms", blocks)
    }

    /// The second and the third command for what an alarm watches.
    private static func firstSteps(_ alarm: AlarmState, _ estate: RunbookFacts.Estate) -> [Step] {
        let database = estate.databases.first { alarm.dimensions.values.contains($0.id) }
        let id = database?.id ?? "DATABASE"
        let type = database?.kind == .cluster ? "db-cluster" : "db-instance"
        switch alarm.metric {
        case "Heartbeat":
            let job = alarm.dimensions["Job"] ?? "job"
            return [
                Step(
                    "Run the \(job) manually: the error is the reason, unless the schedule did not start it:",
                    estate.drctl(job == "backup" ? "backup create" : job, nil, "--publish-metrics")),
                Step("Whether the machine that runs it still may:", estate.drctl("doctor")),
            ]
        case "RecoveryPointAge":
            return [
                Step("What can be restored now:", estate.drctl("pitr window", database)),
                Step(
                    "What RDS says of its backups:",
                    estate.aws(
                        "rds describe-events --source-type \(type) --source-identifier \(id) --duration 1440")),
            ]
        case "DrillAge":
            return [
                Step("How the last drills ended:", estate.drctl("drill history")),
                Step("Drill now:", estate.drctl("drill run", database)),
            ]
        case "FreeStorageSpace":
            return [
                Step(
                    "What uses it:",
                    "psql --command \"select datname, pg_size_pretty(pg_database_size(oid)) from pg_database\""),
                Step(
                    "Give it room, which cannot be taken back; GIB is at least a tenth more than now:",
                    estate.aws(
                        "rds modify-db-instance --db-instance-identifier \(id) --allocated-storage GIB --apply-immediately"
                    )),
            ]
        // Metrics are words of CloudWatch, and other families may add alarms of their own.
        default:
            return [
                Step("What the audit says of it:", estate.drctl("audit")),
                Step("Whether everything that drctl needs is there:", estate.drctl("doctor")),
            ]
        }
    }

    private static func events(_ estate: RunbookFacts.Estate) -> [Block] {
        [
            .heading("Events of RDS"),
            .paragraph(
                """
                RDS reports failures, failovers, deletions and low storage of the databases to the same topic, and may lose some. \
                An event of a deletion that nobody announced is “A database is lost”.
                """),
            .steps([
                Step("The events of the last day:", estate.aws("rds describe-events --duration 1440")),
                Step("Who did it:", estate.drctl("drift")),
                Step("What can be restored:", estate.drctl("pitr window", nil, "--all")),
            ]),
        ]
    }
}
