package import RecoveryModel

extension SelftestReport: Renderable {
    private var sentence: String {
        "the real drill is \(verdict.rawValue), and \(lines.count(where: \.isRight)) of \(lines.count) ways to go red end right"
    }

    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(isPassed ? "PASSED" : "FAILED", isPassed ? .good : .bad): \(sentence)", hang: 2)
        for line in lines {
            let got = line.got?.rawValue ?? "nothing"
            page.item(
                line.isRight ? "right" : "WRONG", role: line.isRight ? .good : .bad, width: 7,
                "\(line.way): \(got)\(line.isRight ? "" : ", expected \(line.expected.rawValue)") (\(line.summary))",
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
                            ("expected", .string($0.expected.rawValue)), ("got", .text($0.got?.rawValue)),
                            ("summary", .string($0.summary)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Selftest of the drill: \(isPassed ? "passed" : "failed")\n\n\(sentence).\n"
        page += .header("Way", "Expected", "Got", "Summary")
        for line in lines {
            page += .row(
                "\(line.way)", "\(line.expected.rawValue)", "\(line.got?.rawValue ?? "nothing")", "\(line.summary)")
        }
        return page.text
    }
}
