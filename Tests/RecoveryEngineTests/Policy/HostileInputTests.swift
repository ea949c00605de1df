import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Files that are no policies at all, or want to harm the reader.
@Suite struct HostileInputTests {
    private func diagnostics(_ bytes: [UInt8]) -> [Diagnostic] {
        PolicyParser.parse(bytes: bytes, file: "dr.yaml", today: PolicySamples.today).diagnostics
    }

    @Test func `a file of ten megabytes is refused before it is parsed`() {
        let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 10 << 20)
        #expect(
            diagnostics(bytes).rendered() == """
                dr.yaml:1:1: error: the file is larger than 1 MiB, the maximum for a policy [file-too-large]
                  hint: check that this is the policy; split a large one with `extends` or into several files
                """)
    }

    @Test func `a file that is not there is named`() {
        struct NoSuchFile: Error, CustomStringConvertible { let description = "no such file" }
        let result = PolicyParser.load("policies/dr.yaml", today: PolicySamples.today) { _ in throw NoSuchFile() }
        #expect(result.document == nil)
        #expect(
            result.diagnostics.rendered() == """
                policies/dr.yaml:1:1: error: failed to read the file: no such file [unreadable-file]
                  hint: choose another with `--policy`, or write one: docs/policy.md shows one
                """)
    }

    @Test func `bytes that are not UTF-8 are found`() {
        let text = Array((PolicySamples.minimal + "dashboard: k").utf8)
        #expect(
            diagnostics(text + [0xFF]).rendered().hasPrefix("dr.yaml:6:13: error: invalid UTF-8 [not-utf-8]"))
        #expect(diagnostics([0xFF, 0xFE, 0x61, 0x00]).rendered().hasPrefix("dr.yaml:1:1: error: the file is UTF-16"))
        #expect(
            diagnostics([0x61, 0x00]).rendered().hasPrefix("dr.yaml:1:2: error: the character U+0000 is not allowed"))
        #expect(diagnostics(Array("a: \u{FEFF}".utf8)).map(\.id) == ["control-character"])
    }

    @Test func `a byte order mark and Windows line ends are no problem`() {
        let text = PolicySamples.minimal.replacing("\n", with: "\r\n")
        let result = PolicyParser.parse(
            bytes: [0xEF, 0xBB, 0xBF] + Array(text.utf8), file: "dr.yaml", today: PolicySamples.today)
        #expect(result.diagnostics.rendered() == "")
        #expect(result.document?.policy.name == "kb")
    }

    @Test func `a bomb of aliases is refused without being expanded`() {
        var bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
        for (name, previous) in zip("bcdefghijklmnop", "abcdefghijklmno") {
            let items = Array(repeating: "*\(previous)", count: 9).joined(separator: ", ")
            bomb += "\(name): &\(name) [\(items)]\n"
        }
        let found = diagnostics(Array(bomb.utf8))
        #expect(found.count { $0.id == "alias" } == 15 * 9)
        #expect(found.count { $0.id == "anchor" } == 16)
        #expect(found.first { $0.id == "alias" }?.location == .init(file: "dr.yaml", line: 2, column: 8))
    }

    @Test func `aliases in keys and anchors of keys are refused too`() {
        let found = diagnostics(Array("? &k [a, b]\n: 1\n? *k\n: 2\n*k : 3\n".utf8))
        #expect(found.count { $0.id == "wrong-type" } >= 1)
        #expect(found.contains { $0.id == "alias" })
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "a:\n"])
    func `deep nesting ends with a diagnostic`(_ level: String) {
        for depth in [25, 500, 5_000] {
            let text =
                level == "a:\n"
                ? (0..<min(depth, 1_200)).map { String(repeating: " ", count: $0) + level }.joined()
                : String(repeating: level, count: depth)
            let found = diagnostics(Array(text.utf8))
            #expect(found.hasErrors)
            #expect(found.count < 100)
            #expect(found.allSatisfy { $0.location != nil })
        }
    }

    @Test func `maps as keys of maps as keys are refused at once`() {
        for level in ["? ", "{? ", "{"] {
            let text = String(repeating: String(repeating: level, count: 400) + "a\n", count: 500)
            #expect(diagnostics(Array(text.utf8)).map(\.id) == ["nested-too-deeply"])
        }
    }

    @Test func `a file with nothing but problems is not read to its end`() {
        let found = diagnostics(Array(String(repeating: "?\n", count: 200_000).utf8))
        #expect(found.count == 201)
        #expect(found.last?.id == "too-many-problems")
    }

    @Test(arguments: ["key: *.sql", "key: [*]", "*", "key:\n  - *", "key: *a b"])
    func `a text that begins with a star is refused with the fix`(_ line: String) {
        let found = diagnostics(Array((PolicySamples.minimal + line).utf8))
        #expect(found.contains { $0.id == "alias" && $0.hint?.contains("quote text") == true }, "\(found.rendered())")
    }

    @Test func `nesting past the policy's is reported where it begins`() {
        let text =
            PolicySamples.minimal + "tags: {a: " + String(repeating: "[", count: 30) + String(repeating: "]", count: 30)
            + "}\n"
        let found = diagnostics(Array(text.utf8))
        #expect(found.contains { $0.id == "nested-too-deeply" && $0.location?.line == 6 })
    }

    @Test func `a thousand mistakes are all found, and printing them is bounded`() {
        let text = PolicySamples.minimal + (0..<1_000).map { "key\($0): 1\n" }.joined()
        let found = diagnostics(Array(text.utf8))
        #expect(found.count == 1_000)
        #expect(found.rendered().split(separator: "\n").count == 101)
        #expect(found.rendered().hasSuffix("and 950 more, including 950 errors; fix the ones above first"))
    }

    @Test func `a long value is cut in messages`() {
        let text = PolicySamples.minimal + "dashboard: \(String(repeating: "ä", count: 100_000))\n"
        #expect(PolicySamples.diagnostics(text).utf8.count < 1_000)
    }
}
