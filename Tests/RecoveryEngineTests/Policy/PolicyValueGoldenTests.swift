import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Each value of a policy replaced by others of its kind, one at a time: what the parser and the lint say of it.
@Suite("Values of a policy")
struct PolicyValueGoldenTests {
    @Test func `at its limits, beyond them and of another kind, each is said to be what it is`() throws {
        let text = PolicySamples.whole
        var lines: [String] = []
        var before: Substring = ""
        for match in text.matches(of: #/(?:(\w+): |[\[ ])([\w.:*-]+)(?=[,}\]\n])/#) {
            let (name, value) = (match.output.1 ?? "", match.output.2)
            guard String(name) + value != before else { continue }
            before = name + value
            for other in Self.others(than: String(value)) {
                let changed = text.replacingCharacters(in: value, with: other)
                let said = PolicyParser.parse(changed, file: "dr.yaml", today: PolicySamples.today).diagnostics
                lines.append("\(name): \(value) -> \(other)")
                lines += said.map { "    \($0.description.replacing("\n", with: "\n    "))" }
            }
        }
        try Golden.expect(lines.joined(separator: "\n") + "\n", in: "Tests/Goldens/engine/policy-values.txt")
    }

    private static func others(than value: String) -> [String] {
        switch value {
        case _ where value.wholeMatch(of: #/\d+[a-z]+/#) != nil:
            ["0d", "59s", "1m", "5m", "1h", "1d", "6d", "7d", "35d", "36d", "1y", "11y", "x"].filter { $0 != value }
        case _ where value.wholeMatch(of: #/\d+/#) != nil:
            ["-1", "0", "1", "35", "101", "1.5", "x"].filter { $0 != value }
        case "true", "false": ["maybe", "\(value == "false")"]
        default: ["Not Valid!", String(repeating: "a", count: 64), "7", "\"\"", "null"]
        }
    }
}

extension String {
    fileprivate func replacingCharacters(in part: Substring, with other: String) -> String {
        self[..<part.startIndex] + other + self[part.endIndex...]
    }
}
