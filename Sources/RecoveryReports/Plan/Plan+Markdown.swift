import RecoveryModel

extension Plan {
    func writeMarkdown(level: Int, to output: inout ReportOutput) {
        if !steps.isEmpty {
            output.write(markdown: .heading(level, "Changes, resource by resource"))
            output.write(markdown: "\n\(Self.legend). \(Self.order)\n")
            for block in blocks { output.write(block.markdown(at: at), orShort: block.shortMarkdown) }
        }
        output.writeViolations(unfixable, level: level)
        output.writeUnknown(unknown, level: level)
        if let cost, !steps.isEmpty { output.write(markdown: "\n**Cost of these changes a month**: \(cost.shown)\n") }
        output.write(orphans, level: level)
    }
}

extension PlanBlock {
    /// So many lines are shown without being asked for.
    private static let openLines = 14

    /// The block; folded when it is long.
    fileprivate func markdown(at instant: Instant) -> Markdown {
        let parts = steps.map { $0.step.markdown(number: $0.number, at: instant) }
        let list = Markdown(stringLiteral: parts.map(\.text.text).joined())
        guard parts.reduce(0, { $0 + $1.lines }) > Self.openLines else { return "\n\(heading)\n\n\(list)" }
        return "\n<details><summary>\(summary)</summary>\n\n\(list)\n</details>\n"
    }

    /// The same where there is no room for it.
    fileprivate var shortMarkdown: Markdown { "\n\(heading)\n" }

    private var heading: Markdown {
        let title = title
        return "**\(.code(sign)) \(title.kind)** \(.code(title.name))\(title.remark), \(numbers)"
    }

    private var numbers: String {
        (steps.count == 1 ? "step " : "steps ") + steps.map { "\($0.number)" }.joined(separator: ", ")
    }

    /// Inside of a tag nothing but HTML is read.
    private var summary: Markdown {
        let title = title
        let html: HTML =
            "<b><code>\(sign)</code> \(title.kind)</b> <code>\(title.name)</code>\(title.remark), \(numbers)"
        return Markdown(stringLiteral: html.text.replacing("|", with: "&#124;"))
    }
}

extension Step {
    /// An item of a list, with the number of its lines.
    fileprivate func markdown(number: Int, at instant: Instant) -> (text: Markdown, lines: Int) {
        var items: [Markdown] = ["- **\(number)** \(facts.summary)\n"]
        for line in lines {
            let indent: Markdown = line.sign.isEmpty ? "    " : "  "
            let sign: Markdown = line.sign.isEmpty ? "" : "\(.code(line.sign)) "
            items.append("\(indent)- \(sign)\(line.name)\(line.value.isEmpty ? "" : ": ")\(line.value)\n")
        }
        for (label, _, text) in notes(at: instant) { items.append("  - **\(label)**: \(text)\n") }
        for reason in reasons {
            items.append(
                "  - because \(reason.title) (\(.code(reason.control))): required \(reason.required), observed \(reason.observed)\n"
            )
        }
        return (Markdown(stringLiteral: items.map(\.text).joined()), items.count)
    }
}
