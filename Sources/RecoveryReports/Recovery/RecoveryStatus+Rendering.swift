import JSONWriting
package import RecoveryModel

extension RecoveryStatus: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        if unfinished.isEmpty && unreadable.isEmpty {
            page.add("\("CLEAN", .good): no unfinished recoveries on this machine")
        } else if isClean {
            page.add(
                "\("RUNNING", .good): \(CountText.of(unfinished.count, "recovery", plural: "recoveries")) on this machine"
            )
        } else {
            page.add(
                """
                \("UNFINISHED", .unsure): \(CountText.of(neglected.count + unreadable.count, "recovery", plural: "recoveries")) \
                on this machine
                """)
            if !neglected.isEmpty {
                page.point("run \("drctl recover resume", .strong) to continue; what was restored stays")
            }
        }
        for recovery in unreadable {
            page.item(
                "recovery", width: 9, "\(recovery) cannot be read: whether it is finished is not known", indent: 2)
        }
        for recovery in unfinished {
            page.item(
                "recovery", width: 9,
                """
                \(recovery.recovery) of \(recovery.database) into \(recovery.target) \(recovery.whereItIs), begun \
                \(recovery.startedAt.shown)
                """,
                indent: 2)
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/recovery-status/v1"), ("clean", .bool(isClean)),
            (
                "unfinished",
                .array(
                    unfinished.map {
                        .object([
                            ("recovery", .text($0.recovery)), ("policy", .string($0.policy)),
                            ("database", .string($0.database)), ("target", .string($0.target)),
                            ("startedAt", .text($0.startedAt)), ("phase", .string($0.phase.rawValue)),
                            ("running", .bool($0.state == .running)), ("over", .bool($0.state == .over)),
                        ])
                    })
            ),
            ("unreadable", .array(unreadable.map { .text($0) })),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Unfinished recoveries\n"
        page += .header("Recovery", "Database", "Restored as", "Begun", "State")
        for recovery in unfinished {
            page += .row(
                .code(recovery.recovery), .code(recovery.database), .code(recovery.target),
                "\(recovery.startedAt.shown)", "\(recovery.whereItIs)")
        }
        for recovery in unreadable { page += .row(.code(recovery), "", "", "", "cannot be read") }
        return page.text
    }
}
