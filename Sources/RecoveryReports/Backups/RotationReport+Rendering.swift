import AWSNames
import JSONWriting
import RecoveryModel

extension RotationReport: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(verdict.rawValue.uppercased(), verdict.role): \(sentence)", hang: 2)
        for entry in run.entries {
            page.heading("\(entry.target.shown)")
            switch entry.outcome {
            case .failed(let failure):
                page.item("failed", role: .bad, width: 9, "\(failure.description)", indent: 2)
                if let hint = failure.hint { page.add("hint: \(hint)", indent: 11) }
            case .done(let target):
                for refusal in target.refusals { page.item("refused", role: .bad, width: 9, "\(refusal)", indent: 2) }
                for rotation in target.rotations { rotation.write(to: &page) }
            }
        }
        if verdict == .due {
            page.gap()
            page.add("Next: the same command with --yes")
        } else if isDone, verdict == .incomplete || verdict == .failed {
            page.gap()
            page.add("Next: the same command again; what is there is not made twice")
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/snapshots-rotate/v1"), ("verdict", .string(verdict.rawValue)), ("done", .bool(isDone)),
            ("targets", .array(run.entries.map(Self.json))),
        ]).document
    }

    private static func json(_ entry: Run<TargetRotation>.Entry) -> OrderedJSON {
        var target: TargetRotation?
        var failure: RunFailure?
        switch entry.outcome {
        case .done(let value): target = value
        case .failed(let value): failure = value
        }
        return .object([
            ("policy", .string(entry.target.policy)), ("account", .text(entry.target.account)),
            ("region", .text(entry.target.region.rawValue)), ("refusals", .list(target?.refusals ?? [])),
            ("databases", .array((target?.rotations ?? []).map(\.orderedJSON))),
            ("failure", .text(failure?.description)),
        ])
    }

    package var markdown: String {
        var page: Markdown = "# Snapshots that are kept: \(verdict.rawValue)\n\n\(sentence).\n"
        for entry in run.entries {
            page += .heading(2, "\(entry.target.shown)")
            switch entry.outcome {
            case .failed(let failure): page += "\n\(failure.description)\n"
            case .done(let target):
                if !target.refusals.isEmpty { page += "\n" }
                for refusal in target.refusals { page += "- refused: \(refusal)\n" }
                page += .header("Database", "What", "Snapshot", "Region", "Why")
                for rotation in target.rotations {
                    for line in rotation.lines {
                        page += .row(
                            .code(rotation.database), "\(line.word)", line.snapshot.map { .code($0) } ?? "-",
                            "\(line.region ?? "-")", "\(line.why)")
                    }
                }
            }
        }
        return page.text
    }
}

extension RotationReport.Verdict {
    fileprivate var role: TextRole {
        switch self {
        case .current, .rotated: .good
        case .due, .incomplete: .unsure
        case .failed, .refused: .bad
        }
    }
}

extension SnapshotRotation {
    /// One line of a report.
    fileprivate struct Line {
        var word: String
        var role: TextRole
        var snapshot: String?
        var region: String?
        var why: String
    }

    fileprivate var lines: [Line] {
        let done = (done ?? []).map { step in
            Line(
                word: step.action.past, role: .good, snapshot: step.snapshot, region: step.region.rawValue,
                why: step.reason)
        }
        let open = steps.map { step in
            Line(
                word: step.action.rawValue, role: .unsure, snapshot: step.snapshot, region: step.region.rawValue,
                why: step.reason + (step.isLater ? ", once what comes before it is finished" : ""))
        }
        let failed = failures.map { Line(word: "failed", role: .bad, why: $0) }
        let blocked = obstacles.map { Line(word: "blocked", role: .bad, why: $0) }
        let moving = unfinished.map {
            Line(
                word: "waits", role: .unsure, snapshot: $0.snapshot, region: $0.region.rawValue,
                why: "it is \($0.status): neither counted nor deleted")
        }
        let staying = kept.map {
            Line(
                word: "keep", role: .good, snapshot: $0.snapshot, region: $0.region.rawValue,
                why: $0.reasons.joined(separator: ", "))
        }
        return failed + blocked + done + open + moving + staying
    }

    fileprivate func write(to page: inout TextPage) {
        page.add("\(kind.rawValue) \(database)", indent: 2)
        for line in lines {
            let place = line.snapshot.map { "\($0) in \(line.region ?? ""): " } ?? ""
            page.item(line.word, role: line.role, width: 9, "\(place)\(line.why)", indent: 4)
        }
    }

    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("database", .string(database)), ("kind", .string(kind.rawValue)),
            ("done", .array((done ?? []).map(\.orderedJSON))), ("steps", .array(steps.map(\.orderedJSON))),
            (
                "kept",
                .array(
                    kept.map {
                        .object([
                            ("snapshot", .string($0.snapshot)), ("region", .string($0.region.rawValue)),
                            ("reasons", .list($0.reasons)),
                        ])
                    })
            ),
            (
                "unfinished",
                .array(
                    unfinished.map {
                        .object([
                            ("snapshot", .string($0.snapshot)), ("region", .string($0.region.rawValue)),
                            ("status", .string($0.status)),
                        ])
                    })
            ),
            ("obstacles", .list(obstacles)), ("failures", .list(failures)),
        ])
    }
}

extension SnapshotRotation.Step {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("action", .string(action.rawValue)), ("snapshot", .string(snapshot)),
            ("region", .string(region.rawValue)), ("reason", .string(reason)), ("later", .bool(isLater)),
            ("key", .text(key)), ("tags", .object(tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
        ])
    }
}
