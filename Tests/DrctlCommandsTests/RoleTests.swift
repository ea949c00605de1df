import Foundation
import Testing

/// Work as another role, against the sandbox's STS.
@Suite struct RoleTests {
    @Test func `a role is assumed with the session's name, and its calls are signed by it`() async throws {
        try await Sandbox.run { sandbox in
            let outcome = try await sandbox.drctl(
                "doctor", "--policy", "policies/knowledge-base.yaml",
                "--assume-role", "arn:aws:iam::123456789012:role/kb-backup-writer", "--role-session-name", "me",
                "--external-id", "theirs", "--role-duration", "900")
            let said = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(
                said.contains("identity: arn:aws:sts::123456789012:assumed-role/kb-backup-writer/me"), "\(outcome)")
        }
    }

    @Test func `what drctl iam drill prints is enough for a drill, and without the right to delete it is refused`()
        async throws
    {
        try await Sandbox.run { sandbox in
            let printed = try await sandbox.drctl("iam", "drill", "--policy", Sandbox.policy)
            #expect(printed.code == 0, "\(printed)")
            let file = sandbox.folder + "/duty.json"
            try printed.output.write(toFile: file, atomically: true, encoding: .utf8)
            try await sandbox.engineer(Self.makeRole(file, without: nil))
            let role = ["--assume-role", "arn:aws:iam::123456789012:role/teams/dr/driller"]
            let dry = try await sandbox.drill("run", role + ["--dry-run", "--output", "json"])
            #expect(dry.code == 0, "\(dry)")
            #expect(dry.output.contains("the caller is allowed to make all 8 changing calls"), "\(dry)")
            let done = try await sandbox.drill("run", role + ["--at", "latest"])
            #expect(done.code == 0 && done.output.hasPrefix("VERIFIED"), "\(done)")
            #expect(!done.output.contains("simulated"), "\(done)")

            try await sandbox.engineer(Self.makeRole(file, without: "rds:DeleteDBInstance"))
            try await sandbox.forgetCalls()
            let refused = try await sandbox.drill("run", role)
            let said = refused.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(refused.code == 5, "\(refused)")
            #expect(
                said.contains(
                    "the caller is not allowed to call rds:DeleteDBInstance on arn:aws:rds:us-east-1:123456789012:db:drctl-"
                )
            )
            let changing = try await sandbox.calls().filter { !$0.readOnly }.map(\.operation)
            #expect(Set(changing) == ["AssumeRole", "Publish"], "the topic is told, and nothing else is done")
        }
    }

    /// A role with a path, which its sessions' ARNs do not tell.
    private static func makeRole(_ file: String, without action: String?) -> String {
        """
        import boto3, json
        iam = boto3.client("iam")
        if "driller" not in [role["RoleName"] for role in iam.list_roles()["Roles"]]:
            trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}]}
            iam.create_role(RoleName="driller", Path="/teams/dr/", AssumeRolePolicyDocument=json.dumps(trust))
        policy = json.load(open("\(file)"))
        for statement in policy["Statement"]:
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            statement["Action"] = [action for action in actions if action != "\(action ?? "")"]
        iam.put_role_policy(RoleName="driller", PolicyName="duty", PolicyDocument=json.dumps(policy))
        """
    }
}
