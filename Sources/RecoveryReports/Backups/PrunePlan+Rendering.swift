import JSONWriting
package import RecoveryModel

extension PrunePlan: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        let count = removed.count + leftovers.count
        if isDone {
            page.add("\(CountText.of(count - failures.count, "backup")) deleted, \(kept.count) kept", role: .strong)
        } else if count == 0 {
            page.add("nothing to delete: \(CountText.of(kept.count, "backup")) kept", role: .strong)
        } else {
            page.add(
                "\(CountText.of(count, "backup")) would be deleted, \(kept.count) kept; nothing was changed",
                role: .strong)
        }
        for failure in failures { page.item("failed", role: .bad, width: 8, "\(failure)", indent: 0) }
        for name in removed { page.item("delete", role: .unsure, width: 8, "\(name)", indent: 0) }
        for name in leftovers { page.item("delete", role: .unsure, width: 8, "\(name): never finished", indent: 0) }
        for backup in kept {
            page.item(
                "keep", role: .good, width: 8, "\(backup.name): \(backup.reasons.joined(separator: ", "))", indent: 0)
        }
        if !isDone, count > 0 {
            page.gap()
            page.add("Next: the same command with --yes")
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/backup-prune/v1"), ("place", .string(place)), ("done", .bool(isDone)),
            (
                "kept",
                .array(kept.map { .object([("name", .string($0.name)), ("reasons", .list($0.reasons))]) })
            ),
            ("removed", .list(removed)), ("leftovers", .list(leftovers)), ("failures", .list(failures)),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Pruned backups\n"
        page += .header("Backup", "Decision", "Reasons")
        for name in removed + leftovers { page += .row(.code(name), "delete", "") }
        for backup in kept { page += .row(.code(backup.name), "keep", "\(backup.reasons.joined(separator: ", "))") }
        return page.text
    }
}
