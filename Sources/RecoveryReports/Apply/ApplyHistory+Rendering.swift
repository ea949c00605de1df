import JSONWriting
package import RecoveryModel

extension ApplyHistory: Renderable {
    /// The numbers and applies that are shown.
    private var listed: [(number: Int, apply: PastApply)] {
        applies.enumerated().map { ($0.offset + 1, $0.element) }.filter { shown == nil || $0.number == shown }
    }

    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add(
            applies.isEmpty ? "no apply is recorded" : "\(CountText.of(applies.count, "apply", plural: "applies"))")
        for (number, apply) in listed {
            page.item(
                "\(number).", width: 4, "\(apply.at?.shown ?? apply.file) \(apply.target): \(apply.summary)", indent: 2)
            guard shown != nil else { continue }
            page.add("by \(apply.caller); the record is \(apply.file)", indent: 6, role: .faint)
            for step in apply.steps {
                page.item(step.word, role: step.role, width: 13, "\(step.change)", indent: 6)
                if let reason = step.reason { page.add("\(reason)", indent: 19) }
            }
        }
        if shown == nil, !applies.isEmpty {
            page.point(
                "\("drctl apply show NUMBER", .strong) lists the steps; with --output json, every document before and after"
            )
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/apply-history/v1"),
            ("applies", .array(listed.map { $0.apply.orderedJSON(number: $0.number, isWhole: shown != nil) })),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Applies\n"
        page += .header("No", "When", "Target", "By", "What became of it")
        for (number, apply) in listed {
            page += .row(
                "\(number)", "\(apply.at?.shown ?? apply.file)", "\(apply.target)", .code(apply.caller),
                "\(apply.summary)")
        }
        guard shown != nil, let apply = listed.first?.apply else { return page.text }
        page += "\n"
        page += .header("Step", "Outcome", "Change", "Why")
        for step in apply.steps {
            page += .row("\(step.number)", "\(step.word)", "\(step.change)", "\(step.reason ?? "")")
        }
        return page.text
    }
}

extension PastApply {
    fileprivate var target: String { [policy, account, region].filter { !$0.isEmpty }.joined(separator: " · ") }

    fileprivate func orderedJSON(number: Int, isWhole: Bool) -> OrderedJSON {
        var members: [OrderedJSON.Member] = [
            ("number", .integer(number)), ("at", .text(at)), ("policy", .string(policy)),
            ("account", .string(account)), ("region", .string(region)), ("caller", .string(caller)),
            ("planned", .integer(planned)), ("done", .integer(count("done"))), ("failed", .integer(count("failed"))),
            ("open", .integer(count(nil))), ("file", .string(file)), ("problem", .text(problem)),
        ]
        if isWhole { members.append(("steps", .array(steps.map(\.orderedJSON)))) }
        return .object(members)
    }
}

extension PastApply.Step {
    /// For people.
    fileprivate var word: String { outcome ?? "no end" }

    fileprivate var role: TextRole {
        switch outcome {
        case "done": .good
        case "failed": .bad
        default: .unsure
        }
    }

    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("number", .integer(number)), ("change", .string(change)), ("begunAt", .text(begunAt)),
            ("outcome", .text(outcome)), ("reason", .text(reason)), ("call", call?.orderedJSON ?? .null),
        ])
    }
}
