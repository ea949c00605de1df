import JSONWriting
package import RecoveryModel

extension SecretsRestorePlan: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        let written = entries.count(where: \.writes)
        if isDone {
            page.add(
                "\(written - failures.count) of \(CountText.of(written, "value")) written to \(place)", role: .strong)
        } else if written == 0 {
            page.add("nothing to write: \(place) has every exported value", role: .strong)
        } else {
            page.add(
                "\(CountText.of(written, "value")) would be written to \(place); nothing was changed", role: .strong)
        }
        if let exportedAt { page.add("exported \(exportedAt.shown)", role: .faint) }
        for entry in entries {
            let (word, role) = entry.word
            page.item(word, role: role, width: 9, "\(entry.name)", indent: 2)
            if let failure = entry.failure { page.add("\(failure)", indent: 11) }
        }
        if !isDone, written > 0 {
            page.gap()
            page.add("Next: the same command with --yes")
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/secrets-restore/v1"), ("place", .string(place)), ("exportedAt", .text(exportedAt)),
            ("done", .bool(isDone)),
            (
                "secrets",
                .array(
                    entries.map {
                        .object([
                            ("name", .string($0.name)), ("change", .string($0.change.rawValue)),
                            ("failure", .text($0.failure)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Restored secrets\n"
        page += .header("Secret", "Change", "Failure")
        for entry in entries { page += .row(.code(entry.name), "\(entry.change.rawValue)", "\(entry.failure ?? "")") }
        return page.text
    }
}

extension SecretsRestorePlan.Entry {
    fileprivate var word: (String, TextRole) {
        if failure != nil { return ("failed", .bad) }
        return switch change {
        case .added: ("add", .unsure)
        case .changed: ("change", .unsure)
        case .undeleted: ("undelete", .unsure)
        case .filled: ("fill", .unsure)
        case .same: ("same", .good)
        case .kept: ("keep", .good)
        }
    }
}

extension SecretsExport: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        let noun = form == .json ? "secret" : "variable"
        page.add(
            "\(CountText.of(names.count, noun)) exported to \(file), encrypted for \(CountText.of(recipients, "recipient"))",
            role: .strong)
        for name in names { page.point("\(name)") }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/secrets-export/v1"), ("file", .string(file)), ("form", .string(form.rawValue)),
            ("names", .list(names)), ("recipients", .integer(recipients)),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Exported secrets\n"
        page += .header("Name")
        for name in names { page += .row(.code(name)) }
        return page.text
    }
}
