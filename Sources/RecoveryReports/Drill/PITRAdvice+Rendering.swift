import JSONWriting
package import RecoveryModel

extension PITRAdvice: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(headline, target == nil && snapshot == nil ? .bad : .good)", hang: 2)
        page.add("\(window.instance), \(now.shown)", role: .faint)
        for (number, step) in steps.enumerated() {
            page.heading("\(number + 1). \(step.question)")
            page.add("\(step.answer)", indent: 3)
            for command in step.commands { page.command(command, indent: 3) }
        }
        return page.text
    }

    private var headline: String {
        if let target { return "RESTORE TO \(target.shown)" }
        return snapshot.map { "RESTORE SNAPSHOT \($0)" } ?? "NO RECOVERY POINT"
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/pitr-advice/v1"), ("instance", .string(window.instance)), ("now", .text(now)),
            ("restoreTo", .text(target)), ("snapshot", .text(snapshot)),
            ("earliestRestorable", .text(window.earliest)), ("latestRestorable", .text(window.latest)),
            ("retentionDays", .integer(window.retentionDays)),
            (
                "steps",
                .array(
                    steps.map {
                        .object([
                            ("question", .string($0.question)), ("answer", .string($0.answer)),
                            ("commands", .list($0.commands)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# \(headline)\n"
        for step in steps {
            page += .heading(2, "\(step.question)")
            page += "\n\(step.answer).\n"
            for command in step.commands { page += "\n\(.code(command))\n" }
        }
        return page.text
    }
}

extension RestorableWindows: Renderable {
    private var sentence: String {
        let open = entries.count - closed.count - failed.count
        return "\(open) of \(CountText.of(entries.count, "database")) can be restored to a point in time"
    }

    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(sentence)", role: closed.isEmpty && failed.isEmpty ? .good : .bad)
        for entry in entries { page.point("\(entry.sentence) (\(entry.target.shown, .faint))") }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/pitr-windows/v1"),
            (
                "databases",
                .array(
                    entries.map { entry in
                        let window: RestorableWindow? =
                            if case .known(let window) = entry.outcome { window } else { nil }
                        let failure: RunFailure? = if case .failed(let failure) = entry.outcome { failure } else { nil }
                        return .object([
                            ("policy", .string(entry.target.policy)), ("account", .text(entry.target.account)),
                            ("region", .text(entry.target.region)), ("database", .text(entry.database)),
                            ("earliest", .text(window?.earliest)), ("latest", .text(window?.latest)),
                            ("retentionDays", window.map { .integer($0.retentionDays) } ?? .null),
                            ("restorable", window.map { .bool($0.isOpen) } ?? .null), ("failure", .text(failure)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# \(sentence)\n\n"
        for entry in entries { page += "- \(entry.sentence) (\(entry.target.shown))\n" }
        return page.text
    }
}

extension RestorableWindows.Entry {
    fileprivate var sentence: String {
        switch outcome {
        case .known(let window): "\(window.sentence); retention \(CountText.of(window.retentionDays, "day"))"
        case .failed(let failure): "\(database ?? "its databases"): could not be read: \(failure)"
        }
    }
}

extension RestorableWindow: Renderable {
    fileprivate var sentence: String {
        guard retentionDays > 0, let latest else { return absence }
        return
            "\(instance) can be restored to any time \(earliest.map { "from \($0.shown) " } ?? "")up to \(latest.shown)"
    }

    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(sentence); retention \(CountText.of(retentionDays, "day"))", hang: 2)
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/pitr-window/v1"), ("instance", .string(instance)), ("earliest", .text(earliest)),
            ("latest", .text(latest)), ("retentionDays", .integer(retentionDays)),
        ]).document
    }

    package var markdown: String {
        let page: Markdown = "\(sentence); retention \(CountText.of(retentionDays, "day")).\n"
        return page.text
    }
}
