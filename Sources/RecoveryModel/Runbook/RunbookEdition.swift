/// What of a runbook moves while nobody changes anything: the time it was written at, and which points in time could be
/// restored then. It is kept in the file, so that a file is compared with what would be written now for these values.
package struct RunbookEdition: Hashable, Sendable {
    /// The restorable window of one database.
    package struct Window: Hashable, Sendable {
        /// The database within its account and region, such as `123456789012/us-east-1/kb-prod`.
        package var database: String
        package var earliest: Instant?
        package var latest: Instant

        package init(database: String, earliest: Instant?, latest: Instant) {
            self.database = database
            self.earliest = earliest
            self.latest = latest
        }
    }

    package var at: Instant
    /// By database.
    package var windows: [Window]

    package init(at: Instant, windows: [Window]) {
        self.at = at
        self.windows = windows.sorted { $0.database < $1.database }
    }

    private static let opening = "<!-- drctl runbook of "

    /// The line of a file that holds it, a comment in Markdown and in HTML.
    package var line: String {
        let windows = windows.map { "; \($0.database) \($0.earliest?.description ?? "-") \($0.latest)" }
        return "\(Self.opening)\(at)\(windows.joined()) -->"
    }

    /// That of a file; nil when the file is no runbook of drctl's.
    package init?(file: String) {
        guard let line = file.split(separator: "\n").last(where: { $0.hasPrefix(Self.opening) }), line.hasSuffix(" -->")
        else { return nil }
        var parts = line.dropFirst(Self.opening.count).dropLast(4).split(separator: "; ").map(String.init)
        guard !parts.isEmpty, let at = Instant(parts.removeFirst()) else { return nil }
        var windows: [Window] = []
        for part in parts {
            let words = part.split(separator: " ").map(String.init)
            guard words.count == 3, let latest = Instant(words[2]) else { return nil }
            let earliest = Instant(words[1])
            guard earliest != nil || words[1] == "-" else { return nil }
            windows.append(Window(database: words[0], earliest: earliest, latest: latest))
        }
        self.init(at: at, windows: windows)
    }
}
