import JSONWriting
package import RecoveryModel

extension SelftestReport: Renderable {
    private var sentence: String {
        "the real drill is \(verdict.rawValue), and \(lines.count(where: \.isRight)) of \(lines.count) ways to go red end right"
    }

    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(isPassed ? "PASSED" : "FAILED", isPassed ? .good : .bad): \(sentence)", hang: 2)
        for line in lines {
            let wanted = line.isRight ? "" : ", expected \(line.expected.rawValue), exit code \(line.expectedExit)"
            page.item(
                line.isRight ? "right" : "WRONG", role: line.isRight ? .good : .bad, width: 7,
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
        var page: Markdown = "# Selftest of the drill: \(isPassed ? "passed" : "failed")\n\n\(sentence).\n"
        page += .header("Way", "Expected", "Exit", "Got", "Summary")
        for line in lines {
            page += .row(
                "\(line.way)", "\(line.expected.rawValue)", "\(line.expectedExit)", "\(line.outcome)", "\(line.summary)"
            )
        }
        return page.text
    }
}

extension SelftestReport.Line {
    /// The verdict and what the process ends with.
    fileprivate var outcome: String {
        guard let got, let exit else { return "nothing" }
        return "\(got.rawValue), exit code \(exit)"
    }
}
