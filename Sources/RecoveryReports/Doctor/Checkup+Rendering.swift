import JSONWriting
package import RecoveryModel

extension Checkup: Renderable {
    private var verdict: String { isReady ? "READY" : "NOT READY" }

    private var sentence: String {
        guard !isReady else { return "everything that drctl needs is there" }
        let unchecked = count(.unknown)
        let rest = unchecked == 0 ? "" : ", \(CountText.of(unchecked, "check")) not made"
        return CountText.of(count(.missing), "problem") + rest
    }

    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(verdict, isReady ? .good : .bad): \(sentence)", hang: 2)
        for item in items {
            page.item(
                item.status.word, role: item.status.role, width: 13, "\(item.name): \(item.text)", indent: 2)
            if let fix = item.fix { page.item("fix:", width: 5, "\(fix)", indent: 15) }
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/doctor/v1"), ("ready", .bool(isReady)),
            (
                "checks",
                .array(
                    items.map {
                        .object([
                            ("name", .string($0.name)), ("status", .string($0.status.rawValue)),
                            ("text", .string($0.text)), ("fix", .text($0.fix)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# \(verdict): \(sentence)\n"
        page += .header("Check", "Status", "Found", "Fix")
        for item in items {
            page += .row("\(item.name)", "\(item.status.word)", "\(item.text)", item.fix.map { "\($0)" } ?? "")
        }
        return page.text
    }
}

extension Checkup.Status {
    fileprivate var word: String {
        switch self {
        case .ok: "ok"
        case .missing: "MISSING"
        case .unknown: "not checked"
        case .note: "note"
        }
    }

    fileprivate var role: TextRole {
        switch self {
        case .ok: .good
        case .missing: .bad
        case .unknown: .unsure
        case .note: .faint
        }
    }
}
