import Foundation
import Testing

/// Drills of a snapshot that another account shares, by the real binary on the sandbox's real PostgreSQL.
@Suite(.sandbox, .serialized) struct SharedSnapshotTests {
    private func share(_ snapshot: String, _ sandbox: Sandbox) async throws -> String {
        struct Shared: Decodable { var arn: String }
        let answer = try await sandbox.control("POST", "shared-snapshots/\(snapshot)")
        return try JSONDecoder().decode(Shared.self, from: answer).arn
    }

    private func policy(_ sandbox: Sandbox) throws -> String {
        try sandbox.policy([.init("drill:\n  every: 90d\n", "drill:\n  every: 90d\n  sharedFrom: [\"222222222222\"]\n")]
        )
    }

    /// The output without its line breaks.
    private func text(_ outcome: Binary.Outcome) -> String {
        outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test func `is copied, verified and deleted again, and what is not shared is refused`() async throws {
        let sandbox = try await Sandbox.shared()
        let arn = try await share("kb-prod-before-upgrade", sandbox)
        #expect(arn == "arn:aws:rds:us-east-1:222222222222:snapshot:kb-prod-before-upgrade")
        let stranger = try await sandbox.drill("run", ["--snapshot", arn])
        #expect(stranger.code != 0 && stranger.conversation.contains("sharedFrom: [\"222222222222\"]"), "\(stranger)")

        let policy = try policy(sandbox)
        let planned = try await sandbox.drill("run", ["--snapshot", arn, "--dry-run"], policy: policy)
        #expect(planned.code == 0 && text(planned).contains("would copy \(arn) and restore it"), "\(planned)")
        let outcome = try await sandbox.drill("run", ["--snapshot", arn], policy: policy)
        #expect(outcome.code == 0, "\(outcome)")
        #expect(text(outcome).contains(", a copy of \(arn)"), "\(outcome)")
        #expect(try await sandbox.calls().contains { $0.operation == "CopyDBSnapshot" && $0.error == nil })
        #expect(try await sandbox.leftovers() == [])

        try await sandbox.forgetCalls()
        let other = arn.replacing("before-upgrade", with: "never-shared")
        let missing = try await sandbox.drill("run", ["--snapshot", other], policy: policy)
        #expect(missing.code == 5 && text(missing).contains("\(other) not found"), "\(missing)")
        let calls = try await sandbox.calls()
        #expect(calls.allSatisfy { !["CopyDBSnapshot", "CreateDBSnapshot"].contains($0.operation) })
    }
}
