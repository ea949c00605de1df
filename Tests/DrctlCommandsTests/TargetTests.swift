import Foundation
import Testing

/// One run over several policies, accounts and regions, by the real binary.
@Suite(.serialized) struct TargetTests {
    private static let (own, other) = ("123456789012", "210987654321")
    private static let regions = ["us-east-1", "eu-west-1", "us-west-2"]

    /// A bucket in each of three regions, in both accounts unless told otherwise.
    private func policy(
        _ name: String, accounts: [String] = [own, other], role: String = "assumeRole: {}", versioning: Bool = true
    ) -> String {
        """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: \(name)}
        scope:
          accounts: [\(accounts.map { "\"\($0)\"" }.joined(separator: ", "))]
          regions: [\(Self.regions.joined(separator: ", "))]
          \(role)
        objectives: {rpo: 1d, rto: 4h}
        storage:
          - bucket: "\(name)-${account}-${region}"
            regions: [\(Self.regions.joined(separator: ", "))]
            versioning: \(versioning)

        """
    }

    private func write(_ policies: [String: String], in sandbox: Sandbox) throws -> String {
        let folder = sandbox.folder + "/policies"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in policies {
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name).yaml"))
        }
        return folder
    }

    /// The role that the other account lets in.
    private func letIn(_ sandbox: Sandbox, account: String = other, role: String = "drctl-audit") async throws {
        try await sandbox.engineer(
            """
            import boto3, json
            iam = boto3.client("iam", region_name="us-east-1")
            iam.meta.events.register("before-sign.iam.*",
                lambda request, **_: request.headers.__setitem__("x-moto-account-id", "\(account)"))
            trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                     "Principal": {"AWS": "arn:aws:iam::\(Self.own):root"}}]}
            iam.create_role(RoleName="\(role)", AssumeRolePolicyDocument=json.dumps(trust))
            """)
    }

    private struct Document: Decodable {
        struct Target: Decodable {
            struct Failure: Decodable { var reason: String }
            var policy: String
            var account: String
            var region: String
            var conclusion: String?
            var failure: Failure?
        }
        struct Place: Decodable {
            var policy: String
            var account: String?
            var region: String?
            var reason: String
        }
        var conclusion: String
        var targets: [Target]
        var uncovered: [Place]
    }

    private func document(_ outcome: Binary.Outcome) throws -> Document {
        try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
    }

    @Test func `thirty policies over two accounts and three regions are one document, failures and all`() async throws {
        try await Sandbox.run { sandbox in
            try await letIn(sandbox)
            var policies = Dictionary(
                uniqueKeysWithValues: (1...30).map { ("team-\($0)", policy("team-\($0)")) })
            policies["team-7"] = policy("team-7", accounts: ["999999999999"], role: "environment: foreign")
            let folder = try write(policies, in: sandbox)
            // STS throttles one region for good.
            try await sandbox.fault(#"{"kind": "throttle", "service": "sts", "region": "us-west-2"}"#)
            let audit = try await sandbox.drctl("audit", "--policy", folder, "--output", "json")
            #expect(audit.code == 2, "\(audit.conversation)")
            let found = try document(audit)
            #expect(found.targets.count == 29 * 6 + 3)
            let failed = found.targets.filter { $0.failure != nil }
            #expect(failed.count == 29 * 2 + 3)
            #expect(failed.filter { $0.policy != "team-7" }.allSatisfy { $0.region == "us-west-2" })
            #expect(failed.first { $0.policy == "team-7" }?.failure?.reason.contains("999999999999") == true)
            #expect(found.targets.filter { $0.failure == nil }.allSatisfy { $0.conclusion == "violated" })
            // The same as SARIF: what failed is told, and is no result.
            let sarif = try await sandbox.drctl("audit", "--policy", folder, "--output", "sarif")
            #expect(sarif.code == 2 && sarif.output.contains("target-failed"))
            #expect(sarif.output.contains(#""executionSuccessful": false"#))
        }
    }

    @Test func `apply changes every account and region with one plan, and the audit afterwards covers them all`()
        async throws
    {
        try await Sandbox.run { sandbox in
            try await letIn(sandbox)
            let folder = try write(["a": policy("a"), "b": policy("b")], in: sandbox)
            let applied = try await sandbox.drctl("apply", "--yes", "--policy", folder, "--output", "json")
            #expect(applied.code == 0, "\(applied.conversation)")
            #expect(applied.conversation.components(separatedBy: "Next steps").count <= 2)
            let order = try document(applied).targets.map { "\($0.policy) \($0.account) \($0.region)" }
            #expect(
                order.prefix(3) == ["a \(Self.own) us-east-1", "a \(Self.own) eu-west-1", "a \(Self.own) us-west-2"])
            #expect(order.count == 12)
            let audit = try await sandbox.drctl("audit", "--policy", folder, "--require-all")
            #expect(audit.code == 0, "\(audit.output)")
            #expect(try await sandbox.drctl("drift", "--policy", folder).code == 0)
            #expect(try await sandbox.drctl("plan", "--policy", folder).code == 0)
        }
    }

    @Test func `apply ends at the first target that fails, and goes on when it is told to`() async throws {
        try await Sandbox.run { sandbox in
            let folder = try write(["a": policy("a", accounts: [Self.own])], in: sandbox)
            try await sandbox.fault(
                #"{"kind": "denied", "service": "s3", "action": "PutBucketVersioning", "region": "eu-west-1"}"#)
            try await sandbox.denySimulation()
            let stopped = try await sandbox.drctl("apply", "--yes", "--policy", folder, "--output", "json")
            #expect(stopped.code == 1, "\(stopped.conversation)")
            let found = try document(stopped)
            #expect(found.targets.map(\.region) == Self.regions)
            #expect(found.targets[2].failure?.reason.contains("not begun") == true, "\(found)")
            let further = try await sandbox.drctl(
                "apply", "--yes", "--keep-going", "--policy", folder, "--output", "json")
            #expect(further.code == 1)
            #expect(try document(further).targets.map { $0.failure == nil } == [true, true, true])
            let audit = try await sandbox.drctl("audit", "--policy", folder, "--region", "us-west-2")
            #expect(audit.code == 0, "\(audit.output)")
        }
    }

    @Test func `a region that cannot be reached is named by every verb, and nothing is changed`() async throws {
        try await Sandbox.run { sandbox in
            let folder = try write(["a": policy("a", accounts: [Self.own])], in: sandbox)
            #expect(try await sandbox.drctl("apply", "--yes", "--policy", folder).code == 0)
            try await sandbox.fault(#"{"kind": "error", "region": "eu-west-1", "status": 503}"#)
            for verb in ["audit", "plan", "drift"] {
                let outcome = try await sandbox.drctl(verb, "--policy", folder, "--output", "json")
                #expect(outcome.code == 4, "\(verb): \(outcome)")
                let failed = try document(outcome).targets.filter { $0.failure != nil }
                #expect(failed.map(\.region) == ["eu-west-1"], "\(verb)")
            }
            let page = try await sandbox.drctl("report", "--policy", folder)
            #expect(page.code == 4 && page.output.contains("eu-west-1") && page.output.contains("HTTP 503"))
            try await sandbox.forgetCalls()
            let refused = try await sandbox.drctl("apply", "--yes", "--policy", folder)
            #expect(refused.code == 5, "\(refused)")
            #expect(refused.conversation.contains("a · \(Self.own) · eu-west-1"))
            #expect(refused.conversation.contains("nothing was changed"))
            #expect(try await sandbox.calls().allSatisfy { $0.readOnly })
        }
    }

    @Test func `what is not covered is said, and fails a run that has to cover everything`() async throws {
        try await Sandbox.run { sandbox in
            let folder = try write(["a": policy("a", role: "environment: none")], in: sandbox)
            #expect(try await sandbox.drctl("apply", "--yes", "--policy", folder).code == 0)
            let audit = try await sandbox.drctl("audit", "--policy", folder, "--output", "json")
            #expect(audit.code == 0, "\(audit.output)")
            let places = try document(audit).uncovered
            #expect(places.map(\.account) == [Self.other])
            #expect(places.first?.reason.contains("scope.assumeRole") == true)
            let strict = try await sandbox.drctl("audit", "--policy", folder, "--require-all", "--output", "json")
            #expect(strict.code == 4)
            #expect(try document(strict).conclusion == "incomplete")
            let one = try await sandbox.drctl(
                "audit", "--policy", folder, "--region", "eu-west-1", "--output", "json")
            #expect(try document(one).uncovered.compactMap(\.region).sorted() == ["us-east-1", "us-west-2"])
            let none = try await sandbox.drctl("audit", "--policy", folder, "--region", "ap-south-1")
            #expect(none.code == 5 && none.conversation.contains("the region is ap-south-1"), "\(none)")
        }
    }

    @Test func `a role that cannot be assumed is one clear line, and the others are judged`() async throws {
        try await Sandbox.run { sandbox in
            let folder = try write(["a": policy("a")], in: sandbox)
            let audit = try await sandbox.drctl("audit", "--policy", folder, "--output", "json")
            #expect(audit.code == 2)
            let failed = try document(audit).targets.filter { $0.failure != nil }
            #expect(failed.map(\.account) == [Self.other, Self.other, Self.other])
            #expect(failed.first?.failure?.reason.contains("role/drctl-audit: AccessDenied") == true, "\(failed)")
            #expect(audit.conversation.contains("hint: the role's trust policy must allow this caller"))
        }
    }

    @Test func `the organization's accounts take the place of the scope's`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(
                """
                import boto3, json
                organizations = boto3.client("organizations", region_name="us-east-1")
                organizations.create_organization(FeatureSet="ALL")
                made = organizations.create_account(AccountName="member", Email="member@example.com")
                with open("\(sandbox.folder)/member", "w") as file:
                    file.write(made["CreateAccountStatus"]["AccountId"])
                """)
            let member = try String(contentsOfFile: sandbox.folder + "/member", encoding: .utf8)
            try await letIn(sandbox, account: member)
            let folder = try write(["a": policy("a", accounts: [Self.own], role: "environment: all")], in: sandbox)
            let audit = try await sandbox.drctl("audit", "--policy", folder, "--organization", "--output", "json")
            #expect(audit.code == 2, "\(audit.conversation)")
            let found = try document(audit)
            #expect(Set(found.targets.map(\.account)) == [Self.own, member])
            #expect(found.targets.allSatisfy { $0.failure == nil }, "\(found)")
        }
    }

    @Test func `a policy that cannot be read leaves the others judged, and is never passed over`() async throws {
        try await Sandbox.run { sandbox in
            let folder = try write(
                [
                    "a": policy("a", accounts: [Self.own], role: "environment: x"), "broken": "apiVersion: [",
                    // These claim one bucket differently: which of them is right is not known.
                    "first": policy("shared", accounts: [Self.own], role: "environment: x"),
                    "second": policy("shared", accounts: [Self.own], role: "environment: x", versioning: false)
                        .replacing("name: shared", with: "name: second"),
                ], in: sandbox)
            #expect(mkfifo(folder + "/pipe.yaml", 0o600) == 0)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/loop.yaml", withDestinationPath: folder + "/loop.yaml")
            let audit = try await sandbox.drctl("audit", "--policy", folder, "--output", "json")
            #expect(audit.code == 65, "\(audit.conversation)")
            let found = try document(audit)
            #expect(Set(found.targets.map(\.policy)) == ["a"])
            let unread = found.uncovered.filter { $0.account == nil }.map { URL(filePath: $0.policy).lastPathComponent }
            #expect(unread == ["broken.yaml", "first.yaml", "loop.yaml", "pipe.yaml", "second.yaml"])
            for name in ["broken.yaml:2", "loop.yaml:1", "pipe.yaml:1", "conflicting-claims"] {
                #expect(audit.conversation.contains(name), "\(audit.conversation)")
            }
            try await sandbox.forgetCalls()
            #expect(try await sandbox.drctl("apply", "--yes", "--policy", folder).code == 65)
            #expect(try await sandbox.calls().isEmpty)
        }
    }

    @Test func `policies come from several arguments, and from the standard input`() async throws {
        try await Sandbox.run { sandbox in
            let folder = try write(
                ["a": policy("a", accounts: [Self.own]), "b": policy("b", accounts: [Self.own])], in: sandbox)
            func audit(_ arguments: [String], input: String? = nil) async throws -> Binary.Outcome {
                let wrapper = input.map { ["/bin/sh", "-c", "exec \"$0\" \"$@\" < \($0)"] } ?? []
                return try await Binary.run(
                    ["audit", "--output", "json"] + arguments, sandbox.environment, under: wrapper)
            }
            let both = try await audit(["--policy", folder + "/a.yaml", "-p", folder + "/b.yaml", "-p", folder])
            #expect(try document(both).targets.count == 6)
            let piped = try await audit(["--policy", "-"], input: folder + "/a.yaml")
            #expect(Set(try document(piped).targets.map(\.policy)) == ["a"], "\(piped)")
            try FileManager.default.createDirectory(
                atPath: folder + "/inner/empty", withIntermediateDirectories: true)
            let partly = try await audit(["-p", folder + "/inner/empty", "-p", folder])
            #expect(partly.code == 65, "\(partly)")
            #expect(try document(partly).targets.count == 6)
            #expect(partly.conversation.contains("no policy (*.yaml) found in folder \(folder)/inner/empty"))
            #expect(partly.conversation.contains("\(folder)/inner is a folder inside a folder, and is not read"))
            let cut = sandbox.folder + "/cut.yaml"
            try Data(policy("c").utf8.prefix(150)).write(to: URL(filePath: cut))
            let refused = try await audit(["--policy", "-"], input: cut)
            #expect(refused.code == 65 && refused.conversation.contains("-:"), "\(refused)")
            #expect(refused.output.isEmpty)
        }
    }

    @Test func `several policies and regions give a template each, in a folder`() async throws {
        let folder = "/tmp/drctl-templates-\(UUID().uuidString)"
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder + "/out", withIntermediateDirectories: true)
        defer { try? manager.removeItem(atPath: folder) }
        try Data(policy("a").utf8).write(to: URL(filePath: folder + "/a.yaml"))
        let one = policy("b").replacing(", eu-west-1, us-west-2", with: "")
        try Data(one.utf8).write(to: URL(filePath: folder + "/b.yaml"))
        let refused = try await Binary.run(["template", "--policy", folder])
        #expect(refused.code == 64 && refused.conversation.contains("4 templates"), "\(refused)")
        let written = try await Binary.run(["template", "--policy", folder, "--out", folder + "/out/"])
        #expect(written.code == 0, "\(written)")
        let names = try manager.contentsOfDirectory(atPath: folder + "/out").sorted()
        #expect(names == ["a.eu-west-1.json", "a.us-east-1.json", "a.us-west-2.json", "b.json"])
        let west = try String(contentsOfFile: folder + "/out/a.us-west-2.json", encoding: .utf8)
        #expect(west.contains("-us-west-2") && !west.contains("${AWS::Region}"), "\(west)")
    }

    @Test func `a policy never undoes what another one of the run has just made stronger`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(
                """
                import boto3
                rds = boto3.client("rds", region_name="us-east-1")
                name = rds.describe_db_instances(DBInstanceIdentifier="kb-prod")["DBInstances"][0]["DBInstanceArn"]
                rds.add_tags_to_resource(ResourceName=name, Tags=[{"Key": "app", "Value": "kb"}])
                """)
            func policy(_ name: String, _ select: String, _ days: Int) -> String {
                """
                apiVersion: drctl/v1
                kind: RecoveryPolicy
                metadata: {name: \(name)}
                scope: {accounts: ["\(Self.own)"], regions: [us-east-1]}
                objectives: {rpo: 1d, rto: 4h}
                drill: null
                databases:
                  - select: \(select)
                    backups: {retention: \(days)d}

                """
            }
            let folder = try write(
                ["a": policy("a", "{ids: [kb-prod]}", 30), "b": policy("b", "{tags: {app: kb}}", 14)], in: sandbox)
            let applied = try await sandbox.drctl("apply", "--yes", "--policy", folder)
            let audit = try await sandbox.drctl(
                "audit", "--policy", folder, "--control", "database.backup-retention", "--output", "json")
            #expect(audit.code == 0, "\(applied.output)\n\(audit.output)")
            #expect(try document(audit).targets.count == 2)
        }
    }

    @Test func `an apply does not end green when a later target has undone what an earlier one was found to meet`()
        async throws
    {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(
                """
                import boto3
                rds = boto3.client("rds", region_name="us-east-1")
                name = rds.describe_db_instances(DBInstanceIdentifier="kb-prod")["DBInstances"][0]["DBInstanceArn"]
                rds.add_tags_to_resource(ResourceName=name, Tags=[{"Key": "app", "Value": "kb"}])
                """)
            func policy(_ name: String, _ select: String, _ window: String) -> String {
                """
                apiVersion: drctl/v1
                kind: RecoveryPolicy
                metadata: {name: \(name)}
                scope: {accounts: ["\(Self.own)"], regions: [us-east-1]}
                objectives: {rpo: 1d, rto: 4h}
                drill: null
                databases:
                  - select: \(select)
                    backups: {window: "\(window)"}

                """
            }
            let folder = try write(
                [
                    "a": policy("a", "{tags: {app: kb}}", "09:00-10:30"),
                    "z": policy("z", "{ids: [kb-prod]}", "09:00-10:30"),
                ], in: sandbox)
            #expect(try await sandbox.drctl("apply", "--yes", "--policy", folder).code == 0)
            // The first has nothing to do now, and is undone by the second.
            _ = try write(["z": policy("z", "{ids: [kb-prod]}", "02:00-02:30")], in: sandbox)
            let applied = try await sandbox.drctl("apply", "--yes", "--policy", folder, "--output", "json")
            let audit = try await sandbox.drctl("audit", "--policy", folder)
            #expect(applied.code == 2 && audit.code == 2, "\(applied.output)\n\(audit.output)")
        }
    }
}
