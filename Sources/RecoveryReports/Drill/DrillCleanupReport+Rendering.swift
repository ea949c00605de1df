import JSONWriting
package import RecoveryModel

extension DrillCleanupReport: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        let failures = kept.filter(\.isFailure)
        if !failures.isEmpty {
            let failed = CountText.of(failures.count, "resource")
            page.add("\("CLEANUP FAILED", .bad): \(failed) could not be deleted")
        } else if removed.isEmpty {
            page.add("\("CLEAN", .good): nothing to delete")
        } else {
            page.add("\("CLEAN", .good): \(CountText.of(removed.count, "resource")) deleted")
        }
        for leftover in removed {
            page.item("deleted", role: .good, width: 9, "\(leftover.shown)", indent: 2)
        }
        for entry in kept {
            let price = entry.leftover.costPerDay.map { ", \(Dollars.text($0)) per day" } ?? ""
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
        var page: Markdown = "# Drill cleanup\n"
        page += .header("Outcome", "Resource", "Reason")
        for leftover in removed { page += .row("deleted", "\(leftover.shown)", "") }
        for entry in kept {
            page += .row(entry.isFailure ? "**failed**" : "kept", "\(entry.leftover.shown)", "\(entry.reason)")
        }
        return page.text
    }
}
