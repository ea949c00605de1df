import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Single values of the language at their limits, each in a policy that is right without it.
@Suite("Values as they are written")
struct WrittenShapeTests {
    private func errors(_ piece: String, _ replacement: String) -> [String] {
        PolicyParser.parse(
            PolicySamples.whole(piece, replacement), file: "dr.yaml", today: PolicySamples.today
        ).diagnostics.filter { $0.severity == .error }.map(\.id)
    }

    @Test(
        arguments: [
            ("20%", nil), ("1%", nil), ("999%", nil), ("0%", "invalid-value"), ("020%", "invalid-value"),
            ("1000%", "invalid-value"), ("x", "invalid-value"), ("20", "missing-unit"), ("20‰", "wrong-unit"),
            ("20%%", "wrong-unit"), ("\"٢%\"", "invalid-value"),
        ] as [(String, String?)])
    func `a share has up to three digits and its sign`(text: String, error: String?) {
        #expect(
            errors("  budget: 5 USD", "  anomaly: {beyond: \(text)}\n  budget: 5 USD") == [error].compactMap { $0 })
    }

    private static let key = "MCowBQYDK2VwAyEA" + String(repeating: "a", count: 43) + "="

    @Test(arguments: [
        (key, true), (key.replacing("a", with: "+"), true), (key.replacing("a", with: "/"), true),
        (key.replacing("aa=", with: "é="), false), (key.replacing("a", with: "-"), false),
        (String(key.dropLast()) + "a", false), (key + "=", false), ("X" + key.dropFirst(), false),
        (key.replacing("aa", with: "a"), false), ("", false),
    ])
    func `a public key is the base64 of Ed25519`(text: String, isKey: Bool) {
        let found = errors(
            "budget: 25 USD/month", "budget: 25 USD/month\nevidence: {bucket: kb-evidence, trustedKeys: [\"\(text)\"]}")
        #expect(found.isEmpty == isKey, "\(found)")
    }

    @Test(arguments: [
        ("audit.marker", true), ("marker", false), ("a.b.c", false), (".marker", false), ("audit.", false),
        ("a b.c", false), (String(repeating: "a", count: 63) + ".b", true),
        (String(repeating: "a", count: 64) + ".b", false), ("a." + String(repeating: "b", count: 64), false),
    ])
    func `a marker table has a schema and a name that PostgreSQL takes`(text: String, isTable: Bool) {
        #expect(errors("  budget: 5 USD", "  marker: \"\(text)\"\n  budget: 5 USD").isEmpty == isTable)
    }

    @Test(arguments: [
        ("2:00-2:30", "`02:00-02:30`"), ("02:00:00-02:30:00", "`02:00-02:30`"), ("02:00:01-02:30", "two different"),
        ("24:00-02:30", "two different"), ("02:60-03:00", "two different"), ("02:59 - 03:00", "`02:59-03:00`"),
    ])
    func `a window that is almost one has its fix`(text: String, fix: String) {
        let found = PolicySamples.diagnostics(PolicySamples.whole("window: 02:00-02:30", "window: \"\(text)\""))
        #expect(found.contains(fix), "\(found)")
    }

    @Test func `what is nested too deep is refused at its first bracket too many`() {
        func place(_ text: String) -> String? {
            let found = PolicyParser.parse(text, file: "dr.yaml", today: PolicySamples.today).diagnostics.first
            return found.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0)" }
        }
        let open = YAMLReader.maximumDepth
        #expect(place("a: b\nc: " + String(repeating: "[", count: open + 40)) == "2:\(open + 4)")
        #expect(place("a: [1, 2]\nc: {}\nd: " + String(repeating: "[", count: open + 40)) == "3:\(open + 4)")
    }
}
