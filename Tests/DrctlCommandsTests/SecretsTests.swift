import Foundation
import Testing

/// `drctl secrets` by the real binary: files alone, which need no AWS.
@Suite("Secrets in files") struct SecretsTests {
    private static let password = "hunter2:pass'word"

    /// A folder with a key of age and an export of one login; gone afterwards.
    private func withExport<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let folder = "/tmp/drctl-secrets-\(UUID().uuidString.prefix(8).lowercased())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let login = #"{\"username\":\"app\",\"password\":\"\#(Self.password)\"}"#
        let text =
            #"{"exportedAt":"2026-11-29T04:00:00Z","schema":"drctl/secrets/v1","secrets":{"kb/db":{"text":"\#(login)"}}}"#
        try text.write(toFile: folder + "/clear", atomically: false, encoding: .utf8)
        try await BackupServer.shell(
            """
            cd \(folder) && age-keygen -o key.txt 2>/dev/null && age-keygen -o other.txt 2>/dev/null
            age -r $(age-keygen -y key.txt) -o secrets.age clear && rm clear
            """)
        return try await body(folder)
    }

    @Test func `an export without recipients is refused before anything is read`() async throws {
        let outcome = try await Binary.run(
            ["secrets", "export", "--to", "/tmp/none.age", "--policy", "none.yaml"], [:])
        #expect(outcome.code == 64 && outcome.conversation.contains("not exported in the clear"), "\(outcome)")
        #expect(!FileManager.default.fileExists(atPath: "/tmp/none.age"))
    }

    @Test func `a drill that would prove no exported secret is refused`() async throws {
        let outcome = try await Binary.run(
            ["drill", "run", "--exported-secrets", "none.age", "--policy", "policies/starter.yaml"], [:])
        #expect(outcome.code == 5 && outcome.conversation.contains("names no secret"), "\(outcome)")
    }

    @Test func `values go into a file of variables after --yes, and are never shown`() async throws {
        try await withExport { folder in
            let env = folder + "/.env"
            let there = "# of the app\nOTHER='stays'\nexport KB_DB_USERNAME='old' # login\nHOMES=\"$HOME\"\n"
            try there.write(toFile: env, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: env)
            func restore(_ arguments: [String], key: String = "key.txt") async throws -> Binary.Outcome {
                let outcome = try await Binary.run(
                    ["secrets", "restore", folder + "/secrets.age", "--into-env", env] + arguments,
                    ["DRCTL_AGE_IDENTITY": "\(folder)/\(key)"])
                #expect(!(outcome.output + outcome.conversation).contains("hunter2"), "\(outcome)")
                return outcome
            }
            let shown = try await restore([])
            #expect(shown.code == 2 && shown.output.contains("2 values would be written"), "\(shown)")
            #expect(shown.output.contains("keep") && shown.output.contains("KB_DB_PASSWORD"), "\(shown)")
            #expect(try String(contentsOfFile: env, encoding: .utf8).contains("'old'"))
            let wrong = try await restore(["--yes"], key: "other.txt")
            #expect(wrong.code == 1 && wrong.conversation.contains("could not be decrypted"), "\(wrong)")
            #expect(try String(contentsOfFile: env, encoding: .utf8).contains("'old'"))
            let done = try await restore(["--yes"])
            #expect(done.code == 0, "\(done)")
            let sourced = try await BackupServer.shell(
                "set -a; . \(env); printf '%s|%s|%s' \"$KB_DB_USERNAME\" \"$KB_DB_PASSWORD\" \"$OTHER\"")
            #expect(sourced == "app|\(Self.password)|stays")
            #expect(
                try String(contentsOfFile: env, encoding: .utf8)
                    == there.replacingOccurrences(of: "'old'", with: "'app'")
                    + "KB_DB_PASSWORD=\"\(Self.password)\"\n")
            func mode() throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: env)[.posixPermissions] as? Int
            }
            #expect(try mode() == 0o640)
            #expect(try await restore([]).code == 0)
            let bytes = Data([0x41, 0x3d, 0xff, 0x0a])
            try bytes.write(to: URL(fileURLWithPath: env))
            let foreign = try await restore(["--yes"])
            #expect(foreign.code == 64 && foreign.conversation.contains("not UTF-8"), "\(foreign)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: env)) == bytes)
            try FileManager.default.removeItem(atPath: env)
            #expect(try await restore(["--yes"]).code == 0)
            #expect(try mode() == 0o600)
            let none = try await Binary.run(
                ["secrets", "restore", folder + "/none.age", "--into-env", env],
                ["DRCTL_AGE_IDENTITY": folder + "/key.txt"])
            #expect(none.code == 64 && none.conversation.contains("not found"), "\(none)")
        }
    }
}
