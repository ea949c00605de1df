import JSONWriting
package import RecoveryModel

extension BackupResult: Renderable {
    package func text(_ layout: TextLayout) -> String {
        let manifest = stored.manifest
        var page = TextPage(layout)
        page.add("\(manifest.name): \(manifest.summary)", role: .good)
        page.add("in \(place), \(manifest.protection)", indent: 2)
        page.add(
            "PostgreSQL \(manifest.server.version), schema version \(manifest.schemaVersion ?? "not asked for"), LSN "
                + "\(manifest.server.lsn ?? "unknown")", indent: 2)
        page.add(stored.signature == nil ? "not signed" : "signed", indent: 2)
        for remark in remarks { page.add("note: \(remark)", indent: 2, role: .unsure) }
        page.gap()
        page.add("Next: drctl backup verify \(manifest.name) --restore --from \(place)")
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/backup/v1"), ("place", .string(place)), ("backup", .backup(stored)),
            ("remarks", .list(remarks)),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Backup\n"
        page += .header("Backup", "Taken", "Rows", "Size", "Schema version")
        let manifest = stored.manifest
        page += .row(
            .code(manifest.name), "\(manifest.takenAt.shown)", "\(CountText.number(manifest.rows))",
            "\(ByteCount(bytes: manifest.bytes).shown)", "\(manifest.schemaVersion ?? "")")
        for remark in remarks { page += "\nNote: \(remark)\n" }
        return page.text
    }
}

extension BackupManifest {
    /// What is in it, in one sentence.
    fileprivate var summary: String {
        "\(CountText.of(rows, "row")) of \(CountText.of(tables.count, "table")) in \(ByteCount(bytes: bytes).shown), "
            + "from \(ByteCount(bytes: databaseBytes).shown) in \(ElapsedText.of(milliseconds: milliseconds))"
    }

    /// What keeps others from reading it.
    fileprivate var protection: String {
        switch encryption.method {
        case .age: "encrypted by age to \(CountText.of(encryption.recipients.count, "recipient"))"
        case .kms: "encrypted by S3 with KMS key \(encryption.recipients.first ?? "")"
        }
    }
}

extension OrderedJSON {
    /// A manifest as results have it.
    static func backup(_ signed: SignedManifest) -> OrderedJSON {
        let manifest = signed.manifest
        return .object([
            ("name", .string(manifest.name)), ("database", .string(manifest.database)),
            ("takenAt", .text(manifest.takenAt)), ("milliseconds", .integer(manifest.milliseconds)),
            ("schemaVersion", .text(manifest.schemaVersion)), ("server", .string(manifest.server.version)),
            ("lsn", .text(manifest.server.lsn)), ("tables", .integer(manifest.tables.count)),
            ("rows", .integer(manifest.rows)), ("bytes", .integer(manifest.bytes)),
            ("databaseBytes", .integer(manifest.databaseBytes)),
            ("encryption", .string(manifest.encryption.method.rawValue)), ("digest", .string(signed.digest)),
            ("signedBy", .text(signed.signature?.key)),
            (
                "parts",
                .array(
                    manifest.parts.map {
                        .object([
                            ("name", .string($0.name)), ("kind", .string($0.kind.rawValue)),
                            ("bytes", .integer($0.bytes)), ("sha256", .string($0.sha256)),
                        ])
                    })
            ),
        ])
    }
}
