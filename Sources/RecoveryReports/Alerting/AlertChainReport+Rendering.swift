import AWSNames
import JSONWriting
package import RecoveryModel

/// The chains of all targets' alarms, as one result.
package struct AlertChainReport: Sendable {
    package let run: Run<[AlertChain]>

    package init(_ run: Run<[AlertChain]>) { self.run = run }

    private var chains: [AlertChain] { run.values.flatMap(\.self) }

    private var verdict: (word: String, role: TextRole) {
        if chains.contains(where: { $0.broken != nil }) { return ("BROKEN", .bad) }
        let isWhole = run.failures.isEmpty && !chains.isEmpty && chains.allSatisfy(\.isWhole)
        return isWhole ? ("WHOLE", .good) : ("INCOMPLETE", .unsure)
    }

    private var sentence: String {
        guard !chains.isEmpty else { return "no alert chain was judged" }
        let whole = chains.count(where: \.isWhole)
        let broken = chains.count { $0.broken != nil }
        let unknown = chains.count - whole - broken
        let failed = run.failures.isEmpty ? "" : "; \(CountText.of(run.failures.count, "target")) failed"
        return "of \(CountText.of(chains.count, "alert chain")) \(whole) whole, \(broken) broken, \(unknown) not known"
            + "\(failed). Only `drctl alarms test --probe` sees an alert arrive"
    }
}

extension AlertChain.Standing {
    /// The word of JSON and tables.
    var word: String {
        switch self {
        case .whole: "whole"
        case .broken: "broken"
        case .unknown: "unknown"
        case .notNeeded: "not-needed"
        case .notReached: "not-reached"
        }
    }

    fileprivate var role: TextRole {
        switch self {
        case .whole: .good
        case .broken: .bad
        case .unknown: .unsure
        case .notNeeded, .notReached: .faint
        }
    }

    /// What was found; nil when there is nothing to say.
    fileprivate var detail: String? {
        switch self {
        case .whole, .notNeeded, .notReached: nil
        case .broken(let observed, let required, _): "\(observed) (required: \(required))"
        case .unknown(let reason): reason
        }
    }

    fileprivate var fix: String? {
        if case .broken(_, _, let fix) = self, !fix.isEmpty { fix } else { nil }
    }
}

extension AlertChain.Link {
    var orderedJSON: OrderedJSON {
        .object([
            ("link", .string(link.rawValue)), ("control", .string(control)), ("standing", .string(standing.word)),
            ("detail", .text(standing.detail)), ("fix", .text(standing.fix)),
        ])
    }
}

extension AlertChainReport: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(verdict.word, verdict.role): \(sentence)", hang: 2)
        for entry in run.entries {
            page.heading("\(entry.target.shown)")
            switch entry.outcome {
            case .failed(let failure): page.item("failed", role: .bad, width: 13, "\(failure.description)", indent: 2)
            case .done(let chains):
                for chain in chains {
                    page.add("\(chain.alarm)", indent: 2)
                    let shown = layout.verbose ? chain.links : chain.links.filter { $0.standing.role != .good }
                    let holding = chain.links.count(where: { $0.standing == .whole })
                    if !layout.verbose {
                        page.item("whole", role: .good, width: 13, "\(CountText.of(holding, "link"))", indent: 4)
                    }
                    for link in shown {
                        let detail = link.standing.detail.map { ": \($0)" } ?? ""
                        page.item(
                            link.standing.word, role: link.standing.role, width: 13, "\(link.link.shown)\(detail)",
                            indent: 4)
                        if let fix = link.standing.fix { page.add("fix: \(fix)", indent: 17, hang: 22) }
                    }
                }
            }
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/alarms-chain/v1"), ("verdict", .string(verdict.word.lowercased())),
            ("targets", .array(run.entries.map(Self.json))),
        ]).document
    }

    private static func json(_ entry: Run<[AlertChain]>.Entry) -> OrderedJSON {
        var chains: [AlertChain] = []
        var failure: RunFailure?
        switch entry.outcome {
        case .done(let value): chains = value
        case .failed(let value): failure = value
        }
        return .object([
            ("policy", .string(entry.target.policy)), ("account", .text(entry.target.account)),
            ("region", .text(entry.target.region.rawValue)),
            (
                "chains",
                .array(
                    chains.map {
                        .object([
                            ("alarm", .string($0.alarm)), ("serving", .string($0.serving)),
                            ("whole", .bool($0.isWhole)),
                            ("broken", .text($0.broken?.link.rawValue)), ("links", .array($0.links.map(\.orderedJSON))),
                        ])
                    })
            ),
            ("failure", .text(failure?.description)),
        ])
    }

    package var markdown: String {
        var page: Markdown = "# Alert chains: \(verdict.word)\n\n\(sentence).\n"
        for entry in run.entries {
            page += .heading(2, "\(entry.target.shown)")
            switch entry.outcome {
            case .failed(let failure): page += "\n\(failure.description)\n"
            case .done(let chains):
                page += .header("Alarm", "Link", "Standing", "Found", "Fix")
                for chain in chains {
                    for link in chain.links {
                        page += .row(
                            .code(chain.alarm), "\(link.link.shown)", "\(link.standing.word)",
                            "\(link.standing.detail ?? "-")", "\(link.standing.fix ?? "-")")
                    }
                }
            }
        }
        return page.text
    }
}
