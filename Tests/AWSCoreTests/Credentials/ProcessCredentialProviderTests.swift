import AWSCore
import AWSNames
import Testing

@Suite struct ProcessCredentialProviderTests {
    private func world(_ command: String) -> CredentialTestWorld {
        CredentialTestWorld(
            environment: ["PATH": "/usr/bin:/bin", "MARK": "from the environment"],
            files: [".aws/config": "[default]\ncredential_process = \(command)\naws_account_id = 1\n"])
    }

    private func load(_ command: String) async throws -> Credentials {
        try await ProfileCredentialProvider(world(command).context).credentials()
    }

    private func reason(_ command: String) async throws -> String {
        let error = try await world(command).failure { try await ProfileCredentialProvider($0).credentials() }
        return error?.attempts.last?.reason ?? "no error"
    }

    @Test func `what the helper prints is read`() async throws {
        let json =
            #"{"Version": 1, "AccessKeyId": "K", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2030-01-01T00:00:00Z"}"#
        let credentials = try await load("printf %s '\(json)'")
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "K", secretAccessKey: Redacted("s"), sessionToken: Redacted("t"),
                    expiration: 1_893_456_000, accountID: "1"))
    }

    @Test func `words are passed on as they are: no shell expands them`() async throws {
        let shell = try await reason(#"sh -c 'echo "$MARK" >&2; exit 3'"#)
        #expect(shell == "credential_process: sh: exited(3): from the environment")
        let direct = try await reason(#"/bin/ls "/$HOME/no such file""#)
        #expect(direct.contains("/$HOME/no such file"))
    }

    @Test(arguments: [
        ("/bin/ls no-file # note", "'#'"), ("/bin/ls no-file #note", "'#note'"),
        ("/bin/ls 'no # file'", "'no # file'"),
    ])
    func `a word that begins with a number sign reaches the helper`(command: String, word: String) async throws {
        #expect(try await reason(command).contains(word))
    }

    @Test func `a pipe is given to the shell`() async throws {
        let command = #"echo '{"Version":1,"AccessKeyId":"K","SecretAccessKey":"s"}' | cat"#
        #expect(try await load(command).accessKeyID == "K")
    }

    @Test(arguments: [
        ("echo not-json", "did not print a JSON object"), ("echo {}", #"did not print "Version": 1"#),
        (#"echo '{"Version":2}'"#, "Version"),
        (#"echo '{"Version":1,"AccessKeyId":"K"}'"#, "SecretAccessKey is missing"),
        ("no-such-helper-anywhere", "no-such-helper-anywhere: "), ("echo 'open", "quotes do not match"),
        ("false", "false: exited(1)"),
    ])
    func `a helper that does not work is told by its name`(command: String, reason expected: String) async throws {
        #expect(try await reason(command).contains(expected))
    }

    @Test func `what the helper printed is in no error`() async throws {
        let printed = try await reason(
            #"echo '{"Version":1,"AccessKeyId":"K","SecretAccessKey":"hush","SessionToken":"a b"}'"#)
        #expect(printed.contains("character"))
        #expect(!printed.contains("hush") && !printed.contains("a b"))
    }
}
