import Foundation
import Testing

/// `drctl init`, whose file is valid as it is.
@Suite(.sandbox) struct InitTests {
    /// Runs drctl in a folder of the test's own.
    private func folder(
        _ body: (String, _ drctl: @Sendable ([String], [String: String]) async throws -> Binary.Outcome)
            async throws -> Void
    ) async throws {
        let folder = "/tmp/drctl-init-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder) { arguments, environment in
            try await Binary.run(
                arguments, environment, under: ["/bin/sh", "-c", "cd \(folder) && exec \"$@\"", "sh"])
        }
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func `with nothing at all it writes a valid policy, whose placeholders policy check explains`() async throws {
        try await folder { folder, drctl in
            let made = try await drctl(["init"], [:])
            #expect(made.code == 0, "\(made)")
            #expect(made.conversation.contains("Wrote policies/recovery.yaml"), "\(made.conversation)")
            let checked = try await drctl(["policy", "check"], [:])
            #expect(checked.code == 0, "\(checked)")
            #expect(checked.conversation.contains("warning: scope.accounts[0]: 000000000000 stands for"), "\(checked)")
            #expect(checked.conversation.contains("aws sts get-caller-identity"))
        }
    }

    @Test func `what is given stands in it, and what is commented out is valid too`() async throws {
        try await folder { folder, drctl in
            let made = try await drctl(
                [
                    "init", "--name", "orders", "--account", "210987654321", "--region", "eu-west-1", "--database",
                    "orders-prod", "--database", "orders-archive",
                ], [:])
            #expect(made.code == 0, "\(made)")
            let written = try text(folder + "/policies/orders.yaml")
            #expect(written.contains("  name: orders\n"))
            #expect(written.contains(#"accounts: ["210987654321"]"#))
            #expect(written.contains("regions: [eu-west-1]"))
            #expect(written.contains("ids: [orders-prod, orders-archive]"))
            let whole = written.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.wholeMatch(of: /#( *[a-z-].*)/).map { String($0.1) } ?? String($0) }
                .filter { !$0.hasPrefix("   drctl") }
            try Data(whole.joined(separator: "\n").utf8).write(to: URL(filePath: folder + "/whole.yaml"))
            let checked = try await drctl(["policy", "check", "--policy", "whole.yaml"], [:])
            #expect(checked.code == 0 && checked.conversation.isEmpty, "\(checked)")
        }
    }

    @Test func `the account and the region are those of the credentials, where there are some`() async throws {
        let sandbox = try await Sandbox.shared()
        try await folder { folder, drctl in
            let made = try await drctl(["init", "--database", "kb-prod"], sandbox.environment)
            #expect(made.code == 0, "\(made)")
            #expect(try text(folder + "/policies/recovery.yaml").contains(#"accounts: ["123456789012"]"#))
            let audit = try await drctl(["audit"], sandbox.environment)
            #expect(audit.code == 2, "\(audit)")
        }
    }

    @Test func `a drill that was asked for is written whole, and its selftest passes`() async throws {
        try await Sandbox.run { sandbox in
            let policy = sandbox.folder + "/orders.yaml"
            let made = try await sandbox.drctl(
                [
                    "init", "--name", "orders", "--database", "kb-prod", "--out", policy, "--drill-subnet-group",
                    "dr-drill", "--drill-security-group", "sg-0d411000000000001", "--drill-class", "db.t4g.medium",
                    "--drill-table", "entries", "--drill-until", "created_at",
                ])
            #expect(made.code == 0, "\(made)")
            let checked = try await sandbox.drctl("policy", "check", "--policy", policy)
            #expect(checked.code == 0 && checked.conversation.isEmpty, "\(checked)")
            let selftest = try await sandbox.drill("selftest", policy: policy)
            #expect(selftest.code == 0, "\(selftest.output)\(selftest.conversation)")
            #expect(selftest.output.contains("10 of 10 simulated faults detected"))
        }
    }

    @Test func `a policy from live asks for what is there, and what an audit finds is what was said`() async throws {
        try await Sandbox.run { sandbox in
            for selection in [[], ["--instance", "kb-prod"], ["--tag", "app=knowledge-base"]] {
                let policy = sandbox.folder + "/live-\(selection.count)-\(selection.last?.count ?? 0).yaml"
                let made = try await sandbox.drctl(
                    ["init", "--name", "live", "--from-live", "--out", policy] + selection)
                #expect([0, 2].contains(made.code), "\(selection): \(made)")
                let checked = try await sandbox.drctl("policy", "check", "--policy", policy)
                #expect(checked.code == 0, "\(checked)")
                let audit = try await sandbox.drctl("audit", "--policy", policy, "--output", "json")
                let written = try text(policy)
                #expect(audit.code == made.code, "\(audit.output)\(made.conversation)\(written)")
                let run = try members(of: audit.output)
                let targets = try #require(run["targets"] as? [[String: Any]])
                let findings = try #require(targets.first?["findings"] as? [[String: Any]])
                for finding in findings where finding["verdict"] as? String != "met" {
                    let line = "\(finding["control"] ?? "") "
                    #expect(made.conversation.contains(line), "\(finding) is not in \(made.conversation)")
                }
                let again = try await sandbox.drctl(
                    ["init", "--name", "live", "--from-live", "--out", policy] + selection)
                #expect(again.code == 5, "\(again)")
            }
            let missing = try await sandbox.drctl(
                "init", "--from-live", "--instance", "kb-prd", "--out", "/tmp/none.yaml")
            #expect(missing.code == 64 && missing.conversation.contains("instance kb-prd: not found"), "\(missing)")
            let nothing = try await sandbox.drctl("init", "--from-live", "--tag", "app=none", "--out", "/tmp/none.yaml")
            #expect(nothing.code == 64 && nothing.conversation.contains("has the tags app=none"), "\(nothing)")
            let nowhere = try await sandbox.drctl(
                "init", "--from-live", "--bucket", "no-such-bucket-here", "--out", "/tmp/none.yaml")
            #expect(nowhere.code == 64 && nowhere.conversation.contains("no-such-bucket-here: not found"), "\(nowhere)")
            #expect(!FileManager.default.fileExists(atPath: "/tmp/none.yaml"))
        }
    }

    @Test func `one policy is written of several regions, and its audit looks at all of them`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(
                """
                import boto3
                s3 = boto3.client("s3", region_name="eu-west-1")
                s3.create_bucket(
                    Bucket="kb-live-eu", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
                """)
            let policy = sandbox.folder + "/regions.yaml"
            let both = ["init", "--name", "live", "--from-live", "--region", "us-east-1", "--also-region", "eu-west-1"]
            let made = try await sandbox.drctl(
                both + ["--instance", "kb-prod", "--bucket", "kb-live-eu", "--out", policy])
            #expect([0, 2].contains(made.code), "\(made)")
            let written = try text(policy)
            #expect(written.contains("regions: [us-east-1, eu-west-1]"), "\(written)")
            let audit = try await sandbox.drctl("audit", "--policy", policy, "--output", "json")
            #expect(audit.code == made.code, "\(audit.output)\(made.conversation)\(written)")
            let run = try members(of: audit.output)
            let targets = try #require(run["targets"] as? [[String: Any]])
            #expect(targets.map { $0["region"] as? String } == ["us-east-1", "eu-west-1"])
            let nowhere = try await sandbox.drctl(both + ["--instance", "kb-prd", "--out", "/tmp/none.yaml"])
            #expect(
                nowhere.code == 64
                    && nowhere.conversation.contains("instance kb-prd: found in none of us-east-1, eu-west-1"),
                "\(nowhere)")
            let twice = try await sandbox.drctl(
                "init", "--from-live", "--region", "us-east-1", "--also-region", "us-east-1", "--out", "/tmp/none.yaml")
            #expect(twice.code == 64 && twice.conversation.contains("the first region already"), "\(twice)")
        }
    }

    @Test func `what live does not show is not written and not passed over, and nothing is changed`() async throws {
        try await Sandbox.run { sandbox in
            let policy = sandbox.folder + "/denied.yaml"
            try await sandbox.fault(#"{"kind": "denied", "service": "s3", "action": "GetBucketVersioning"}"#)
            try await sandbox.fault(#"{"kind": "denied", "service": "kms", "action": "ListAliases"}"#)
            try await sandbox.forgetCalls()
            let made = try await sandbox.drctl(
                "init", "--name", "denied", "--from-live", "--bucket", "kb-backups-123456789012-us-east-1", "--out",
                policy)
            #expect(made.code == 4, "\(made)")
            #expect(made.conversation.contains("could not be read: kb-backups-123456789012-us-east-1 versioning: s3:"))
            #expect(made.conversation.contains("they are written as ARNs, since kms:ListAliases"), "\(made)")
            let written = try text(policy)
            #expect(written.contains("# versioning: not written, since it could not be read"), "\(written)")
            #expect(!written.contains("versioning: true") && !written.contains("versioning: false"))
            let calls = try await sandbox.calls()
            #expect(!calls.isEmpty && calls.allSatisfy(\.readOnly), "\(calls.filter { !$0.readOnly })")

            try await sandbox.fault(#"{"kind": "denied", "service": "rds", "action": "DescribeDBInstances"}"#)
            let blind = try await sandbox.drctl(
                "init", "--from-live", "--instance", "kb-prod", "--out", sandbox.folder + "/blind.yaml")
            #expect(blind.code == 4 && blind.conversation.contains("rds:DescribeDBInstances"), "\(blind)")
            #expect(!FileManager.default.fileExists(atPath: sandbox.folder + "/blind.yaml"))
        }
    }

    @Test func `a file that is there stays as it is`() async throws {
        try await folder { folder, drctl in
            try FileManager.default.createDirectory(atPath: folder + "/policies", withIntermediateDirectories: true)
            try Data("mine".utf8).write(to: URL(filePath: folder + "/policies/recovery.yaml"))
            for more in [[], ["--out", "policies/recovery.yaml"]] {
                let made = try await drctl(["init"] + more, [:])
                #expect(made.code == 5)
                #expect(made.conversation.contains("policies/recovery.yaml exists already; nothing was written"))
                #expect(try text(folder + "/policies/recovery.yaml") == "mine")
            }
            let other = try await drctl(["init", "--name", "other"], [:])
            #expect(other.code == 0, "\(other)")
        }
    }

    @Test(arguments: [
        ["--account", "12345"], ["--name", "../evil"], ["--name", ""], ["--database", "a]}, x: ["],
        ["--name", "UPPER"], ["--region", "nowhere"], ["--tag", "app=x"], ["--from-live", "--tag", "app"],
        ["--from-live", "--account", "123456789012"], ["--also-region", "eu-west-1"],
        ["--drill-class", "db.t4g.medium"],
        ["--drill-table", "entries"], ["--drill-table", "entries", "--drill-until", "created_at"],
    ])
    func `what no policy can have is refused, and nothing is written`(_ arguments: [String]) async throws {
        try await folder { folder, drctl in
            let refused = try await drctl(["init"] + arguments, [:])
            #expect(refused.code == 64, "\(refused)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }
}
