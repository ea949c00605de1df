import JSONWriting
package import RecoveryModel

extension BackupListing: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        if backups.isEmpty { page.add("no backup found in \(place)") }
        for backup in backups {
            page.item(backup.word, role: backup.role, width: 12, "\(backup.name): \(backup.summary)", indent: 0)
        }
        for name in unfinished {
            page.item(
                "unfinished", role: .unsure, width: 12, "\(name): being made, or its process was killed", indent: 0)
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/backup-list/v1"), ("place", .string(place)),
            ("backups", .array(backups.map(\.ordered))), ("unfinished", .list(unfinished)),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Backups\n"
        page += .header("Backup", "State", "What")
        for backup in backups { page += .row(.code(backup.name), "\(backup.word)", "\(backup.summary)") }
        for name in unfinished { page += .row(.code(name), "unfinished", "") }
        return page.text
    }
}

extension StoredBackup {
    fileprivate var word: String {
        guard damage == nil else { return "damaged" }
        return verifications.map(\.depth).max().map { $0 == .restore ? "restored" : "verified" } ?? "unverified"
    }

    fileprivate var role: TextRole {
        switch word {
        case "damaged": .bad
        case "restored", "verified": .good
        default: .unsure
        }
    }

    fileprivate var summary: String {
        guard let manifest = manifest?.manifest else { return damage ?? "" }
        var text =
            "\(manifest.takenAt.shown), \(CountText.of(manifest.rows, "row")), \(ByteCount(bytes: manifest.bytes).shown)"
        if let version = manifest.schemaVersion { text += ", schema version \(version)" }
        if let last = verifications.last { text += ", verified (\(last.depth.rawValue)) \(last.at.shown)" }
        return isHeld ? text + ", held" : text
    }

    fileprivate var ordered: OrderedJSON {
        .object([
            ("name", .string(name)), ("state", .string(word)), ("damage", .text(damage)), ("held", .bool(isHeld)),
            (
                "verifications",
                .array(
                    verifications.map {
                        .object([("at", .text($0.at)), ("depth", .string($0.depth.rawValue))])
                    })
            ),
            ("backup", manifest.map(OrderedJSON.backup) ?? .null),
        ])
    }
}
