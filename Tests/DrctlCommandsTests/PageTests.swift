import Foundation
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Pages as a browser shows them; Tests/Browser/page_check.py says what is looked at.
@Suite struct PageTests {
    /// The browser's own opinion: exit status 0 and nothing to complain about.
    static func check(_ pages: [String]) async throws {
        let arguments = [Binary.root + "/Tests/Browser/page_check.py"] + pages
        let result = try await Subprocess.run(
            .path(FilePath(Binary.root + "/.venv/bin/python")), arguments: Arguments(arguments),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        #expect(result.terminationStatus.isSuccess, "\(result.standardOutput)\(result.standardError)")
    }

    @Test func `reports are laid out, readable and quiet in Chromium`() async throws {
        let folder = Binary.root + "/Tests/Goldens/reports"
        let pages = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".html") }
        #expect(pages.count >= 3)
        try await Self.check(pages.sorted().map { "\(folder)/\($0)" })
    }

    @Test func `a page that is broken is found out`() async throws {
        let page = FileManager.default.temporaryDirectory.path + "/drctl-page-\(UUID().uuidString).html"
        defer { try? FileManager.default.removeItem(atPath: page) }
        try """
        <!doctype html><meta charset="utf-8"><title>t</title>
        <body><img src="https://127.0.0.1:9/x.png"><p style="width:2000px;color:#ccc">wide and pale</p>
        <script>console.log("talks")</script>
        """.write(toFile: page, atomically: true, encoding: .utf8)
        let result = try await Subprocess.run(
            .path(FilePath(Binary.root + "/.venv/bin/python")),
            arguments: [Binary.root + "/Tests/Browser/page_check.py", page],
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        #expect(!result.terminationStatus.isSuccess)
        for complaint in [
            "wide in 360", "its contrast is", "the console says", "axe, critical: ",
            "it asks for https://127.0.0.1:9/x.png",
        ] {
            #expect(
                result.standardOutput.contains(complaint),
                "\(complaint): \(result.standardOutput)\(result.standardError)")
        }
    }
}
