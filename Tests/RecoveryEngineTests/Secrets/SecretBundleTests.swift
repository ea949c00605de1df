import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Exported secrets")
struct SecretBundleTests {
    private let at = Instant("2026-11-29T04:00:00Z")!

    private func bundle(_ values: [String: SecretValue]) -> SecretBundle {
        SecretBundle(values: values.mapValues { Redacted($0) }, exportedAt: at)
    }

    @Test func `what is exported as JSON is read back to the byte`() throws {
        let values: [String: SecretValue] = [
            "kb/prod/database": .text(#"{"username":"app","password":"hunter2:pass'word"}"#), "empty": .text(""),
            "key": .binary([0, 255, 10]), "text": .text("line\nline \u{1F511} \"quoted\" \\ end"),
        ]
        let bundle = bundle(values)
        #expect(SecretBundle.isJSON(bundle.json))
        #expect(try SecretBundle(json: bundle.json) == bundle)
    }

    @Test(arguments: [
        "", "{}", "A=1", #"{"schema":"drctl/secrets/v2","exportedAt":"2026-11-29T04:00:00Z","secrets":{}}"#,
    ])
    func `another text is no export, and is not repeated in the error`(text: String) {
        #expect(throws: SecretBundle.Refusal.self) { try SecretBundle(json: text) }
        let leaking = #"{"schema":"drctl/secrets/v1","exportedAt":"2026-11-29T04:00:00Z","secrets":{"a":"hunter2"}}"#
        do {
            _ = try SecretBundle(json: leaking)
            Issue.record("it was read")
        } catch {
            #expect(error.description == "secret a of the export has no value")
        }
    }

    @Test func `no value is printed by accident`() {
        let bundle = bundle(["a": .text("hunter2"), "b": .binary([104])])
        var dumped = ""
        dump(bundle, to: &dumped)
        for text in ["\(bundle)", String(reflecting: bundle), dumped] { #expect(!text.contains("hunter2"), "\(text)") }
    }

    @Test func `an object becomes a variable for each member, and any other text one`() throws {
        let file = try EnvironmentFile(
            bundle([
                "kb/prod/database": .text(#"{"username":"app","port":5432,"tls":true}"#), "1api-key": .text("k"),
                "nested": .text(#"{"a":{"b":1}}"#),
            ]))
        #expect(
            file.values.mapValues(\.secret) == [
                "KB_PROD_DATABASE_USERNAME": "app", "KB_PROD_DATABASE_PORT": "5432", "KB_PROD_DATABASE_TLS": "true",
                "_1API_KEY": "k", "NESTED": #"{"a":{"b":1}}"#,
            ])
        #expect(throws: EnvironmentFile.Refusal.self) { try EnvironmentFile(bundle(["b": .binary([1])])) }
        #expect(throws: EnvironmentFile.Refusal.self) {
            try EnvironmentFile(bundle(["a/b": .text("1"), "a_b": .text("2")]))
        }
    }

    @Test(arguments: [
        "", "plain", "two words", "it's", "a\"b", "$HOME `id` \\n", "it's $HOME \"x\" `id` \\ end", "l1\nl2", "l1'\nl2",
    ])
    func `a variable is read back as it was written`(value: String) throws {
        let file = try EnvironmentFile(bundle(["a": .text(value), "b": .text("after")]))
        #expect(try EnvironmentFile(parsing: file.text) == file, "\(file.text)")
    }

    @Test func `a file of variables is read as others write it, and a mistake is named by its line`() throws {
        let file = try EnvironmentFile(parsing: "# comment\n\nexport A=1\nB=\"two words\"\nC='x'  \nD=\n")
        #expect(file.values.mapValues(\.secret) == ["A": "1", "B": "two words", "C": "x", "D": ""])
        for (text, said) in [
            ("A=1\nhunter2\n", "line 2"), ("A='x\n", "line 1 does not end"), ("A=1\nA=2", "line 2 sets A again"),
            ("1A=x", "line 1"), ("A='x'y", "line 1"),
        ] {
            do {
                _ = try EnvironmentFile(parsing: text)
                Issue.record("\(text) was read")
            } catch {
                #expect(error.description.contains(said) && !error.description.contains("hunter2"), "\(error)")
            }
        }
    }

    @Test func `a restore names what it adds, changes and leaves`() throws {
        let old = try EnvironmentFile(parsing: "A=1\nB=2\nC=3\n")
        let new = try EnvironmentFile(parsing: "A=1\nB=9\nD=4\n")
        let changes = Dictionary(uniqueKeysWithValues: old.entries(restoring: new).map { ($0.name, $0.change) })
        #expect(changes == ["A": .same, "B": .changed, "C": .kept, "D": .added])
        #expect(old.restoring(new).values.mapValues(\.secret) == ["A": "1", "B": "9", "C": "3", "D": "4"])
        #expect(!SecretsRestorePlan(place: "", exportedAt: nil, entries: new.entries(restoring: new)).changesAnything)
    }
}
