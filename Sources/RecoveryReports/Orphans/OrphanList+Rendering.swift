import JSONWriting
import RecoveryModel

extension Orphan {
    /// What to do about it.
    fileprivate var instruction: String {
        switch removal {
        case .prune: "`drctl apply --prune` removes it"
        case .manual(let text): text
        }
    }
}

extension TextPage {
    /// What drctl created and the policy does not ask for any more.
    mutating func orphans(_ list: OrphanList?) {
        guard let list, !list.isEmpty else { return }
        heading("Orphans: created by drctl, not in the policy any more")
        for orphan in list.orphans {
            add("\(orphan.shown) (\(orphan.proof, .faint))", indent: 2, hang: 4)
            add("\(orphan.instruction)", indent: 4)
        }
        for failure in list.unseen {
            add("not all could be checked: \(failure.operation, .unsure): \(failure.reason)", indent: 2, hang: 4)
        }
    }
}

extension ReportOutput {
    /// What drctl created and the policy does not ask for any more.
    mutating func write(_ list: OrphanList?, level: Int) {
        guard let list, !list.isEmpty else { return }
        write(markdown: .heading(level, "Orphans"))
        write(markdown: "\nCreated by drctl, not in the policy any more. They violate nothing.\n")
        if !list.orphans.isEmpty { write(markdown: .header("Orphan", "By", "What to do")) }
        for orphan in list.orphans {
            write(markdown: .row("\(orphan.kind.name) \(.code(orphan.name))", "\(orphan.proof)", .instruction(orphan)))
        }
        if !list.unseen.isEmpty { write(markdown: "\n") }
        for failure in list.unseen {
            write(markdown: "- Not all could be checked: \(.code(failure.operation)): \(failure.reason)\n")
        }
    }
}

extension OrphanList {
    /// The same on a page, without a heading; nothing when there is nothing to say.
    var html: HTML {
        guard !isEmpty else { return "" }
        let rows = orphans.map { orphan -> HTML in
            """
            <tr><td data-label="Orphan">\(orphan.kind.name) \(.code(orphan.name))</td><td data-label="By">\(orphan.proof)</td>\
            <td data-label="What to do">\(HTML.instruction(orphan))</td></tr>

            """
        }
        let failures = unseen.map { failure -> HTML in
            "<p>Not all could be checked: \(.code(failure.operation)): \(failure.reason)</p>\n"
        }
        return """
            <p>Created by drctl, not in the policy any more. They violate nothing.</p>
            \(HTML.table(["Orphan", "By", "What to do"], rows))
            \(.all(failures))
            """
    }
}

extension HTML {
    fileprivate static func instruction(_ orphan: Orphan) -> HTML {
        switch orphan.removal {
        case .prune: "\(.code("drctl apply --prune")) removes it"
        case .manual(let text): "\(text)"
        }
    }
}

extension Markdown {
    fileprivate static func instruction(_ orphan: Orphan) -> Markdown {
        switch orphan.removal {
        case .prune: "\(.code("drctl apply --prune")) removes it"
        case .manual(let text): "\(text)"
        }
    }
}

extension OrphanList? {
    /// Null when nobody looked.
    var orderedJSON: OrderedJSON {
        guard let self else { return .null }
        return .object([
            ("found", .array(self.orphans.map(\.orderedJSON))),
            (
                "unseen",
                .array(
                    self.unseen.map {
                        .object([("operation", .string($0.operation)), ("reason", .string($0.reason))])
                    })
            ),
        ])
    }
}

extension Orphan {
    fileprivate var orderedJSON: OrderedJSON {
        let instruction: String? = if case .manual(let text) = removal { text } else { nil }
        return .object([
            ("kind", .string(kind.rawValue)), ("name", .string(name)), ("arn", .text(arn)), ("proof", .string(proof)),
            ("prunable", .bool(change != nil)), ("instruction", .text(instruction)),
        ])
    }
}
