import JSONWriting
package import RecoveryModel

extension DrillCleanupReport: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        let failures = kept.filter(\.isFailure)
        if !failures.isEmpty {
            page.add("\("CLEANUP FAILED", .bad): \(failures.count) could not be removed")
        } else if removed.isEmpty {
            page.add("\("NOTHING REMOVED", .good)")
        } else {
            page.add("\("CLEAN", .good): \(removed.count) removed")
        }
        for leftover in removed {
            page.item("removed", role: .good, width: 9, "\(leftover.shown)", indent: 2)
        }
        for entry in kept {
            let price = entry.leftover.costPerDay.map { ", \(Dollars.text($0)) a day" } ?? ""
            page.item(
                entry.isFailure ? "failed" : "kept", role: entry.isFailure ? .bad : .unsure, width: 9,
                "\(entry.leftover.shown)\(price): \(entry.reason)", indent: 2)
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/drill-cleanup/v1"), ("removed", .array(removed.map(\.orderedJSON))),
            (
                "kept",
                .array(
                    kept.map {
                        .object([
                            ("resource", $0.leftover.orderedJSON), ("reason", .string($0.reason)),
                            ("failed", .bool($0.isFailure)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Leftovers of drills\n"
        page += .header("Outcome", "Resource", "Why")
        for leftover in removed { page += .row("removed", "\(leftover.shown)", "") }
        for entry in kept {
            page += .row(entry.isFailure ? "**failed**" : "kept", "\(entry.leftover.shown)", "\(entry.reason)")
        }
        return page.text
    }
}
