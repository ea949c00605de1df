import JSONWriting
package import RecoveryModel

/// Whether a runbook that somebody has kept is what would be written now.
package struct RunbookComparison: Renderable {
    /// A chapter that is not as it would be.
    package struct Difference: Hashable, Sendable {
        /// Its title; empty for what stands before the first one.
        package var chapter: String
        /// Its first line that is only in the file; nil without one.
        package var committed: String?
        /// Its first line that is only in what would be written now; nil without one.
        package var current: String?
    }

    package let file: String
    package let differences: [Difference]
    /// Examples that can no longer be restored, each with the reason.
    package let expired: [String]

    /// - Parameters:
    ///   - committed: The file's text, in Markdown or HTML.
    ///   - runbook: What would be written now, for the file's edition.
    package init(_ committed: String, file: String, _ runbook: Runbook, expired: [String]) {
        self.file = file
        self.expired = expired
        let isPage = committed.hasPrefix("<!doctype")
        let (old, new) = (committed, isPage ? runbook.html : runbook.markdown)
        var found = old == new ? [] : Self.differences(old, new, opening: isPage ? "<h2" : "## ")
        if old != new, found.isEmpty { found = [Difference(chapter: "", committed: nil, current: nil)] }
        differences = found + expired.map { Difference(chapter: $0, committed: nil, current: nil) }
    }

    private static func differences(_ old: String, _ new: String, opening: String) -> [Difference] {
        let (before, after) = (chapters(old, opening), chapters(new, opening))
        let titles = after.map(\.title) + before.map(\.title).filter { title in !after.contains { $0.title == title } }
        return titles.compactMap { title in
            let (was, now) = (
                before.first { $0.title == title }?.lines ?? [], after.first { $0.title == title }?.lines ?? []
            )
            guard was != now else { return nil }
            let (lost, added) = (Set(was).subtracting(now), Set(now).subtracting(was))
            return Difference(
                chapter: title, committed: was.first(where: lost.contains), current: now.first(where: added.contains))
        }
    }

    private static func chapters(_ text: String, _ opening: String) -> [(title: String, lines: [String])] {
        var chapters: [(title: String, lines: [String])] = [("", [])]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix(opening) { chapters.append((title(line), [])) }
            chapters[chapters.count - 1].lines.append(line)
        }
        return chapters
    }

    /// `## 3. Title` and `<h2 id="c3">3. Title</h2>`, without the number: a new chapter moves all that follow.
    private static func title(_ line: String) -> String {
        let inner = line.hasPrefix("<") ? line.split(separator: ">").dropFirst().first.map(String.init) ?? line : line
        let words = inner.split(separator: "<").first.map(String.init) ?? inner
        return words.split(separator: ". ", maxSplits: 1).last.map(String.init) ?? words
    }

    private var sentence: String {
        differences.isEmpty
            ? "\(file) is what would be written now"
            : "\(file) differs in \(CountText.of(differences.count, "place"))"
    }

    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add(
            "\(differences.isEmpty ? "CURRENT" : "STALE", differences.isEmpty ? .good : .bad): \(sentence)", hang: 2)
        for difference in differences {
            page.point("\(difference.chapter.isEmpty ? "before the first chapter" : difference.chapter, .strong)")
            if let line = difference.committed { page.item("file", width: 6, "\(line)", indent: 4) }
            if let line = difference.current { page.item("now", width: 6, "\(line)", indent: 4) }
        }
        if !differences.isEmpty {
            page.add("Write it again with `drctl runbook --out \(file)`, and read what has changed.")
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/runbook-check/v1"), ("file", .string(file)), ("current", .bool(differences.isEmpty)),
            (
                "differences",
                .array(
                    differences.map {
                        .object([
                            ("chapter", .string($0.chapter)), ("committed", .text($0.committed)),
                            ("now", .text($0.current)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# \(differences.isEmpty ? "CURRENT" : "STALE")\n\n\(sentence).\n"
        if !differences.isEmpty { page += .header("Chapter", "In the file", "Now") }
        for difference in differences {
            page += .row(
                "\(difference.chapter)", difference.committed.map { .code($0) } ?? "",
                difference.current.map { .code($0) } ?? "")
        }
        return page.text
    }
}
