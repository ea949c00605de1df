import Digests
import Foundation
import RecoveryModel
import RecoveryReports
import Testing

@Suite("Names and messages that try to break a report")
struct HostileTextTests {
    static let mark =
        "<script>alert(1)</script>\"'&amp;|`*_[x](javascript:y)\n# forged\r\nforged\t\u{1B}[2J\u{9B}31m\u{202E}gpj\u{2028}"
        + "\u{200B}\u{7F}</style>-->\\"

    private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
            && scalar != "\n"
    }

    @Test func `text shows them on their own line, without effect`() throws {
        let samples = try Samples(mark: Self.mark)
        var settings = samples.settings
        settings.width = 9_999
        for (name, report) in try samples.reports() {
            var coloured = settings
            coloured.style = .ansi
            for text in [
                ReportFormat.text.document(report, settings),
                ReportFormat.text.document(report, coloured).replacing(#/\u{1B}\[[0-9;]*m/#, with: ""),
            ] {
                #expect(!text.unicodeScalars.contains(where: isHidden), "\(name)")
                let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
                #expect(!lines.contains { $0.hasPrefix("# forged") || $0.hasPrefix("forged") }, "\(name)")
            }
        }
        let text = ReportFormat.text.document(samples.audit([samples.violated]), settings)
        #expect(text.contains(#"\u{1b}[2J\u{9b}31m\u{202e}gpj\u{2028}\u{200b}\u{7f}"#))
    }

    @Test func `JSON keeps them to the letter and shows nothing hidden`() throws {
        let samples = try Samples(mark: Self.mark)
        for (name, text) in try samples.documents(.json) {
            #expect(!text.unicodeScalars.contains(where: isHidden), "\(name)")
        }
        for (name, report) in samples.all {
            let document = try JSONValue(parsing: ReportFormat.json.document(report, samples.settings))
            let targets = try #require(document["targets"]?.listed, "\(name)")
            #expect(targets.map { $0["policy"]?.text } == ["knowledge-base\(Self.mark)"], "\(name)")
        }
    }

    @Test func `Markdown keeps its lines, cells and words`() throws {
        let plain = try Samples().documents(.markdown)
        for (index, (name, markdown)) in try Samples(mark: Self.mark).documents(.markdown).enumerated() {
            #expect(!markdown.unicodeScalars.contains(where: isHidden), "\(name)")
            let tags = markdown.replacing("\\<", with: "").replacing("<br>", with: "")
                .replacing(#/</?(details|summary|b|code)>/#, with: "")
                // The edition of a runbook has times and names of databases, which RDS keeps to letters, digits and hyphens.
                .replacing(#/<!-- drctl runbook of [A-Za-z0-9:.;/ -]* -->/#, with: "")
            #expect(!tags.contains("<"), "\(name)")
            #expect(shape(markdown) == shape(plain[index].text), "\(name)")
        }
    }

    /// What each line begins with, and how many cells it has.
    private func shape(_ markdown: String) -> [String] {
        markdown.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            "\(line.prefix { !$0.isLetter && $0 != "`" && $0 != "\\" }) \(line.count { $0 == "|" })"
        }
    }

    @Test func `a page has the same tags whatever the names`() throws {
        let tag = #/<[^>]*>/#
        let tags = { (html: String) in html.matches(of: tag).map { String($0.output) } }
        let hostile = try Samples(mark: Self.mark)
        let plain = try Samples()
        for (hostile, plain) in [
            (hostile.page.html, plain.page.html), (try hostile.markedDrill().html, try plain.markedDrill().html),
            (try hostile.verifiedDrill().html, try plain.verifiedDrill().html),
            (try hostile.failedDrill().html, try plain.failedDrill().html),
        ] + zip(try hostile.documents(.html), try plain.documents(.html)).map({ ($0.text, $1.text) }) {
            #expect(tags(hostile) == tags(plain))
            #expect(!hostile.unicodeScalars.contains(where: isHidden))
            // Ours alone, and it is the same in every page.
            let own = "<script>\(FilterScript.text)</script>"
            #expect(!hostile.replacing(own, with: "").contains("<script"))
        }
    }

    @Test func `the page's policy allows the one script by its digest`() throws {
        let digest = Data(SHA256.hash(Array(FilterScript.text.utf8))).base64EncodedString()
        #expect(FilterScript.digest == "sha256-\(digest)")
        for html in [try Samples().page.html] + (try Samples().documents(.html).map(\.text)) {
            let hasScript = html.contains("<script>")
            #expect(html.contains("script-src '\(FilterScript.digest)'") == hasScript)
            #expect(!html.contains(#/ on[a-z]+=/#) && !html.contains("javascript:"), "no handler in the markup")
        }
        for word in ["fetch", "XMLHttpRequest", "innerHTML", "eval", "import", "localStorage", "cookie", "location"] {
            #expect(!FilterScript.text.contains(word), "\(word)")
        }
    }

    @Test func `a page loads nothing`() throws {
        for html in [try Samples().page.html] + (try Samples().documents(.html).map(\.text)) {
            // Links within the page lead to its own targets.
            let html = html.replacing("<a href=\"#target-", with: "").replacing("<a href=\"#c", with: "")
                .replacing("<script>\(FilterScript.text)</script>", with: "")
            for reference in ["src=", "href=", "url(", "@import", "http:", "https:", "<link", "<script", "<iframe"] {
                #expect(!html.contains(reference), "\(reference)")
            }
            #expect(html.contains("default-src 'none'"))
        }
    }
}
