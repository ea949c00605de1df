import JSONWriting
package import RecoveryModel

extension DrillSeries: Renderable {
    /// What the series comes to, for people: the word, its colour, and a sentence.
    private var headline: (word: String, role: TextRole, sentence: String) {
        let (due, records) = (due, records)
        guard !due.isEmpty else {
            return ("NOTHING DUE", .good, "\(CountText.of(entries.count, "database")), none of them due")
        }
        let verified = records.count { $0.verdict == .verified }
        let planned = records.count { $0.verdict == .planned }
        let done = planned > 0 ? "\(planned) of \(due.count) could be drilled" : "\(verified) of \(due.count) verified"
        let worst = due.first { $0.exitCode == exitCode }.map(\.word) ?? ("FAILED", .bad)
        return (worst.0, worst.1, done)
    }

    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        let (word, role, sentence) = headline
        page.add("\(word, role): \(sentence)", hang: 2)
        let took = ElapsedText.of(milliseconds: endedAt.milliseconds - startedAt.milliseconds)
        page.add("\(id), \(startedAt.shown), took \(took)", role: .faint)
        for entry in entries {
            page.item(entry.word.0, role: entry.word.1, width: 17, "\(entry.name): \(entry.detail)", indent: 2)
            if let hint = entry.hint { page.add("hint: \(hint)", indent: 19, role: .faint) }
        }
        for problem in problems { page.point("\(problem)") }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/drill-series/v1"), ("series", .string(id)), ("startedAt", .text(startedAt)),
            ("endedAt", .text(endedAt)), ("exitCode", .integer(Int(exitCode))),
            (
                "counts",
                .object([
                    ("databases", .integer(entries.count)), ("due", .integer(due.count)),
                    ("verified", .integer(records.count { $0.verdict == .verified })),
                ])
            ),
            ("databases", .array(entries.map(\.orderedJSON))), ("problems", .list(problems)),
        ]).document
    }

    package var markdown: String {
        let (word, _, sentence) = headline
        var page: Markdown = "# \(word): \(sentence)\n\n"
        page += "\(.code(id)), \(startedAt.shown).\n"
        page += .header("Verdict", "Database", "Place", "RTO", "RPO", "Detail")
        for entry in entries {
            let measured = entry.record?.objectives
            let detail = [entry.detail, entry.hint].compactMap { $0 }.joined(separator: "; ")
            page += .row(
                "\(entry.word.0)", .code(entry.candidate.database ?? "-"), "\(entry.candidate.target.shown)",
                "\(Self.measured(measured?.rtoVerified))", "\(Self.measured(measured?.rpoRealised))", "\(detail)")
        }
        for problem in problems { page += "\n- \(problem)\n" }
        return page.text
    }

    fileprivate static func measured(_ milliseconds: Int?) -> String {
        milliseconds.map { ElapsedText.of(milliseconds: $0) } ?? "-"
    }
}

extension DrillSeries.Entry {
    fileprivate var record: DrillRecord? { if case .drilled(let record) = outcome { record } else { nil } }

    /// For people, in capitals, with its colour.
    fileprivate var word: (String, TextRole) {
        switch outcome {
        case .drilled(let record): (record.verdict.word, record.verdict.role)
        case .failed(_, let code):
            code == DrillVerdict.interrupted.exitCode ? ("INTERRUPTED", .unsure) : ("FAILED", .bad)
        case .current: ("NOT DUE", .good)
        case .waived: ("WAIVED", .unsure)
        }
    }

    fileprivate var name: String {
        "\(candidate.database ?? "its databases") (\(candidate.target.shown))"
    }

    /// What is known of it, in one line.
    fileprivate var detail: String {
        switch outcome {
        case .drilled(let record):
            let measured = record.objectives
            return
                "\(record.summary); RTO \(DrillSeries.measured(measured.rtoVerified)), RPO \(DrillSeries.measured(measured.rpoRealised))"
        case .failed(let failure, _): return failure.description
        case .current(let until):
            let proven = candidate.proven.map { "verified \($0.shown)" } ?? "verified"
            return until.map { "\(proven), due \($0.shown)" } ?? proven
        case .waived(let until): return "the policy waives its proof until \(until)"
        }
    }

    fileprivate var hint: String? { if case .failed(let failure, _) = outcome { failure.hint } else { nil } }

    /// The outcome as results name it.
    private var result: String {
        switch outcome {
        case .drilled(let record): record.verdict.rawValue
        case .failed(_, let code): code == DrillVerdict.interrupted.exitCode ? "interrupted" : "failed"
        case .current: "current"
        case .waived: "waived"
        }
    }

    fileprivate var orderedJSON: OrderedJSON {
        let until: String? =
            switch outcome {
            case .current(let until): until?.description
            case .waived(let until): until
            case .drilled, .failed: nil
            }
        func seconds(_ milliseconds: Int?) -> OrderedJSON {
            milliseconds.map { .seconds(Double($0) / 1_000) } ?? .null
        }
        return .object([
            ("policy", .string(candidate.policy)), ("account", .text(candidate.scope.account)),
            ("region", .text(candidate.scope.region)), ("database", .text(candidate.database)),
            ("kind", .string(candidate.kind.rawValue)), ("provenBefore", .text(candidate.proven)),
            ("outcome", .string(result)), ("exitCode", .integer(Int(exitCode))), ("detail", .string(detail)),
            ("hint", .text(hint)), ("until", .text(until)), ("drill", .text(record?.drill)),
            ("rtoSeconds", seconds(record?.objectives.rtoVerified)),
            ("rpoSeconds", seconds(record?.objectives.rpoRealised)),
            ("leftovers", .list((record?.leftovers ?? []).map(\.shown))),
        ])
    }
}
