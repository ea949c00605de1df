import JSONWriting
package import RecoveryModel

extension DrillStatus: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        let (drills, leftovers) = neglected
        if unfinished.isEmpty && instances.isEmpty && unreadable.isEmpty {
            page.add("\("CLEAN", .good): no unfinished drills and no drill instances")
        } else if isClean {
            page.add("\("RUNNING", .good): a drill is running, and no other drill has left anything")
        } else {
            page.add(
                """
                \("UNFINISHED", .unsure): \(CountText.of(drills.count + unreadable.count, "drill")) on this machine, \
                \(CountText.of(leftovers.count, "instance")) in AWS
                """
            )
        }
        if !drills.isEmpty { page.point("run \("drctl drill resume", .strong) to continue where the drill stopped") }
        if !leftovers.isEmpty { page.point("run \("drctl drill cleanup", .strong) to delete what no drill uses") }
        for drill in unreadable {
            page.item("drill", width: 9, "\(drill) cannot be read: whether it is finished is not known", indent: 2)
        }
        for drill in unfinished {
            page.item("drill", width: 9, "\(drill.drill) \(drill.whereItIs)", indent: 2)
        }
        for instance in instances {
            page.item(
                "\(instance.kind.rawValue)", width: 9,
                """
                \(instance.id)\(Self.place(instance)) of drill \(instance.drill), \(instance.status), \
                \(Self.expiry(instance))
                """,
                indent: 2)
        }
        return page.text
    }

    private static func place(_ instance: Instance) -> String { instance.region.map { " in \($0)" } ?? "" }

    private static func expiry(_ instance: Instance) -> String {
        instance.expires.map { "expires \($0.shown)" } ?? "without an expiry time"
    }

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
            ("unreadable", .array(unreadable.map { .text($0) })),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Unfinished drills\n"
        page += .header("Resource", "Drill", "State")
        for drill in unfinished { page += .row("drill", .code(drill.drill), "\(drill.whereItIs)") }
        for drill in unreadable { page += .row("drill", .code(drill), "cannot be read") }
        for instance in instances {
            page += .row(
                "\(Markdown.code(instance.id))\(Self.place(instance))", .code(instance.drill),
                "\(instance.status), \(Self.expiry(instance))")
        }
        return page.text
    }
}
