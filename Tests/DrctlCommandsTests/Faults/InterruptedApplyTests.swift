import Foundation
import Testing

/// An apply that does not come to its end: what was done is told and recorded, and the next run does the rest.
@Suite(.serialized, .sandbox) struct InterruptedApplyTests {
    @Test func `an apply that is interrupted, terminated and killed is finished by the next one`() async throws {
        let sandbox = try await Sandbox.shared()
        let interrupted = try await apply(sandbox, until: "CreateBucket", SIGINT)
        #expect(interrupted.code == 130, "\(interrupted.output)\(interrupted.conversation)")
        #expect(interrupted.output.hasPrefix("FAILED: "), "\(interrupted.output)")
        #expect(interrupted.output.contains("interrupted; it may or may not have been done"))
        #expect(interrupted.conversation.contains("interrupted; what was done is in \(try journal(sandbox))"))
        #expect(interrupted.conversation.contains("hint: run drctl apply again"))
        let lines = try String(contentsOfFile: journal(sandbox), encoding: .utf8)
        #expect(lines.contains(#""change":"create bucket kb-evidence-123456789012-us-east-1","outcome""#), "\(lines)")
        #expect(lines.contains(#""outcome":"done""#))

        let terminated = try await apply(sandbox, until: "CreateRole", SIGTERM)
        #expect(terminated.code == 143, "\(terminated.output)\(terminated.conversation)")
        let killed = try await apply(sandbox, until: "ModifyDBInstance", SIGKILL)
        #expect(killed.code == -SIGKILL)
        let begun = try String(contentsOfFile: journal(sandbox), encoding: .utf8).split(separator: "\n").last ?? ""
        #expect(begun.contains(#""outcome":"begun""#) && begun.contains("kb-prod"), "\(begun)")

        let finished = try await sandbox.drctl(["apply", "--yes"] + Sandbox.allowed + ["--policy", Sandbox.policy])
        // Only a drill is missing, which apply does not run.
        #expect(finished.code == 2, "\(finished.output)\(finished.conversation)")
        #expect(finished.output.contains("7 of 7 steps done; the audit afterwards: 1 of "), "\(finished.output)")
        let audit = try await sandbox.drctl("audit", "--policy", Sandbox.policy)
        #expect(audit.output.hasPrefix("VIOLATED: 1 of "), "\(audit.output)")
        #expect(audit.output.contains("database.drill-current"))

        // Each of the four has a record of its own, the killed one with a step that has no end.
        let history = try await sandbox.drctl("apply", "history", "--policy", Sandbox.policy)
        #expect(history.code == 0 && history.output.hasPrefix("4 applies"), "\(history)")
        #expect(history.output.contains("1 begun without an end"), "\(history.output)")
        let shown = try await sandbox.drctl("apply", "show", "4", "--policy", Sandbox.policy, "--output", "json")
        #expect(shown.code == 0 && shown.output.contains(#""planned": 7"#), "\(shown.output)")
    }

    /// The topic is encrypted with the policy's first key, which is another one then.
    private static let rekeyed = ["--allow-replace", "alerting.topic-encrypted"]

    @Test(arguments: [SIGKILL, 0])
    func `a key that was made and not yet named is adopted by the next apply`(_ signal: Int32) async throws {
        let sandbox = try await Sandbox.shared()
        let alias = "kb-extra-\(signal)"
        let policy = try sandbox.policy([
            .init("keys:\n", "keys:\n  - {alias: \(alias), rotation: 1y, deletionWindow: 30d}\n")
        ])
        // Held up, then cut off: the alias is not made, whether somebody waits for it or not.
        let held = try await sandbox.fault(#"{"kind": "slow", "action": "CreateAlias", "seconds": 1}"#)
        try await sandbox.fault(#"{"kind": "denied", "action": "CreateAlias"}"#)
        try await sandbox.denySimulation()
        try await sandbox.forgetCalls()
        let broken = try await sandbox.drctl(
            ["apply", "--yes"] + Sandbox.allowed + Self.rekeyed + ["--policy", policy]
        ) { running in
            guard signal != 0 else { return }
            try await running.reaches("the alias") { try await sandbox.strikes(of: held) > 0 }
            running.send(signal)
        }
        #expect(broken.code == (signal == 0 ? 1 : -signal), "\(broken.output)\(broken.conversation)")
        try await eventually("the refusal") {
            try await sandbox.calls().contains { $0.operation == "CreateAlias" && $0.error != nil }
        }
        try await sandbox.heal()
        try await countKeys(alias, named: 0, sandbox)

        let finished = try await sandbox.drctl(
            ["apply", "--yes"] + Sandbox.allowed + Self.rekeyed + ["--policy", policy])
        #expect(finished.code == 2, "\(finished.output)\(finished.conversation)")
        try await countKeys(alias, named: 1, sandbox)
    }

    /// One key is meant for the alias, and it has the alias or not.
    private func countKeys(_ alias: String, named: Int, _ sandbox: Sandbox) async throws {
        try await sandbox.engineer(
            """
            import boto3
            kms = boto3.client("kms")
            keys = [key["KeyId"] for key in kms.list_keys()["Keys"]]
            meant = [key for key in keys if {"TagKey": "drctl:alias", "TagValue": "\(alias)"}
                     in kms.list_resource_tags(KeyId=key)["Tags"]]
            assert len(meant) == 1, meant
            aliases = [entry for entry in kms.list_aliases()["Aliases"] if entry.get("TargetKeyId") in meant]
            assert [entry["AliasName"] for entry in aliases] == ["alias/\(alias)"] * \(named), aliases
            """)
    }

    /// Applies, and sends the signal while the call is held up; returns when the call was carried out all the same.
    private func apply(_ sandbox: Sandbox, until call: String, _ signal: Int32) async throws -> Binary.Outcome {
        try await sandbox.forgetCalls()
        let held = try await sandbox.fault(#"{"kind": "slow", "action": "\#(call)", "seconds": 3}"#)
        let outcome = try await sandbox.drctl(["apply", "--yes"] + Sandbox.allowed + ["--policy", Sandbox.policy]) {
            running in
            try await running.reaches(call) { try await sandbox.strikes(of: held) > 0 }
            running.send(signal)
        }
        try await eventually("\(call) without its caller") {
            try await sandbox.calls().contains { $0.operation == call }
        }
        try await sandbox.heal()
        return outcome
    }

    /// The newest: their names begin with the time.
    private func journal(_ sandbox: Sandbox) throws -> String {
        let folder = sandbox.state + "/knowledge-base/applies"
        return folder + "/" + (try FileManager.default.contentsOfDirectory(atPath: folder).sorted().last ?? "")
    }
}
