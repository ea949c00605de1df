import Foundation
import Testing

/// Each verb as a role that may do what `drctl iam` prints and nothing else: the sandbox evaluates every call.
@Suite struct EnforcedRoleTests {
    private static let evidence = "s3://evidence-of-drills/drills"

    @Test func `each verb runs to its end as its role, and names every action that the role lacks`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(Self.evidenceBucket)
            try await sandbox.fault(#"{"kind": "enforce", "target": "only-.*|kb-drill-operator"}"#)
            let audit = Duty("audit", "only-audit", ["audit", "--publish-metrics"])
            let used = try await Self.complete(audit, code: 2, sandbox)
            try await Self.removeEach(of: used, from: audit, sandbox)
            // What is left is that no drill has run.
            let applied = try await Self.complete(
                Duty("apply", "only-apply", ["apply", "--yes"] + Sandbox.allowed), code: 2, sandbox)
            #expect(
                applied.isSuperset(of: [
                    "s3:CreateBucket", "s3:TagResource", "iam:PutRolePolicy", "kms:EnableKeyRotation",
                    "sns:CreateTopic",
                    "rds:ModifyDBInstance", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource",
                ]))
            _ = try await Self.complete(Duty("plan", "only-plan", ["plan"]), code: 2, sandbox)
            _ = try await Self.complete(Duty("drift", "only-drift", ["drift"]), code: 0, sandbox)
            // The sizes of its buckets are not known.
            let priced = try await Self.complete(Duty("cost", "only-cost", ["cost"]), code: 4, sandbox)
            #expect(priced.contains("cloudwatch:GetMetricData"))
            let pace = ["--evidence", Self.evidence, "--poll-interval", "0.1"]
            let drilled = try await Self.complete(
                Duty("drill", "kb-drill-operator", ["drill", "run", "--fresh"] + pace), code: 0, sandbox)
            #expect(
                drilled.isSuperset(of: [
                    "rds:CreateDBSnapshot", "rds:RestoreDBInstanceFromDBSnapshot", "rds:DeleteDBInstance",
                    "rds:AddTagsToResource", "kms:CreateGrant", "kms:GenerateDataKey", "s3:PutObject",
                    "secretsmanager:GetSecretValue",
                ]))
            let judged = Duty("audit", "only-audit", ["audit", "--evidence", Self.evidence])
            let recovered = try await Self.complete(
                Duty(
                    "recover", "only-recover",
                    ["recover", "run", "--even-though-healthy", "--switch", "rename", "--confirm", "kb-prod"] + pace),
                code: 0, sandbox)
            #expect(
                recovered.isSuperset(of: [
                    "rds:RestoreDBInstanceToPointInTime", "rds:ModifyDBInstance", "rds:AddTagsToResource",
                    "secretsmanager:GetSecretValue", "s3:PutObject",
                ]))
            // The drill's role is not as the policy wants it now: the test has written it.
            let reading = try await Self.complete(judged, code: 2, sandbox)
            #expect(reading.isSuperset(of: ["s3:ListBucket", "s3:GetObject", "kms:Decrypt"]))
        }
    }

    /// A verb, and the role that runs it.
    private struct Duty: Sendable {
        var name: String
        var role: String
        var arguments: [String]

        init(_ name: String, _ role: String, _ arguments: [String]) {
            self.name = name
            self.role = role
            self.arguments = arguments
        }
    }

    /// Runs a verb as a role without any permission, and gives it each action that a run says is missing, until a run ends.
    ///
    /// - Returns: The actions that were named: all that the verb called for.
    private static func complete(_ duty: Duty, code: Int32, _ sandbox: Sandbox) async throws -> Set<String> {
        let printed = try await printed(duty, sandbox)
        let known = try actions(printed)
        var allowed: Set<String> = []
        for _ in 0...known.count {
            try await sandbox.engineer(makeRoles([duty.role: allowed], printed))
            let outcome = try await run(duty, sandbox)
            let missing = missing(outcome)
            if missing.isEmpty {
                #expect(outcome.code == code, "\(duty.name): \(outcome)")
                return allowed
            }
            // No run asks for more than is printed, nor for what it has.
            try #require(missing.isSubset(of: known), "\(duty.name): not printed: \(missing.subtracting(known))")
            try #require(missing.isDisjoint(with: allowed), "\(duty.name): \(missing.intersection(allowed)) \(outcome)")
            allowed.formUnion(missing)
        }
        Issue.record("\(duty.name) does not end with \(allowed.sorted())")
        return allowed
    }

    /// Takes each action away in turn; the run names it.
    private static func removeEach(of used: Set<String>, from duty: Duty, _ sandbox: Sandbox) async throws {
        let printed = try await printed(duty, sandbox)
        let roles = used.sorted().enumerated().map { ("\(duty.role)-\($0.offset)", $0.element) }
        try await sandbox.engineer(
            makeRoles(Dictionary(uniqueKeysWithValues: roles.map { ($0.0, used.subtracting([$0.1])) }), printed))
        for (role, action) in roles {
            let missing = missing(try await run(Duty(duty.name, role, duty.arguments), sandbox))
            #expect(missing == [action])
        }
    }

    private static func printed(_ duty: Duty, _ sandbox: Sandbox) async throws -> String {
        let outcome = try await sandbox.drctl(
            "iam", "--for", duty.name, "--evidence", evidence, "--policy", Sandbox.policy, "--quiet")
        #expect(outcome.code == 0, "\(outcome)")
        return outcome.output
    }

    private static func run(_ duty: Duty, _ sandbox: Sandbox) async throws -> Binary.Outcome {
        try await sandbox.drctl(
            duty.arguments + [
                "--policy", Sandbox.policy, "--assume-role", "arn:aws:iam::123456789012:role/\(duty.role)",
            ])
    }

    /// The actions that AWS, or its simulator, would not allow.
    private static func missing(_ outcome: Binary.Outcome) -> Set<String> {
        let said = (outcome.output + " " + outcome.conversation).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        let refusals = said.matches(
            of: /(?:not authorized to perform:|not allowed to call|hint: allow) ([a-z0-9-]+:[A-Za-z]+)/)
        return Set(refusals.map { String($0.1) })
    }

    private static func actions(_ document: String) throws -> Set<String> {
        let statements = try #require(try members(of: document)["Statement"] as? [[String: Any]])
        return Set(statements.flatMap { $0["Action"] as? [String] ?? [$0["Action"] as? String ?? ""] })
    }

    /// Roles, each with some actions of a document under their own conditions.
    private static func makeRoles(_ roles: [String: Set<String>], _ document: String) -> String {
        let each = roles.sorted { $0.key < $1.key }.map { "\"\($0.key)\": set(\($0.value.sorted()))" }
        return """
            import boto3, json
            iam = boto3.client("iam")
            trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}]}
            there = [role["RoleName"] for role in iam.list_roles()["Roles"]]
            for name, allowed in {\(each.joined(separator: ", "))}.items():
                if name not in there:
                    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
                policy = json.loads('''\(document)''')
                kept = [{"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"}]
                for statement in policy["Statement"]:
                    actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
                    actions = [action for action in actions if action in allowed]
                    if actions:
                        kept.append(dict(statement, Action=actions))
                policy["Statement"] = kept
                for other in iam.list_role_policies(RoleName=name)["PolicyNames"]:
                    iam.delete_role_policy(RoleName=name, PolicyName=other)
                iam.put_role_policy(RoleName=name, PolicyName="drctl-only", PolicyDocument=json.dumps(policy))
            """
    }

    /// With the policy's key, so that writing evidence needs it.
    private static let evidenceBucket = """
        import boto3
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="evidence-of-drills")
        key = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/kb-dr"}
        s3.put_bucket_encryption(Bucket="evidence-of-drills", ServerSideEncryptionConfiguration={"Rules": [
            {"ApplyServerSideEncryptionByDefault": key, "BucketKeyEnabled": True}]})
        """
}
