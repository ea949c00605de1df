import JSONWriting
import RecoveryModel

extension BaselineComparison {
    /// Such as `2 new, 1 fixed, 4 unchanged since 2026-11-22T05:10:00Z`.
    var sentence: String {
        let counts = [
            (new.count, "new"), (fixed.count, "fixed"), (unchanged.count, "unchanged"),
            (dropped.count, "no longer asked for"), (notJudged.count, "not judged now"),
        ]
        return counts.enumerated().filter { $0.offset < 3 || $0.element.0 > 0 }
            .map { "\(CountText.number($0.element.0)) \($0.element.1)" }.joined(separator: ", ") + " since \(since)"
    }

    /// What is listed, with the word that says why; what is unchanged is listed where the findings are.
    fileprivate var listed: [(word: String, role: TextRole, items: [Item])] {
        [
            ("new", .bad, new), ("fixed", .good, fixed), ("dropped", .unsure, dropped),
            ("not judged", .unsure, notJudged),
        ]
    }

    var orderedJSON: OrderedJSON {
        .object([
            ("since", .string(since)), ("new", .items(new)), ("fixed", .items(fixed)), ("unchanged", .items(unchanged)),
            ("dropped", .items(dropped)), ("notJudged", .items(notJudged)),
        ])
    }
}

extension BaselineComparison.Item {
    /// Such as `met → violated`.
    fileprivate var change: String { "\(was ?? "absent") → \(now ?? "absent")" }
}

extension OrderedJSON {
    fileprivate static func items(_ items: [BaselineComparison.Item]) -> OrderedJSON {
        .generated(count: items.count) { index in
            let item = items[index]
            return .object([
                ("id", .string(item.id)), ("control", .string(item.control)), ("resource", .string(item.resource)),
                ("severity", .string(item.severity.rawValue)), ("was", .text(item.was)), ("now", .text(item.now)),
            ])
        }
    }
}

extension TextPage {
    /// What has changed since an earlier audit.
    mutating func baseline(_ comparison: BaselineComparison?) {
        guard let comparison else { return }
        heading("Since the baseline: \(comparison.sentence)")
        for (word, role, items) in comparison.listed {
            for item in items {
                self.item(
                    word, role: role, width: 12,
                    "\(item.severity.rawValue) \(item.title): \(item.resource) (\(item.control, .faint), \(item.target.shown, .faint)): \(item.change)",
                    indent: 2)
            }
        }
    }
}

extension ReportOutput {
    /// What has changed since an earlier audit.
    mutating func write(baseline comparison: BaselineComparison?) {
        guard let comparison else { return }
        write(markdown: .heading(2, "Since the baseline"))
        write(markdown: "\n\(comparison.sentence).\n")
        guard comparison.listed.contains(where: { !$0.items.isEmpty }) else { return }
        write(markdown: .header("Change", "Severity", "Control", "Resource", "Target", "Verdict"))
        for (word, _, items) in comparison.listed {
            for item in items {
                write(
                    markdown: .row(
                        "\(word)", "\(item.severity.rawValue)", "\(item.title)<br>\(.code(item.control))",
                        .code(item.resource), "\(item.target.shown)", "\(item.change)"))
            }
        }
    }
}

extension HTML {
    /// What has changed since an earlier audit.
    static func baseline(_ comparison: BaselineComparison?) -> HTML {
        guard let comparison else { return "" }
        let rows = comparison.listed.flatMap { word, _, items in
            items.map { item -> HTML in
                """
                <tr><td data-label="Change">\(word)</td><td data-label="Severity">\(item.severity.rawValue)</td>\
                <td data-label="Requirement">\(item.title)<br>\(.code(item.control))</td>\
                <td data-label="Resource">\(.code(item.resource))<br><span class="faint">\(item.target.shown)</span></td>\
                <td data-label="Verdict">\(item.change)</td></tr>

                """
            }
        }
        return """
            <section>
            <h2>Since the baseline</h2>
            <p>\(comparison.sentence).</p>
            \(HTML.table(["Change", "Severity", "Requirement", "Resource", "Verdict"], rows))
            </section>
            """
    }
}
