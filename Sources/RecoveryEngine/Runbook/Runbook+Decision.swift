import AWSNames
import RecoveryModel

extension Runbook {
    /// What has happened, and where to go on.
    static func decision(_ facts: RunbookFacts) -> Chapter {
        var blocks: [Block] = [
            .steps([
                Step(
                    """
                    Is the database there and answering? If the console shows it as available and applications reach it, go to \
                    question 3.
                    """),
                Step(
                    """
                    It is not there, or in a status that it does not leave (`failed`, `incompatible-…`, `restore-error`, \
                    `stopped`): go to “A database is lost”. With Multi-AZ, RDS replaces a lost host or zone by itself within \
                    minutes: wait for the event first.
                    """),
                Step(
                    """
                    It is there, and its data is wrong: deleted, overwritten, encrypted by somebody. Stop what writes. Note the \
                    time at which the damage began, then go to “Data is damaged”.
                    """),
                Step("Nothing in the region answers, and AWS's health page says so: go to “The region is lost”."),
                Step("Nobody can enter the account, or somebody else has: go to “The account is lost”."),
                Step("The database is `inaccessible-encryption-credentials`: go to “A key is lost”."),
                Step("Applications cannot log in, and the database works: go to “A secret is lost”."),
                Step("An alarm has come and nothing of this is so: go to “Alarms”."),
            ])
        ]
        let rows = facts.databases().map { estate, database -> [RunbookText] in
            [
                "\(code: database.id)", "\(estate.target.account), \(estate.target.region)", database.windowText,
                database.backupsText,
            ]
        }
        if rows.isEmpty {
            blocks.append(.paragraph("The policies select no database of RDS."))
        } else {
            blocks.append(.heading("The databases"))
            blocks.append(.table(titles: ["Database", "Where", "Restorable", "Backups"], rows: rows))
            blocks.append(
                .paragraph(
                    """
                    The windows are those of \(facts.at.shown). They move: `drctl pitr window` shows them as they are now.
                    """))
        }
        return Chapter("What has happened?", blocks)
    }

    /// How backups are made, and how to make one before something dangerous.
    static func backups(_ facts: RunbookFacts) -> Chapter {
        var blocks: [Block] = []
        for (estate, database) in facts.databases() {
            let instance = database.kind == .instance
            let (noun, id) = instance ? ("db", "db-instance-identifier") : ("db-cluster", "db-cluster-identifier")
            let snapshot = instance ? "db-snapshot" : "db-cluster-snapshot"
            let name = "\(database.id)-before-change"
            blocks += [
                .heading("\(code: database.id) (\(estate.target.shown))"), .paragraph(database.backupsText),
                .steps([
                    Step("What can be restored now:", estate.drctl("pitr window", database)),
                    Step(
                        """
                        Before a change that cannot be undone, take a snapshot. It stays until somebody deletes it; choose a name \
                        that says why:
                        """,
                        estate.aws(
                            "rds create-\(noun)-snapshot --\(id) \(database.id) --\(snapshot)-identifier \(name)"),
                        estate.aws("rds wait \(snapshot)-available --\(snapshot)-identifier \(name)")),
                    Step("Whether backups are as the policy requires:", estate.drctl("audit")),
                ]),
            ]
        }
        return Chapter("Backups in RDS", blocks)
    }
}

extension RunbookFacts.Database {
    /// What can be restored, or why nobody knows.
    var windowText: RunbookText {
        switch source {
        case .unavailable(let failure): return "unknown: \(failure.reason)"
        case .known(let source):
            let window = RestorableWindow(of: source)
            guard window.isOpen, let latest = window.latest else {
                if let unread { return "unknown: \(unread)" }
                return origin == .live ? "\(window.absence)" : "not known while the database is not there"
            }
            let from = window.earliest.map { "from \($0.shown) " } ?? ""
            return "\(from)to \(latest.shown)"
        }
    }

    /// What the policy requires and what is there.
    var backupsText: RunbookText {
        let required = [
            entry.backups.window.map { "daily, \($0) UTC" }, entry.backups.retention.map { "kept for \($0)" },
            entry.backups.monthlyKeep.map { "\($0) monthly recovery points" },
            entry.backups.copyTo.isEmpty
                ? nil : "copied to \(CountText.list(entry.backups.copyTo.map(\.rawValue)))",
        ].compactMap(\.self)
        let days = source.value?.backupRetentionDays
        let found = days.map { " Found: kept for \(CountText.of($0, "day"))." } ?? ""
        return "Required: \(required.isEmpty ? "nothing" : required.joined(separator: ", ")).\(found)"
    }
}
