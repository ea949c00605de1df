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
        "", "plain", "two words", "it's", "a\"b", "$HOME `id` \\n", "it's $HOME \"x\" \\ end", "l1\nl2", "it's \\n",
        "'\u{301}", "\u{301}a",
    ])
    func `a variable is read back as it was written`(value: String) throws {
        let file = try EnvironmentFile(bundle(["a": .text(value), "b": .text("after")]))
        let text = try file.text()
        #expect(try EnvironmentFile(parsing: text).values == file.values, "\(text)")
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
        #expect(try old.text(restoring: new) == "A=1\nB='9'\nC=3\nD='4'\n")
        #expect(!SecretsRestorePlan(place: "", exportedAt: nil, entries: new.entries(restoring: new)).changesAnything)
    }

    @Test func `what a restore does not change stays to the byte`() throws {
        let text = """
            # the login of the app
            export USER_NAME="old"  # since May
            URL="postgres://$USER_NAME@db"
            \tRAW=a$HOME # kept

            KEY='l1
            l2'
            LAST=x
            """
        let old = try EnvironmentFile(parsing: text)
        #expect(old.values["RAW"]?.secret == "a$HOME" && old.values["KEY"]?.secret == "l1\nl2")
        let new = try EnvironmentFile(parsing: "USER_NAME='it'\nLAST='x'\nADDED='1'\nALSO='2'\n")
        #expect(
            try old.text(restoring: new)
                == text.replacing("\"old\"", with: "'it'") + "\nADDED='1'\nALSO='2'\n")
        #expect(try old.text(restoring: EnvironmentFile(parsing: "LAST='x'\n")) == text)
    }

    @Test func `a value that a shell would replace is not taken for the same`() throws {
        let new = try EnvironmentFile(parsing: "A='$HOME'\n")
        for text in ["A=$HOME", "A=\"$HOME\""] {
            let old = try EnvironmentFile(parsing: text)
            #expect(old.entries(restoring: new).map(\.change) == [.changed], "\(text)")
            #expect(try old.text(restoring: new) == "A='$HOME'")
        }
        let escaped = try EnvironmentFile(parsing: "A=\"\\$HOME\"\r\nB=1\r\n")
        #expect(escaped.entries(restoring: new).filter(\.writes).isEmpty)
        #expect(try escaped.text(restoring: new) == "A=\"\\$HOME\"\r\nB=1\r\n")
    }

    @Test(arguments: [
        ("hunter2\\", "ends in a backslash"), ("hunter'2\\", "ends in a backslash"),
        ("hunter'\n2", "single quote and a new line"), ("hunter'`2", "single quote and a backtick"),
        ("hunter\r\n2", "carriage return"), ("hunter\u{0}2", "zero byte"),
    ])
    func `a value that a shell and Compose would read otherwise is refused, and what is there stays`(
        value: String, said: String
    ) throws {
        let file = try EnvironmentFile(bundle(["a": .text(value)]))
        for write in [{ try file.text() }, { try EnvironmentFile(parsing: "A=1\n").text(restoring: file) }] {
            do {
                _ = try write()
                Issue.record("it was written")
            } catch {
                let text = "\(error)"
                #expect(text.contains("value of A ") && text.contains(said), "\(text)")
                #expect(text.contains("by hand") && !text.contains("hunter"), "\(text)")
            }
        }
    }

    @Test func `bytes that are no text are refused`() throws {
        #expect(throws: EnvironmentFile.Refusal.self) { try EnvironmentFile(bytes: [65, 61, 255, 10]) }
        #expect(try EnvironmentFile(bytes: Array("A=é".utf8)).values["A"]?.secret == "é")
    }
}
