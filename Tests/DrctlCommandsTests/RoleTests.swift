import Testing

/// Work as another role, against the sandbox's STS.
@Suite struct RoleTests {
    @Test func `a role is assumed with the session's name, and its calls are signed by it`() async throws {
        try await Sandbox.run { sandbox in
            let outcome = try await sandbox.drctl(
                "doctor", "--policy", "policies/knowledge-base.yaml",
                "--assume-role", "arn:aws:iam::123456789012:role/kb-backup-writer", "--role-session-name", "me",
                "--external-id", "theirs", "--role-duration", "900")
            #expect(
                outcome.output.contains("identity: arn:aws:sts::123456789012:assumed-role/kb-backup-writer/me"),
                "\(outcome)")
        }
    }
}
