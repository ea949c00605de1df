import Foundation
import Testing

/// The prompt for the code of an MFA device, on a terminal.
@Suite struct MFAPromptTests {
    private static let policy = "policies/knowledge-base.yaml"

    /// A home whose profile needs the code of an MFA device.
    private static func home(_ body: ([String: String]) async throws -> Void) async throws {
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
        try await body([
            "HOME": home, "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1",
        ])
    }

    private static let prompt = Terminal.Step.await("MFA code for arn:aws:iam::123456789012:mfa/me: ")

    @Test func `an MFA code is not shown while it is typed, and what is typed afterwards is`() async throws {
        try await Self.home { environment in
            let run = try await Terminal.run(
                ["audit", "--policy", Self.policy], environment, [Self.prompt, .type("775533\n")])
            #expect(run.during.first == false, "hidden as soon as the prompt is there")
            #expect(!run.written.contains("775533"), "\(run.written)")
            // Nothing listens there, so the role cannot be assumed; that it was tried says that the code was read.
            #expect(run.written.contains("http://127.0.0.1:9"), "\(run.written)")
            #expect(run.lines.contains { $0.hasSuffix("mfa/me: ") }, "the answer to a prompt ends its line")
            #expect(run.echoes)
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a signal at the prompt ends it at once, and the terminal shows again what is typed`(
        _ signal: Int32
    ) async throws {
        try await Self.home { environment in
            let run = try await Terminal.run(
                ["audit", "--policy", Self.policy], environment, [Self.prompt, .type("123"), .signal(signal)])
            #expect(run.code == (signal == SIGINT ? 130 : 143), "\(run.written)")
            #expect(run.echoes)
            #expect(run.lines.count == 3 && run.lines[1] == "drctl: interrupted", "\(run.lines)")
        }
    }

    @Test func `the keys of the terminal interrupt a prompt, and neither stop nor kill it`() async throws {
        try await Self.home { environment in
            let run = try await Terminal.run(
                ["audit", "--policy", Self.policy], environment, [Self.prompt, .type("\u{1A}\u{1C}\u{03}")])
            #expect(run.code == 130, "\(run.written)")
            #expect(run.echoes)
        }
    }
}
