import JSONWriting
package import RecoveryModel

extension RecoveryStatus: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        if unfinished.isEmpty {
            page.add("\("CLEAN", .good): no unfinished recoveries on this machine")
        } else if neglected.isEmpty {
            page.add("\("RUNNING", .good): \(CountText.of(unfinished.count, "recovery", plural: "recoveries")) on this machine")
        } else {
            page.add(
                "\("UNFINISHED", .unsure): \(CountText.of(neglected.count, "recovery", plural: "recoveries")) on this machine")
            page.point("run \("drctl recover resume", .strong) to continue; what was restored stays")
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
            ("schema", "drctl/recovery-status/v1"), ("clean", .bool(neglected.isEmpty)),
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
        return page.text
    }
}
