import RecoveryModel

extension RiskRule {
    // What `DamageJudge` finds by figures; the catalog says nothing about these.

    static let rowCounts = RiskRule(
        title: "rows of tables", expected: "as many as earlier drills let expect",
        meaning: "a table has lost or gained rows in a way that it has not before, and the backup has it that way too",
        cure: "find out what wrote it, and restore an earlier recovery point if that was no intention")

    static let columnContents = RiskRule(
        title: "contents of columns", expected: "filled and varied as before",
        meaning: "a column was emptied or overwritten with one value, which no count of rows shows",
        cure: "find out what wrote it, and restore an earlier recovery point if that was no intention")

    static let noise = RiskRule(
        title: "text that became noise", expected: "text as before",
        meaning:
            "the characters of a column are spread as in encrypted data: what ransomware does to a database that goes "
            + "on counting right",
        cure: "compare with an earlier recovery point, and keep all of them until this is explained")

    static let newestRow = RiskRule(
        title: "age of the newest row", expected: "no older than in earlier drills",
        meaning: "nothing was written for longer than usual: the writers stand still, or write elsewhere",
        cure: "look at the writers, and that `drill.freshness` asks the right table")

    static let schemaVersion = RiskRule(
        title: "schema version and earlier drills", expected: "no older than in earlier drills",
        meaning: "the schema went back although the data is newer: a migration was undone, or this is another database",
        cure: "find out who undid the migration")
}
