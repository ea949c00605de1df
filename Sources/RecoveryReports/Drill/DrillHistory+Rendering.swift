import JSONWriting
package import RecoveryModel

extension DrillHistory: Renderable {
    private func measured(_ milliseconds: Int?) -> String {
        milliseconds.map { ElapsedText.of(milliseconds: $0) } ?? "-"
    }

    private var trend: String {
        guard let projection, let newest = records.last else {
            return "no projection: it takes three verified drills of one database at different sizes"
        }
        var text = """
            based on \(CountText.of(projection.points, "drill")): \(measured(Int(projection.base))) plus \
            \(measured(Int(projection.perGiB))) per GiB (the size explains \(Int(projection.fit * 100)) % of the \
            variation)
            """
        if let bytes = projection.bytes(untilMilliseconds: newest.objectives.rtoTarget) {
            text += "; the RTO would be missed at about \(CountText.number(bytes / 1_073_741_824)) GiB"
            if let rtoMissedAt { text += ", at the current growth around \(rtoMissedAt.day)" }
        }
        return projection.points < 6 ? text + "; with so few drills this is only an indication" : text
    }

    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.warn(of: chains)
        guard !records.isEmpty else {
            page.add("\("NO DRILLS", .unsure): nothing shows that the data can be recovered")
            page.point("run \("drctl drill run", .strong)")
            return page.text
        }
        page.add("\(CountText.of(records.count, "drill")), \(records.count { $0.verdict == .verified }) verified")
        for record in records {
            page.item(
                record.verdict.word, role: record.verdict.role, width: 17,
                """
                \(record.startedAt.shown) \(record.source) RTO \(measured(record.objectives.rtoVerified)), RPO \
                \(measured(record.objectives.rpoRealised))
                """, indent: 2)
        }
        for policy in neverDrilled {
            page.item(
                "NO DRILLS", role: .unsure, width: 17, "\(policy): nothing shows that its data can be recovered",
                indent: 2)
        }
        page.add("\(trend)", role: .faint)
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/drill-history/v1"),
            (
                "drills",
                .array(
                    records.map { record in
                        .object([
                            ("drill", .text(record.drill)), ("startedAt", .text(record.startedAt)),
                            ("policy", .string(record.policy)), ("source", .string(record.source)),
                            ("verdict", .string(record.verdict.rawValue)),
                            ("summary", .string(record.summary)),
                            ("rtoSeconds", seconds(record.objectives.rtoVerified)),
                            ("rpoSeconds", seconds(record.objectives.rpoRealised)),
                            ("databaseBytes", record.databaseBytes.map { .integer($0) } ?? .null),
                        ])
                    })
            ),
            ("neverDrilled", .array(neverDrilled.map { .string($0) })), ("doubts", .doubts(chains)),
            (
                "projection",
                projection.map { projection in
                    .object([
                        ("points", .integer(projection.points)), ("baseSeconds", .seconds(projection.base / 1_000)),
                        ("secondsPerGiB", .seconds(projection.perGiB / 1_000)), ("fit", .seconds(projection.fit)),
                        ("growthBytesPerDay", growth.map { .integer(Int($0)) } ?? .null),
                        ("rtoMissedAt", .text(rtoMissedAt)),
                    ])
                } ?? .null
            ),
        ]).document
    }

    private func seconds(_ milliseconds: Int?) -> OrderedJSON {
        milliseconds.map { .seconds(Double($0) / 1_000) } ?? .null
    }

    package var markdown: String {
        var page: Markdown = "# Drill history\n"
        page.warn(of: chains)
        page += .header("When", "Source", "Verdict", "RTO", "RPO")
        for record in records {
            page += .row(
                "\(record.startedAt.shown)", .code(record.source), "\(record.verdict.word)",
                "\(measured(record.objectives.rtoVerified))", "\(measured(record.objectives.rpoRealised))")
        }
        for policy in neverDrilled { page += .row("-", .code(policy), "NO DRILLS", "-", "-") }
        page += "\n\(trend).\n"
        return page.text
    }
}
