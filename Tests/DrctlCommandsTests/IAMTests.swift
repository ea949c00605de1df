import Foundation
import Testing

/// What `drctl iam` prints, which needs no sandbox: it makes no call.
@Suite struct IAMTests {
    private static let fleet = "Tests/Permissions/fleet.yaml"
    private static let policies = ["policies/knowledge-base.yaml", "policies/starter.yaml", fleet]
    private static let duties = [
        "audit", "plan", "apply", "drift", "drill", "backup", "restore", "recover", "alarms-test", "rotate", "cost",
        "all",
    ]

    private func iam(_ arguments: String..., policy: String = policies[0]) async throws -> Binary.Outcome {
        try await Binary.run(["iam"] + arguments + ["--policy", "\(Binary.root)/\(policy)"])
    }

    private func actions(_ outcome: Binary.Outcome) throws -> Set<String> {
        let statements = try #require(try members(of: outcome.output)["Statement"] as? [[String: Any]])
        return Set(statements.flatMap { $0["Action"] as? [String] ?? [$0["Action"] as? String ?? ""] })
    }

    /// The judges' complaints, one a line.
    private func judged(_ arguments: [String]) async throws -> String {
        let python = "\(Binary.root)/.venv/bin/python"
        let outcome = try await Binary.run(arguments, under: [python, "\(Binary.root)/Tests/Permissions/judge.py"])
        #expect(outcome.code == 0, "\(outcome.conversation)")
        return outcome.output
    }

    @Test func `policy_sentry and parliament know every action, resource and condition of every duty`() async throws {
        #expect(try await judged(Self.policies.map { "\(Binary.root)/\($0)" }) == "")
    }

    @Test func `what others know is told from what they do not know`() async throws {
        let file = NSTemporaryDirectory() + "drctl-broken-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let key = "arn:aws:kms:us-east-1:123456789012:alias/x"
        try #"""
        {"Version": "2012-10-17", "Statement": [
            {"Sid": "A", "Effect": "Allow", "Action": "rds:DescribeSubnets", "Resource": "*"},
            {"Sid": "B", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "\#(key)"},
            {"Sid": "C", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
             "Condition": {"StringEquals": {"aws:RequestTag/x": "y"}}}]}
        """#.write(toFile: file, atomically: true, encoding: .utf8)
        let python = "\(Binary.root)/.venv/bin/python"
        let outcome = try await Binary.run(
            [], under: [python, "\(Binary.root)/Tests/Permissions/judge.py", "--document", file])
        #expect(outcome.output.contains("rds:DescribeSubnets does not exist"), "\(outcome)")
        #expect(outcome.output.contains("B: nothing is done on \(key)"))
        #expect(outcome.output.contains("C: s3:GetObject knows no aws:RequestTag/x"))
    }

    @Test(arguments: duties) func `each duty has permissions of its own, by option or argument`(_ duty: String)
        async throws
    {
        let (option, argument) = (try await iam("--for", duty), try await iam(duty))
        #expect(option.code == 0, "\(option)")
        #expect(option.output == argument.output)
        #expect(try !actions(option).isEmpty)
    }

    @Test func `all duties are the union of each`() async throws {
        var union: Set<String> = []
        for duty in Self.duties.dropLast() { union.formUnion(try actions(try await iam("--for", duty))) }
        #expect(try actions(try await iam("--for", "all")) == union)
    }

    @Test func `a duty that the policy gives nothing to do is refused`() async throws {
        let folder = NSTemporaryDirectory() + "drctl-iam-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let text = try String(contentsOfFile: "\(Binary.root)/policies/starter.yaml", encoding: .utf8)
        let storage = try #require(text.range(of: "storage:"))
        let next = try #require(text.range(of: "notifications:"))
        try text.replacingCharacters(in: storage.lowerBound..<next.lowerBound, with: "")
            .write(toFile: folder + "/dr.yaml", atomically: true, encoding: .utf8)
        let refused = try await Binary.run(["iam", "--for", "restore", "--policy", folder + "/dr.yaml"])
        #expect(refused.code == 64 && refused.output.isEmpty, "\(refused)")
        #expect(refused.conversation.contains("give `restore` nothing to do"), "\(refused)")
    }

    @Test func `managed policies fit, and are announced where one would not`() async throws {
        let whole = try await iam("--for", "all", "--account", "123456789012", policy: Self.fleet)
        #expect(whole.conversation.contains("too long for a role or a managed policy (6,144)"), "\(whole)")
        let divided = try await iam("--for", "all", "--account", "123456789012", "--managed", policy: Self.fleet)
        let policies = try #require(
            try JSONSerialization.jsonObject(with: Data(divided.output.utf8)) as? [[String: Any]])
        #expect(policies.count > 1)
        for policy in policies {
            let text = try JSONSerialization.data(withJSONObject: policy, options: [.withoutEscapingSlashes])
            #expect(text.count <= 6_144)
        }
    }

    @Test func `a role is of one account, and options that need no permission are refused`() async throws {
        #expect(try await iam("--for", "audit", policy: Self.fleet).code == 64)
        #expect(try await iam("--for", "audit", "drill").code == 64)
        #expect(try await iam().code == 64)
        #expect(try await iam("--for", "drill", "--evidence", "folder").code == 64)
        #expect(try await iam("--for", "drill", "--signing-key", "key.pem").code == 64)
    }
}
