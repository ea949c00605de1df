import JSONWriting
package import RecoveryModel

extension SelftestReport: Renderable {
    private var sentence: String {
        let detected = "\(lines.count(where: \.isRight)) of \(CountText.of(lines.count, "simulated fault")) detected"
        return "\(detected); verdict of the real drill: \(verdict.word.lowercased())"
    }

    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(isPassed ? "PASSED" : "FAILED", isPassed ? .good : .bad): \(sentence)", hang: 2)
        for line in lines {
            let wanted = line.isRight ? "" : ", expected \(line.expected.rawValue), exit code \(line.expectedExit)"
            page.item(
                line.isRight ? "detected" : "MISSED", role: line.isRight ? .good : .bad, width: 10,
                "\(line.way): \(line.outcome)\(wanted) (\(line.summary))",
                indent: 2)
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/drill-selftest/v1"), ("passed", .bool(isPassed)), ("drill", .text(drill)),
            ("verdict", .string(verdict.rawValue)),
            (
                "ways",
                .array(
                    lines.map {
                        .object([
                            ("way", .string($0.way)), ("right", .bool($0.isRight)),
                            ("expected", .string($0.expected.rawValue)),
                            ("expectedExit", .integer(Int($0.expectedExit))), ("got", .text($0.got?.rawValue)),
                            ("exit", $0.exit.map { .integer(Int($0)) } ?? .null),
                            ("summary", .string($0.summary)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Drill selftest: \(isPassed ? "passed" : "failed")\n\n\(sentence).\n"
        page += .header("Fault", "Expected", "Exit code", "Actual", "Summary")
        for line in lines {
            page += .row(
                "\(line.way)", "\(line.expected.rawValue)", "\(line.expectedExit)", "\(line.outcome)", "\(line.summary)"
            )
        }
        return page.text
    }
}

extension SelftestReport.Line {
    /// The verdict and the exit code.
    fileprivate var outcome: String {
        guard let got, let exit else { return "no verdict" }
        return "\(got.rawValue), exit code \(exit)"
    }
}
