import JSONWriting
package import RecoveryModel

extension RecoveryRollback: Renderable {
    private var sentence: String {
        renamed.isEmpty
            ? "nothing was to be renamed: \(database) has its name"
            : renamed.map { "\($0.from) is \($0.to) again" }.joined(separator: "; ")
    }

    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\("ROLLED BACK", .good): \(sentence)", hang: 2)
        page.add("recovery \(recovery), policy \(policy)", role: .faint)
        page.point("no database was deleted; both have deletion protection as before")
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/recovery-rollback/v1"), ("recovery", .text(recovery)), ("policy", .string(policy)),
            ("database", .string(database)), ("at", .text(at)),
            (
                "renamed",
                .array(renamed.map { .object([("from", .string($0.from)), ("to", .string($0.to))]) })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# ROLLED BACK: \(sentence)\n\n"
        page += "Recovery \(.code(recovery)) of policy \(.code(policy)), \(at.shown).\n"
        return page.text
    }
}
