import Foundation
import Testing

/// Runs that must not begin: the wrong account, nobody's credentials, an endpoint that is down or silent.
@Suite(.serialized, .sandbox) struct RefusedRunTests {
    /// Every verb that could change something.
    private static let changing = [
        ["apply", "--yes"], ["drill", "run"], ["drill", "selftest"], ["drill", "cleanup"],
    ]

    @Test(arguments: changing)
    func `in the wrong account nothing is done`(_ verb: [String]) async throws {
        let sandbox = try await Sandbox.shared()
        let policy = try sandbox.policy([
            .init(#"accounts: ["123456789012"]"#, #"accounts: ["210987654321"]"#)
        ])
        try await sandbox.forgetCalls()
        let outcome = try await sandbox.drctl(verb + ["--policy", policy])
        #expect(outcome.code == 5, "\(outcome.conversation)")
        #expect(outcome.conversation.contains("the credentials belong to account 123456789012"))
        #expect(outcome.conversation.contains("hint: "))
        let calls = try await sandbox.calls()
        #expect(calls.map(\.operation) == ["GetCallerIdentity"])
    }

    @Test(arguments: changing)
    func `without credentials the fix is told, and no call is made`(_ verb: [String]) async throws {
        let sandbox = try await Sandbox.shared()
        try await sandbox.forgetCalls()
        let outcome = try await sandbox.drctl(
            verb + ["--policy", Sandbox.policy],
            extra: ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""])
        #expect(outcome.code == 77, "\(outcome.conversation)")
        #expect(outcome.conversation.contains("No credentials found. Tried: environment"))
        #expect(try await sandbox.calls().isEmpty)
    }

    @Test(arguments: changing)
    func `an endpoint that is down is named with what was tried`(_ verb: [String]) async throws {
        let sandbox = try await Sandbox.shared()
        let outcome = try await sandbox.drctl(
            verb + ["--policy", Sandbox.policy], extra: ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"])
        #expect(outcome.code == 1)
        #expect(outcome.conversation.contains("sts:GetCallerIdentity: http://127.0.0.1:9"), "\(outcome.conversation)")
        #expect(outcome.conversation.contains("after 3 attempts"))
    }

    @Test func `an endpoint that is silent is given up after the timeout`() async throws {
        let sandbox = try await Sandbox.shared()
        try await sandbox.fault(#"{"kind": "slow", "service": "sts", "seconds": 600}"#)
        let outcome = try await sandbox.drctl(["apply", "--yes", "--policy", Sandbox.policy, "--timeout", "1"])
        #expect(outcome.code == 1)
        #expect(outcome.conversation.contains("sts:GetCallerIdentity: "), "\(outcome.conversation)")
        #expect(outcome.conversation.contains("after 3 attempts"), "\(outcome.conversation)")
    }
}
