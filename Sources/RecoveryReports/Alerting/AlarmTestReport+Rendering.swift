import AWSNames
import JSONWriting
package import RecoveryModel

/// The tests of all targets' alarms, as one result.
package struct AlarmTestReport: Sendable {
    package let run: Run<AlarmTestRecord>

    package init(_ run: Run<AlarmTestRecord>) { self.run = run }

    /// The worst of all alarms; nil when none was tested.
    private var worst: AlarmTestRecord.Outcome? {
        let order: [AlarmTestRecord.Outcome] = [.broken, .unknown, .executed, .delivered]
        let all = run.values.flatMap(\.alarms).map(\.outcome)
        return order.first(where: all.contains)
    }

    private var verdict: (word: String, role: TextRole) {
        if worst == .broken { return ("BROKEN", .bad) }
        guard run.failures.isEmpty, let worst, !run.values.contains(where: \.wasInterrupted) else {
            return ("INCOMPLETE", .unsure)
        }
        return (worst.rawValue.uppercased(), worst.role)
    }

    private var sentence: String {
        let all = run.values.flatMap(\.alarms)
        guard !all.isEmpty else { return "no alarm was tested" }
        let counts = AlarmTestRecord.Outcome.allCases.compactMap { outcome -> String? in
            let count = all.count { $0.outcome == outcome }
            return count == 0 ? nil : "\(CountText.number(count)) \(outcome.rawValue)"
        }
        let failed = run.failures.isEmpty ? "" : "; \(CountText.of(run.failures.count, "target")) failed"
        return "\(CountText.of(all.count, "alarm")): \(CountText.list(counts))\(failed)"
    }
}

extension AlarmTestRecord.Outcome {
    var role: TextRole {
        switch self {
        case .delivered: .good
        case .executed, .unknown: .unsure
        case .broken: .bad
        }
    }
}

extension AlarmTestRecord.Alarm {
    /// What was measured; nil when nothing was.
    fileprivate var figures: String? {
        let parts = [
            executedAfter.map { "executed after \(ElapsedText.of(milliseconds: $0))" },
            deliveredAfter.map { "arrived after \(ElapsedText.of(milliseconds: $0))" },
            restoredTo.map { "put back to \($0)" },
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// Such as `at "data arrives": …`.
    fileprivate var finding: String { at.map { "at \"\($0.shown)\": \(reason)" } ?? reason }

    /// With the alarm that does the job, where that is another one.
    fileprivate var name: String {
        chain.serving == chain.alarm ? chain.alarm : "\(chain.alarm) (\(chain.serving) does its job)"
    }
}

extension AlarmTestRecord {
    /// What went wrong besides the alarms, for people.
    fileprivate var remarks: [String] {
        removed.map { "cleaned up: \($0)" } + problems + leftovers.map { "LEFT BEHIND: \($0)" }
            + (wasInterrupted ? ["interrupted: not every alarm was tested"] : [])
    }
}

extension AlarmTestReport: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(verdict.word, verdict.role): \(sentence)", hang: 2)
        for entry in run.entries {
            page.heading("\(entry.target.shown)")
            switch entry.outcome {
            case .failed(let failure):
                page.item("failed", role: .bad, width: 11, "\(failure.description)", indent: 2)
                if let hint = failure.hint { page.add("hint: \(hint)", indent: 13) }
            case .done(let record):
                for alarm in record.alarms {
                    page.item(
                        alarm.outcome.rawValue, role: alarm.outcome.role, width: 11,
                        "\(alarm.name, .strong): \(alarm.finding)", indent: 2)
                    if let figures = alarm.figures { page.add("\(figures)", indent: 13, role: .faint) }
                    if let fix = alarm.fix { page.add("fix: \(fix)", indent: 13, hang: 18) }
                }
                for remark in record.remarks { page.point("\(remark)") }
            }
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/alarms-test/v1"), ("verdict", .string(verdict.word.lowercased())),
            ("targets", .array(run.entries.map(Self.json))),
        ]).document
    }

    private static func json(_ entry: Run<AlarmTestRecord>.Entry) -> OrderedJSON {
        var record: AlarmTestRecord?
        var failure: RunFailure?
        switch entry.outcome {
        case .done(let value): record = value
        case .failed(let value): failure = value
        }
        return .object([
            ("policy", .string(entry.target.policy)), ("account", .text(entry.target.account)),
            ("region", .text(entry.target.region.rawValue)), ("test", .text(record?.id)),
            ("topic", .text(record?.topic)),
            ("probe", record.map { .bool($0.usedProbe) } ?? .null), ("startedAt", .text(record?.startedAt)),
            ("endedAt", .text(record?.endedAt)), ("interrupted", record.map { .bool($0.wasInterrupted) } ?? .null),
            ("alarms", .array((record?.alarms ?? []).map(\.orderedJSON))), ("removed", .list(record?.removed ?? [])),
            ("problems", .list(record?.problems ?? [])), ("leftovers", .list(record?.leftovers ?? [])),
            ("failure", .text(failure?.description)),
        ])
    }

    package var markdown: String {
        var page: Markdown = "# Test of the alarms: \(verdict.word)\n\n\(sentence).\n"
        for entry in run.entries {
            page += .heading(2, "\(entry.target.shown)")
            switch entry.outcome {
            case .failed(let failure): page += "\n\(failure.description)\n"
            case .done(let record):
                page += "\nTest \(.code(record.id)) on \(record.startedAt.shown), topic \(.code(record.topic)).\n"
                page += .header("Alarm", "Outcome", "What was seen", "Measured", "Fix")
                for alarm in record.alarms {
                    page += .row(
                        .code(alarm.name), "\(alarm.outcome.rawValue)", "\(alarm.finding)", "\(alarm.figures ?? "-")",
                        "\(alarm.fix ?? "-")")
                }
                if !record.remarks.isEmpty { page += "\n" }
                for remark in record.remarks { page += "- \(remark)\n" }
            }
        }
        return page.text
    }
}

extension AlarmTestRecord.Alarm {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("alarm", .string(chain.alarm)), ("tested", .string(chain.serving)),
            ("outcome", .string(outcome.rawValue)), ("at", .text(at?.rawValue)), ("reason", .string(reason)),
            ("fix", .text(fix)), ("executedAfterMilliseconds", executedAfter.map { .integer($0) } ?? .null),
            ("deliveredAfterMilliseconds", deliveredAfter.map { .integer($0) } ?? .null),
            ("restoredTo", .text(restoredTo)), ("links", .array(chain.links.map(\.orderedJSON))),
        ])
    }
}
