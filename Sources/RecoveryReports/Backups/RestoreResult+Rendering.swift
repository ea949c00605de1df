import JSONWriting
package import RecoveryModel

extension RestoreResult: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add(
            "database \(database) has \(backup): \(CountText.of(rows, "row")) of \(CountText.of(tables, "table")), "
                + "as they were backed up, in \(ElapsedText.of(milliseconds: milliseconds))", role: .good)
        if let replaced {
            page.add("The database that had its name is now \(replaced): drop it when nobody needs it.", indent: 2)
        }
        for remark in remarks { page.add("note: \(remark)", indent: 2, role: .unsure) }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/backup-restore/v1"), ("backup", .string(backup)), ("place", .string(place)),
            ("database", .string(database)), ("replaced", .text(replaced)), ("tables", .integer(tables)),
            ("rows", .integer(rows)), ("schemaVersion", .text(schemaVersion)), ("remarks", .list(remarks)),
            ("milliseconds", .integer(milliseconds)),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Restore\n"
        page += .header("Backup", "Database", "Rows", "Replaced")
        page += .row(
            .code(backup), .code(database), "\(CountText.number(rows))", "\(replaced ?? "")")
        for remark in remarks { page += "\nNote: \(remark)\n" }
        return page.text
    }
}
