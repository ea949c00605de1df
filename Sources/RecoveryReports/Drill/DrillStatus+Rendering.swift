import JSONWriting
package import RecoveryModel

extension DrillStatus: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        let (drills, left) = neglected
        if unfinished.isEmpty && instances.isEmpty {
            page.add("\("CLEAN", .good): no drill is unfinished, and no drill has an instance")
        } else if isClean {
            page.add("\("RUNNING", .good): a drill is under way, and nothing of another is left")
        } else {
            page.add(
                "\("UNFINISHED", .unsure): \(Self.count(drills.count, "drill")) here, \(Self.count(left.count, "instance")) at AWS"
            )
        }
        if !drills.isEmpty { page.point("run \("drctl drill resume", .strong): it goes on where a drill stopped") }
        if !left.isEmpty { page.point("run \("drctl drill cleanup", .strong): it removes what no drill uses") }
        for drill in unfinished {
            page.item("drill", width: 9, "\(drill.drill) \(drill.whereItIs)", indent: 2)
        }
        for instance in instances {
            page.item(
                "\(instance.kind.rawValue)", width: 9,
                "\(instance.id)\(Self.place(instance)) of drill \(instance.drill), \(instance.status), expires \(Self.text(instance.expires))",
                indent: 2)
        }
        return page.text
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private static func place(_ instance: Instance) -> String { instance.region.map { " in \($0)" } ?? "" }

    private static func text(_ expires: Instant?) -> String { expires?.description ?? "never" }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/drill-status/v1"), ("clean", .bool(isClean)),
            (
                "unfinished",
                .array(
                    unfinished.map {
                        .object([
                            ("drill", .text($0.drill)), ("phase", .string($0.phase.rawValue)),
                            ("running", .bool($0.state == .running)), ("over", .bool($0.state == .over)),
                        ])
                    })
            ),
            (
                "instances",
                .array(
                    instances.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)), ("id", .string($0.id)), ("drill", .string($0.drill)),
                            ("status", .string($0.status)),
                            ("region", .text($0.region)), ("expires", .text($0.expires)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Drills that are not over\n"
        page += .header("What", "Drill", "State")
        for drill in unfinished { page += .row("drill", .code(drill.drill), "\(drill.whereItIs)") }
        for instance in instances {
            page += .row(
                "\(Markdown.code(instance.id))\(Self.place(instance))", .code(instance.drill),
                "\(instance.status), expires \(Self.text(instance.expires))")
        }
        return page.text
    }
}
