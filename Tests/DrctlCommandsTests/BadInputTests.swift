import Foundation
import Testing

/// Bad input gets one clear error with the place, the cause and the cure, and no call is made.
@Suite struct BadInputTests {
    /// Nothing listens there: a call would end with exit code 1 and not 65.
    private let nowhere = [
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
    ]

    private static let sound = """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: test}
        scope: {accounts: ["123456789012"], regions: [us-east-1]}
        objectives: {rto: 4h, rpo: 24h}
        databases:
          - select: {ids: [db]}
            backups: {window: "02:00-02:30", retention: 30d}
        """

    /// What is put in place of what, and the diagnostic's place and id.
    static let mistakes: [(String, String, String)] = [
        ("retention: 30d", "retenton: 30d", "8:38: error"),
        ("retention: 30d", "retention: 30 parsecs", "8:49: error"),
        ("\"02:00-02:30\"", "2:00:00", "8:23: error"),
        ("\"123456789012\"", "012345678901", "4:20: error"),
    ]

    @Test(arguments: mistakes)
    func `a mistake is told with its place, and no call is made`(
        _ wrong: (old: String, new: String, place: String)
    ) async throws {
        let outcome = try await audit(Self.sound.replacingOccurrences(of: wrong.old, with: wrong.new))
        #expect(outcome.code == 65)
        #expect(outcome.conversation.contains(".yaml:\(wrong.place)"), "\(outcome.conversation)")
        #expect(outcome.conversation.contains("hint: "))
        #expect(outcome.output.isEmpty)
    }

    @Test func `an empty file, a huge file and a bomb of aliases are refused`() async throws {
        #expect(try await audit("").code == 65)
        let huge = try await audit(String(repeating: "# padding\n", count: 1 << 20))
        #expect(huge.code == 65)
        #expect(huge.conversation.contains("a policy can have at most 1 MiB"), "\(huge.conversation)")
        let bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n"
        let refused = try await audit(bomb)
        #expect(refused.code == 65)
        #expect(refused.conversation.contains(".yaml:"))
    }

    @Test func `a missing file is named`() async throws {
        let outcome = try await Binary.run(["audit", "--policy", "no/such.yaml"], nowhere)
        #expect(outcome.code == 65)
        #expect(outcome.conversation.contains("policy file or folder no/such.yaml not found"))
        #expect(outcome.conversation.contains("hint: write one with `drctl init`"), "\(outcome.conversation)")
    }

    @Test func `a pipe or a device in place of a file is refused with its cause, and never waited for`() async throws {
        let folder = "/tmp/drctl-pipes-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        mkfifo(folder + "/policy.yaml", 0o600)
        for path in [folder, folder + "/policy.yaml"] {
            let outcome = try await Binary.run(["audit", "--policy", path], nowhere)
            #expect(outcome.code == 65)
            #expect(outcome.conversation.contains("policy.yaml:1:1: error"), "\(outcome.conversation)")
            #expect(outcome.conversation.contains("nobody writes to this named pipe"), "\(outcome.conversation)")
        }
        let endless = try await Binary.run(["audit", "--policy", "/dev/zero"], nowhere)
        #expect(endless.code == 65)
        #expect(endless.conversation.contains("a policy can have at most 1 MiB"), "\(endless.conversation)")
        let key = try await Binary.run(["evidence", "verify", "--public-key", folder + "/policy.yaml"], nowhere)
        #expect(key.code == 64)
        #expect(key.conversation.contains("nobody writes to this named pipe"), "\(key.conversation)")
        let config = try await Binary.run(
            ["audit", "--policy", "policies/knowledge-base.yaml"], ["AWS_CONFIG_FILE": folder + "/policy.yaml"])
        #expect(config.code == 77)
        #expect(config.conversation.contains("nobody writes to this named pipe"), "\(config.conversation)")
    }

    @Test func `a policy may come from a pipe that somebody writes to`() async throws {
        let script = "exec \"$@\" --policy <(sleep 0.2; cat policies/knowledge-base.yaml)"
        let outcome = try await Binary.run(["policy", "check"], under: ["/bin/bash", "-c", script, "bash"])
        #expect(outcome.code == 0, "\(outcome)")
        #expect(outcome.output.contains(": valid"), "\(outcome)")
    }

    @Test func `without credentials the fix is told and the exit code is 77`() async throws {
        let outcome = try await Binary.run(
            ["audit", "--policy", "policies/knowledge-base.yaml"], ["AWS_REGION": "us-east-1"])
        #expect(outcome.code == 77)
        #expect(outcome.conversation.contains("No credentials found. Tried: environment"))
        #expect(outcome.conversation.contains("hint: "))
    }

    @Test func `an endpoint that is down is named with what was tried`() async throws {
        let outcome = try await Binary.run(["audit", "--policy", "policies/knowledge-base.yaml"], nowhere)
        #expect(outcome.code == 1)
        #expect(outcome.conversation.contains("sts:GetCallerIdentity: http://127.0.0.1:9"))
        #expect(outcome.conversation.contains("after 3 attempts"))
    }

    @Test func `a role that requires an MFA code is refused where nobody can enter it`() async throws {
        let home = "/tmp/drctl-home-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: home + "/.aws", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        try Data(
            """
            [default]
            role_arn = arn:aws:iam::123456789012:role/dr
            source_profile = base
            mfa_serial = arn:aws:iam::123456789012:mfa/me
            [profile base]
            aws_access_key_id = AKIATEST
            aws_secret_access_key = secret
            """.utf8
        ).write(to: URL(filePath: home + "/.aws/config"))
        let outcome = try await Binary.run(
            ["audit", "--policy", "policies/knowledge-base.yaml"],
            ["AWS_REGION": "us-east-1", "HOME": home, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"])
        #expect(outcome.code == 77)
        #expect(outcome.conversation.contains("requires a code of the MFA device arn:aws:iam::123456789012:mfa/me"))
    }

    @Test func `what is meant for a role needs one`() async throws {
        for option in [["--external-id", "x"], ["--role-session-name", "x"], ["--role-duration", "900"]] {
            let outcome = try await Binary.run(["audit"] + option, nowhere)
            #expect(outcome.code == 64)
            #expect(outcome.conversation.contains("\(option[0]) requires --assume-role"))
        }
        let role = ["--assume-role", "arn:aws:iam::123456789012:role/dr"]
        #expect(try await Binary.run(["audit", "--role-duration", "60"] + role, nowhere).code == 64)
    }

    @Test func `a wrong option is a usage error`() async throws {
        #expect(try await Binary.run(["audit", "--no-such-option"]).code == 64)
        #expect(try await Binary.run(["audit", "--control", "no.such"], nowhere).code == 64)
    }

    private func audit(_ text: String) async throws -> Binary.Outcome {
        let path = "/tmp/drctl-policy-\(UUID().uuidString).yaml"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await Binary.run(["audit", "--policy", path], nowhere)
    }
}
