import Foundation
import Testing

/// `drctl doctor`, on machines where much is missing, and on one where nothing is.
@Suite(.sandbox) struct DoctorTests {
    private struct Checkup: Decodable {
        struct Check: Decodable {
            var name: String
            var status: String
            var text: String
            var fix: String?
        }
        var ready: Bool
        var checks: [Check]

        subscript(name: String) -> Check? { checks.first { $0.name == name } }
    }

    private func checkup(
        _ arguments: [String] = [], _ change: [String: String] = [:]
    ) async throws -> (code: Int32, result: Checkup) {
        let sandbox = try await Sandbox.shared()
        let outcome = try await sandbox.drctl(["doctor", "--output", "json"] + arguments, extra: change)
        return (outcome.code, try JSONDecoder().decode(Checkup.self, from: Data(outcome.output.utf8)))
    }

    private static let policy = ["--policy", "policies/knowledge-base.yaml"]

    @Test func `with nothing at all it says what is missing, each with its fix, in every format`() async throws {
        for format in ["text", "json", "markdown"] {
            let outcome = try await Binary.run(["doctor", "--policy", "no/such.yaml", "--output", format])
            #expect(outcome.code == 77, "\(outcome)")
            for word in ["no/such.yaml", "credentials", "region", "identity", "psql", "state", "aws sso login"] {
                #expect(outcome.output.contains(word), "\(format), \(word): \(outcome.output)")
            }
        }
        #expect(try await Binary.run(["doctor", "--output", "html"]).code == 64)
    }

    @Test func `where everything is there, it is ready and says where each thing comes from`() async throws {
        let (code, result) = try await checkup(Self.policy)
        #expect(code == 0)
        #expect(result.ready)
        #expect(result["region"]?.text == "us-east-1 (of policy knowledge-base)")
        #expect(result["credentials"]?.text == "from environment")
        #expect(result["identity"]?.text.hasPrefix("arn:aws:iam::123456789012:") == true)
        #expect(result["endpoint"]?.text.hasSuffix(" answers") == true)
        #expect(result["clock"]?.status == "ok")
        #expect(result["psql"]?.text.first?.isNumber == true)
        #expect(result["state"]?.status == "ok")
    }

    @Test func `the policy decides the region, and AWS_REGION only where there is none`() async throws {
        let elsewhere = try await checkup(Self.policy, ["AWS_REGION": "us-west-2"]).result["region"]
        #expect(elsewhere?.text.hasPrefix("us-east-1 (of policy knowledge-base)") == true, "\(elsewhere?.text ?? "")")
        #expect(elsewhere?.text.contains("us-west-2 from AWS_REGION is not used") == true)
        let alone = try await checkup(["--policy", "no/such.yaml"], ["AWS_REGION": "us-west-2"])
        #expect(alone.result["region"]?.text == "us-west-2 (from AWS_REGION)")
        #expect(alone.code == 65, "credentials are there, and the policy is not")
        let narrowed = try await checkup(Self.policy + ["--region", "us-east-1"]).result["region"]
        #expect(narrowed?.text == "us-east-1 (from --region)")
        let outside = try await checkup(Self.policy + ["--region", "eu-west-1"])
        #expect(outside.code == 5)
        #expect(outside.result["region"]?.fix == "choose us-east-1")
        #expect(outside.result["identity"]?.status == "unknown")
    }

    @Test func `what is broken ends only what depends on it`() async throws {
        let down = try await checkup(Self.policy, ["AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"])
        #expect(down.code == 1)
        #expect(down.result["endpoint"]?.status == "missing")
        #expect(down.result["identity"]?.status == "unknown")
        #expect(down.result["clock"]?.status == "unknown")
        #expect(down.result["psql"]?.status == "ok")

        let sandbox = try await Sandbox.shared()
        let config = sandbox.folder + "/broken-config"
        try Data("[profile x\n".utf8).write(to: URL(filePath: config))
        let broken = try await checkup(Self.policy + ["--state", config + "/state"], ["AWS_CONFIG_FILE": config])
        #expect(broken.code == 77)
        #expect(broken.result["configuration"]?.text.hasPrefix("\(config):1: ") == true)
        #expect(broken.result["credentials"]?.status == "unknown")
        #expect(broken.result["state"]?.status == "missing")
        #expect(!FileManager.default.fileExists(atPath: config + "/state"))
    }

    @Test func `another account than the policy's is refused`() async throws {
        let sandbox = try await Sandbox.shared()
        let path = sandbox.folder + "/foreign.yaml"
        let own = try String(contentsOfFile: Binary.root + "/policies/knowledge-base.yaml", encoding: .utf8)
        try own.replacing("\"123456789012\"", with: "\"210987654321\"")
            .write(toFile: path, atomically: true, encoding: .utf8)
        let (code, result) = try await checkup(["--policy", path])
        #expect(code == 5)
        #expect(result["account"]?.text == "123456789012, but knowledge-base applies to 210987654321")
    }
}

/// What one verb needs, before it is run.
@Suite(.sandbox) struct DoctorForVerbTests {
    @Test func `for a verb it asks IAM for its permissions, and looks for room and programs`() async throws {
        let sandbox = try await Sandbox.shared()
        let options = ["--output", "json", "--policy", Sandbox.policy]
        let recover = try await sandbox.drctl(["doctor", "--for", "recover"] + options)
        #expect(recover.output.contains("recover in 123456789012: all"), "\(recover.output)")
        // The sandbox knows no quotas: what could not be read is not counted as there.
        #expect(recover.code == 1 && recover.output.contains("the instance quota of us-east-1 could not be read"))
        let backup = try await sandbox.drctl(["doctor", "--for", "backup"] + options)
        #expect(
            backup.code == 0 && backup.output.contains("\"programs\"") && backup.output.contains("zstd"),
            "\(backup.output)")
        #expect(try await Binary.run(["doctor", "--for", "dance"]).code == 64)
    }

    @Test func `a caller who lacks a permission is told which, and where to get it`() async throws {
        let sandbox = try await Sandbox.shared()
        try await sandbox.engineer(
            """
            import boto3, json
            iam = boto3.client("iam")
            def document(statement):
                return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | statement]})
            iam.create_role(RoleName="only-look", AssumeRolePolicyDocument=document(
                {"Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}))
            iam.put_role_policy(RoleName="only-look", PolicyName="look", PolicyDocument=document(
                {"Action": ["iam:SimulatePrincipalPolicy", "rds:Describe*"], "Resource": "*"}))
            """)
        let outcome = try await sandbox.drctl(
            [
                "doctor", "--for", "recover", "--output", "json", "--policy", Sandbox.policy, "--assume-role",
                "arn:aws:iam::123456789012:role/only-look",
            ])
        #expect(outcome.code == 1, "\(outcome)")
        #expect(outcome.output.contains("recover in 123456789012: not allowed: "), "\(outcome.output)")
        #expect(outcome.output.contains("drctl iam --for recover"))
    }

    @Test func `each role that policies enter an account by is asked for its own policies`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(
                """
                import boto3, json
                iam = boto3.client("iam", region_name="us-east-1")
                iam.meta.events.register("before-sign.iam.*",
                    lambda request, **_: request.headers.__setitem__("x-moto-account-id", "210987654321"))
                def document(statement):
                    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | statement]})
                for role, actions in [("does-all", ["*"]), ("only-looks", ["iam:Simulate*", "rds:Describe*"])]:
                    iam.create_role(RoleName=role, AssumeRolePolicyDocument=document(
                        {"Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}))
                    iam.put_role_policy(RoleName=role, PolicyName="may", PolicyDocument=document(
                        {"Action": actions, "Resource": "*"}))
                """)
            let folder = sandbox.folder + "/by-role"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for (name, role) in [("first", "does-all"), ("second", "only-looks")] {
                try """
                apiVersion: drctl/v1
                kind: RecoveryPolicy
                metadata: {name: \(name)}
                scope: {accounts: ["210987654321"], regions: [us-east-1], assumeRole: {name: \(role)}}
                objectives: {rto: 4h, rpo: 24h}
                databases:
                  - {select: {ids: [\(name)-db]}, engine: postgres}
                """.write(toFile: "\(folder)/\(name).yaml", atomically: true, encoding: .utf8)
            }
            let outcome = try await sandbox.drctl("doctor", "--for", "recover", "--output", "json", "--policy", folder)
            let place = "recover in 210987654321 as arn:aws:sts::210987654321:assumed-role"
            #expect(outcome.output.firstMatch(of: try Regex("\(place)/does-all/[^:]*: all ")) != nil, "\(outcome)")
            #expect(
                outcome.output.firstMatch(of: try Regex("\(place)/only-looks/[^:]*: not allowed: ")) != nil,
                "\(outcome)")
            // Nobody asks the second role about the first policy's database.
            #expect(!outcome.output.contains("first-db"), "\(outcome)")
        }
    }

    @Test func `without a policy it looks at what it can, and says how to begin`() async throws {
        let sandbox = try await Sandbox.shared()
        let folder = sandbox.folder + "/bare-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let variables = sandbox.environment.merging(["DRCTL_STATE": folder + "/state"]) { $1 }
        let outcome = try await Binary.run(
            ["doctor"], variables, under: ["/usr/bin/env", "--chdir", folder])
        #expect(outcome.code == 0 && outcome.output.contains("drctl init"), "\(outcome)")
        let asked = try await Binary.run(
            ["doctor", "--for", "apply", "--output", "json"], variables, under: ["/usr/bin/env", "--chdir", folder])
        #expect(asked.code == 1 && asked.output.contains("and there is none"), "\(asked)")
    }
}
