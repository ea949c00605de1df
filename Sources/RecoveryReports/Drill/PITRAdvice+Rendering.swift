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
            for command in step.commands { page.add("$ \(command)", indent: 3, hang: 7, role: .strong) }
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

extension RestorableWindow: Renderable {
    private var sentence: String {
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
