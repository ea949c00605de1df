import RecoveryModel

extension ReportFormat {
    /// For pull requests and tickets.
    package static let markdown = ReportFormat("markdown", of: Set(Report.Kind.allCases)) {
        report, settings, output in
        if report.kind == .plan { output.limit(to: PullRequestComment.longest, reserve: PullRequestComment.reserve) }
        report.content.writeMarkdown(settings, to: &output)
    }
}

/// What a comment on a pull request may hold.
///
/// https://docs.github.com/en/rest/issues/comments
enum PullRequestComment {
    /// In bytes: GitHub counts characters, which are never more.
    static let longest = 65_536
    /// For what closes the report.
    static let reserve = 1_024
}

extension RunReport {
    func writeMarkdown(_ settings: RenderSettings, to output: inout ReportOutput) {
        output.write(markdown: "# \(verdict.shown): \(sentence)\n\n")
        if let target = run.entries.first?.target, run.entries.count == 1 {
            let time = only?.time ?? settings.at.description
            output.write(
                markdown:
                    "Policy \(.code(target.policy)), account \(.code(target.account)), \(.code(target.region)), \(time).\n"
            )
        } else {
            output.write(markdown: "\(extent), \(settings.at).\n")
        }
        output.write(objectives: Value.objectives(run.values), severalTargets: run.entries.count > 1)
        output.write(baseline: comparisons.baseline)
        output.write(trend: comparisons.trend)
        output.write(advice: advice)
        if only == nil { writeTargets(to: &output) }
        output.write(uncovered: run.uncovered)
        if let only {
            only.writeMarkdown(level: 2, to: &output)
        } else {
            writeDetails(to: &output)
        }
        output.writeClosing(Value.closing(run.values))
    }

    /// Every target with its verdict and figures, the worst first.
    private func writeTargets(to output: inout ReportOutput) {
        guard !run.entries.isEmpty else { return }
        output.write(markdown: .heading(2, "Targets"))
        let titles = ["verdict"] + Value.figureTitles + ["target", "why it failed"]
        output.write(markdown: .header(titles.map { $0.prefix(1).uppercased() + $0.dropFirst() }))
        for entry in ranked {
            let figures = Value.figureTitles.indices.map { column -> Markdown in
                entry.value.map { "\(CountText.number($0.figures[column]))" } ?? ""
            }
            var why: Markdown = ""
            if let failure = entry.failure {
                why += "\(failure)"
                if let hint = failure.hint { why += "<br>hint: \(hint)" }
            }
            output.write(markdown: .row(["\(entry.verdict.shown)"] + figures + [.target(entry.target), why]))
        }
    }

    /// Each target that has more to say than the table.
    private func writeDetails(to output: inout ReportOutput) {
        for entry in run.entries {
            guard let value = entry.value, value.hasDetails(verbose: verbose) else { continue }
            output.write(markdown: .heading(2, .target(entry.target)))
            output.write(markdown: "\n\(value.verdict.shown): \(value.sentence) (\(value.time)).\n")
            value.writeMarkdown(level: 3, to: &output)
        }
    }
}

extension ReportOutput {
    /// What the policies name and the run did not check.
    fileprivate mutating func write(uncovered places: [UncoveredPlace]) {
        guard !places.isEmpty else { return }
        write(markdown: .heading(2, "Not covered by this run"))
        write(markdown: .header("Policy", "Account", "Region", "Why"))
        for place in places {
            write(
                markdown: .row(
                    .code(place.policy), place.account.map { .code($0) } ?? "every account",
                    place.region.map { .code($0) } ?? "every region",
                    "\(place.reason)"))
        }
    }
}

extension Markdown {
    fileprivate static func target(_ target: TargetName) -> Markdown {
        "\(.code(target.policy)) · \(.code(target.account)) · \(.code(target.region))"
    }
}
