import JSONWriting
package import RecoveryModel

extension InventoryListing: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        if entries.isEmpty { page.add("no inventory was kept: every drctl audit and drctl apply keeps one") }
        page.warn(of: chains)
        for entry in entries {
            let names = CountText.list(entry.inventory.databases.map(\.id))
            page.item(
                entry.isCurrent ? "current" : "older", role: entry.isCurrent ? .good : .faint, width: 8,
                "\(entry.inventory.policy) \(entry.sequence) \(entry.at.shown) \(entry.inventory.account) \(entry.inventory.region): \(names)",
                indent: 0)
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/inventory-list/v1"),
            (
                "inventories",
                .array(
                    entries.map { entry in
                        .object([
                            ("policy", .string(entry.inventory.policy)), ("number", .integer(entry.sequence)),
                            ("at", .text(entry.at)), ("account", .text(entry.inventory.account)),
                            ("region", .text(entry.inventory.region)), ("current", .bool(entry.isCurrent)),
                            ("databases", .array(entry.inventory.databases.map { .string($0.id) })),
                        ])
                    })
            ),
            ("doubts", .doubts(chains)),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Inventories\n"
        page.warn(of: chains)
        page += .header("Policy", "Number", "When", "Account", "Region", "Databases")
        for entry in entries {
            page += .row(
                "\(entry.inventory.policy)", "\(entry.sequence)", "\(entry.at.shown)", "\(entry.inventory.account)",
                "\(entry.inventory.region)", "\(CountText.list(entry.inventory.databases.map(\.id)))")
        }
        return page.text
    }
}

extension InventoriedDatabase: Renderable {
    private var rows: [(name: String, value: String)] {
        database.namedSettings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add(
            "\(database.kind.rawValue) \(database.id, .strong) as drctl saw it on \(at.shown): \(database.engine) \(database.engineVersion)",
            hang: 2)
        page.add("policy \(policy), account \(scope.account), \(scope.region)", role: .faint)
        page.warn(of: [chain])
        page.gap()
        for (name, value) in rows { page.item("\(name)", width: 34, "\(value)", indent: 2) }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/inventory/v1"), ("policy", .string(policy)), ("account", .text(scope.account)),
            ("region", .text(scope.region)), ("at", .text(at)), ("kind", .string(database.kind.rawValue)),
            ("database", .string(database.id)), ("arn", .string(database.arn)),
            ("engine", .string(database.engine)), ("engineVersion", .string(database.engineVersion)),
            ("settings", .object(rows.map { ($0.name, .string($0.value)) })),
            ("tags", .object(database.tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            ("doubts", .doubts([chain])),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# \(.code(database.id)) as drctl saw it on \(at.shown)\n"
        page.warn(of: [chain])
        page += .header("Setting", "Value")
        for (name, value) in rows { page += .row("\(name)", .code(value)) }
        return page.text
    }
}
