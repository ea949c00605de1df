import JSONWriting
package import RecoveryModel

extension ObjectivesReport.Standing {
    var word: String { rawValue.uppercased() }

    var role: TextRole {
        switch self {
        case .met: .good
        case .missed: .bad
        case .outdated, .unproven: .unsure
        }
    }

    var style: String {
        switch self {
        case .met: "met"
        case .missed: "violated"
        case .outdated, .unproven: "unknown"
        }
    }
}

extension ObjectivesReport {
    fileprivate func measured(_ value: Int?) -> String {
        value.map { ElapsedText.of(milliseconds: $0) } ?? "not measured"
    }

    /// `12 min (95 % left)`.
    fileprivate func shown(_ value: Int?, of target: Int) -> String {
        guard let margin = Measured.margin(value, of: target) else { return "not measured" }
        return "\(measured(value)) (\(margin >= 0 ? "\(margin) % left" : "\(-margin) % over"))"
    }

    fileprivate func outlook(_ database: Database) -> String {
        guard let projection = database.projection else {
            return "no projection: it takes three drills at different sizes"
        }
        guard let instant = database.rtoMissedAt else {
            return
                "at the current growth the RTO is not going to be missed (\(CountText.of(projection.points, "drill")))"
        }
        return
            "at the current growth the RTO is missed around \(instant.day) (\(CountText.of(projection.points, "drill")))"
    }

    fileprivate var sentence: String {
        let all = policies.flatMap(\.databases)
        let met = all.count { $0.standing == .met }
        return "\(met) of \(CountText.of(all.count, "database")) met both objectives in the last drill that counts"
    }
}

extension ObjectivesReport: Paged {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(standing.word, standing.role): \(sentence)", hang: 2)
        page.warn(of: chains)
        for policy in policies {
            page.heading("\(policy.name)")
            page.add(
                "RTO \(measured(policy.rto)), RPO \(measured(policy.rpo))\(policy.owner.map { ", owner \($0)" } ?? "")",
                indent: 2)
            for database in policy.databases {
                page.item(
                    database.standing.word, role: database.standing.role, width: 10,
                    "\(database.name, .strong): \(database.reason)", indent: 2)
                if let last = database.measured {
                    page.add(
                        """
                        \(last.at.shown): RTO \(shown(last.rto, of: policy.rto)), RPO \
                        \(shown(last.rpo, of: policy.rpo))
                        """, indent: 12)
                }
                page.add(
                    "\(CountText.of(database.drills.all, "drill")), \(database.drills.verified) verified; \(outlook(database))",
                    indent: 12, role: .faint)
            }
            for value in policy.derived {
                page.add("\(value.path) = \(value.value): \(value.reason)", indent: 4, hang: 6, role: .faint)
            }
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/objectives/v1"), ("standing", .string(standing.rawValue)), ("at", .text(at)),
            ("policies", .array(policies.map(json))), ("doubts", .doubts(chains)),
        ]).document
    }

    private func json(_ policy: Policy) -> OrderedJSON {
        .object([
            ("policy", .string(policy.name)), ("owner", .text(policy.owner)),
            ("rtoSeconds", .seconds(Double(policy.rto) / 1_000)), ("rpoSeconds", .seconds(Double(policy.rpo) / 1_000)),
            ("drillEvery", .text(policy.every)),
            (
                "derived",
                .array(
                    policy.derived.map {
                        .object([
                            ("path", .string($0.path)), ("value", .string($0.value)), ("reason", .string($0.reason)),
                        ])
                    })
            ),
            ("databases", .array(policy.databases.map(json))),
        ])
    }

    private func json(_ database: Database) -> OrderedJSON {
        func seconds(_ value: Int?) -> OrderedJSON { value.map { .seconds(Double($0) / 1_000) } ?? .null }
        let last = database.measured
        return .object([
            ("database", .string(database.name)), ("standing", .string(database.standing.rawValue)),
            ("reason", .string(database.reason)), ("measuredAt", .text(last?.at)), ("drill", .text(last?.drill)),
            ("rtoSeconds", seconds(last?.rto)), ("rpoSeconds", seconds(last?.rpo)),
            ("rpoBasis", .text(last?.basis?.rawValue)), ("drills", .integer(database.drills.all)),
            ("verified", .integer(database.drills.verified)), ("rtoMissedAt", .text(database.rtoMissedAt)),
            ("drillCostUSD", database.drillCost.map { .seconds($0) } ?? .null),
        ])
    }

    package var markdown: String {
        var page: Markdown = "# Recovery objectives: \(standing.word)\n\n"
        page += "\(sentence), as of \(at.shown).\n"
        page.warn(of: chains)
        for policy in policies {
            page += .heading(2, "\(policy.name)")
            page += "\nRTO \(measured(policy.rto)), RPO \(measured(policy.rpo))"
            page += "\(policy.owner.map { ", owner \($0)" } ?? "").\n"
            page += .header("Database", "Standing", "Measured", "RTO", "RPO", "Outlook", "Cost of a drill")
            for database in policy.databases {
                page += .row(
                    .code(database.name), "\(database.standing.word): \(database.reason)",
                    "\(database.measured.map(\.at.shown) ?? "never")",
                    "\(shown(database.measured?.rto, of: policy.rto))",
                    "\(shown(database.measured?.rpo, of: policy.rpo))",
                    "\(outlook(database))", "\(database.drillCost.map(Dollars.text) ?? "unknown")")
            }
            guard !policy.derived.isEmpty else { continue }
            page += .header("What follows from them", "Value", "Why")
            for value in policy.derived { page += .row(.code(value.path), .code(value.value), "\(value.reason)") }
        }
        return page.text
    }

    package var html: String {
        let footer: HTML = "Generated by drctl from the evidence of drills on \(at.shown). Only verified data counts."
        let page: HTML = """
            \(PageFrame.start(title: "Recovery objectives, \(at.day)", style: DrillPageStyle.sheet))\
            <header>
            <p class="verdict \(standing == .met ? "compliant" : standing == .missed ? "violated" : "incomplete")">\
            \(standing.word)</p>
            <h1>Recovery objectives</h1>
            <p class="sentence">\(sentence).</p>
            </header>
            \(.all(policies.map(section)))
            \(PageFrame.end(footer: footer))
            """
        return page.text
    }

    private func section(_ policy: Policy) -> HTML {
        let rows = policy.databases.map { database -> HTML in
            """
            <tr><td data-label="Database"><bdi>\(database.name)</bdi></td>\
            <td data-label="Standing"><span class="badge \(database.standing.style)">\(database.standing.rawValue)</span>\
            <br>\(database.reason)</td>\
            <td data-label="Measured">\(database.measured.map(\.at.shown) ?? "never")</td>\
            <td data-label="RTO">\(shown(database.measured?.rto, of: policy.rto))</td>\
            <td data-label="RPO">\(shown(database.measured?.rpo, of: policy.rpo))</td>\
            <td data-label="Outlook">\(outlook(database))</td></tr>

            """
        }
        let derived = policy.derived.map { value -> HTML in
            """
            <tr><td data-label="Setting">\(.code(value.path))</td><td data-label="Value">\(.code(value.value))</td>\
            <td data-label="Why">\(value.reason)</td></tr>

            """
        }
        return """
            <section>
            <h2><bdi>\(policy.name)</bdi></h2>
            <p>RTO \(measured(policy.rto)), RPO \(measured(policy.rpo)).</p>
            \(.table(["Database", "Standing", "Measured", "RTO", "RPO", "Outlook"], rows))
            \(.table(["Setting", "Value", "Why"], derived))
            </section>

            """
    }
}
