import JSONWriting
package import RecoveryModel

extension BackupCheckups: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        if checkups.isEmpty { page.add("no backup found in \(place)") }
        for checkup in checkups {
            page.item(
                checkup.word, role: checkup.problems.isEmpty ? .good : .bad, width: 10,
                "\(checkup.name): \(checkup.summary)", indent: 0)
            for problem in checkup.problems { page.point("\(problem)") }
            for check in checkup.checks where check.verdict == .passed {
                page.point("check passed: \(check.name): \(check.got ?? "")")
            }
            for remark in checkup.remarks { page.point("note: \(remark)") }
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/backup-verification/v1"), ("place", .string(place)),
            (
                "backups",
                .array(
                    checkups.map {
                        .object([
                            ("name", .string($0.name)), ("good", .bool($0.problems.isEmpty)),
                            ("depth", .string($0.depth.rawValue)), ("problems", .list($0.problems)),
                            ("remarks", .list($0.remarks)), ("checks", .array($0.checks.map(\.briefJSON))),
                            ("leftover", .text($0.leftover)), ("unchangedSince", .text($0.since)),
                            ("milliseconds", .integer($0.milliseconds)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Verified backups\n"
        page += .header("Backup", "Result", "Problems")
        for checkup in checkups {
            page += .row(
                .code(checkup.name), "\(checkup.word): \(checkup.summary)",
                "\(checkup.problems.joined(separator: "; "))")
        }
        return page.text
    }
}

extension BackupCheckup {
    fileprivate var word: String { problems.isEmpty ? "verified" : "damaged" }

    fileprivate var summary: String {
        if let since { return "unchanged since it was verified (\(depth.rawValue)) \(since.shown)" }
        guard problems.isEmpty else { return CountText.of(problems.count, "problem") }
        let what =
            switch depth {
            case .checksums: "every checksum is right"
            case .archive: "every part can be read to its end"
            case .restore: "every row was restored into a scratch database"
            }
        return "\(what), in \(ElapsedText.of(milliseconds: milliseconds))"
    }
}

extension CheckResult {
    /// Its name, verdict and values.
    fileprivate var briefJSON: OrderedJSON {
        .object([
            ("name", .string(name)), ("verdict", .string(verdict.rawValue)), ("expected", .string(expected)),
            ("got", .text(got)), ("detail", .text(detail)),
        ])
    }
}
