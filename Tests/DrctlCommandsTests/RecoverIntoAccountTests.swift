import Foundation
import Testing

/// A recovery in another account than the database's own, by the real binary, judged by boto3. The sandbox's account is the
/// one that recovers; the database is in account 222222222222, which is lost.
@Suite(.serialized) struct RecoverIntoAccountTests {
    private static let other = "222222222222"

    private static func policy(_ sandbox: Sandbox, accounts: [String] = [other]) throws -> String {
        let accounts = accounts.map { "\"\($0)\"" }.joined(separator: ", ")
        return try sandbox.policy([
            .init("accounts: [\"123456789012\"]", "accounts: [\(accounts)]\n  assumeRole: {name: drctl}"),
            .init(
                "drill:\n",
                """
                recover:
                  into:
                    - account: "123456789012"
                      region: us-east-1
                      subnetGroup: dr-drill
                      securityGroups: [sg-0d411000000000001]
                      parameterGroup: kb-prod
                drill:

                """),
        ])
    }

    /// The database of the other account, and the role by which it is asked.
    private static let lost = """
        import boto3, json, time
        def there(service):
            client = boto3.client(service, region_name="us-east-1")
            client.meta.events.register("before-sign.*.*",
                lambda request, **_: request.headers.__setitem__("x-moto-account-id", "\(other)"))
            return client
        rds, iam = there("rds"), there("iam")

        """

    private static let live =
        lost + """
            trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}]}
            iam.create_role(RoleName="drctl", AssumeRolePolicyDocument=json.dumps(trust))
            subnets = [subnet["SubnetId"] for subnet in there("ec2").describe_subnets()["Subnets"]][:2]
            rds.create_db_subnet_group(DBSubnetGroupName="kb", DBSubnetGroupDescription="kb", SubnetIds=subnets)
            rds.create_db_instance(DBInstanceIdentifier="kb-prod", Engine="postgres", DBInstanceClass="db.r6g.large",
                AllocatedStorage=20, MasterUsername="kb", ManageMasterUserPassword=True, DBSubnetGroupName="kb",
                StorageEncrypted=True, MultiAZ=True, DeletionProtection=True, BackupRetentionPeriod=7, CopyTagsToSnapshot=True,
                PreferredBackupWindow="02:10-02:40", PreferredMaintenanceWindow="mon:04:00-mon:05:00",
                MonitoringInterval=60, MonitoringRoleArn="arn:aws:iam::\(other):role/rds-monitoring",
                Tags=[{"Key": "team", "Value": "kb"}])
            while rds.describe_db_instances()["DBInstances"][0]["DBInstanceStatus"] != "available":
                time.sleep(0.1)
            """

    private static let gone =
        lost + """
            rds.modify_db_instance(DBInstanceIdentifier="kb-prod", DeletionProtection=False, ApplyImmediately=True)
            time.sleep(1)
            rds.delete_db_instance(DBInstanceIdentifier="kb-prod", SkipFinalSnapshot=True)
            while rds.describe_db_instances()["DBInstances"]:
                time.sleep(0.1)
            """

    private static func copied(_ arn: String) -> String {
        """
        import boto3, time
        rds = boto3.client("rds", region_name="us-east-1")
        key = boto3.client("kms", region_name="us-east-1").create_key()["KeyMetadata"]["Arn"]
        rds.copy_db_snapshot(SourceDBSnapshotIdentifier="\(arn)", TargetDBSnapshotIdentifier="vaulted", KmsKeyId=key)
        while rds.describe_db_snapshots(DBSnapshotIdentifier="vaulted")["DBSnapshots"][0]["Status"] != "available":
            time.sleep(0.1)
        """
    }

    private static let role = """
        import boto3, json
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"Service": "monitoring.rds.amazonaws.com"}}]}
        boto3.client("iam").create_role(RoleName="rds-monitoring", AssumeRolePolicyDocument=json.dumps(trust))
        """

    private static let judged = """
        import boto3
        rds = boto3.client("rds", region_name="us-east-1")
        one = rds.describe_db_instances(DBInstanceIdentifier="kb-prod")["DBInstances"][0]
        copy = rds.describe_db_snapshots(DBSnapshotIdentifier="vaulted")["DBSnapshots"][0]
        assert one["DBInstanceArn"].split(":")[4] == "123456789012", one
        assert one["KmsKeyId"] == copy["KmsKeyId"] and one["StorageEncrypted"], one
        assert one["DBInstanceClass"] == "db.r6g.large" and one["MultiAZ"] and one["DeletionProtection"], one
        assert one["BackupRetentionPeriod"] == 7 and one["PreferredBackupWindow"] == "02:10-02:40", one
        assert one["MonitoringRoleArn"] == "arn:aws:iam::123456789012:role/rds-monitoring", one
        assert one["DBSubnetGroup"]["DBSubnetGroupName"] == "dr-drill", one
        assert {"Key": "team", "Value": "kb"} in one["TagList"], one
        """

    @Test func `what was copied to another account is recovered there, once its own is lost`() async throws {
        try await Sandbox.run { sandbox in
            struct Shared: Decodable { var arn: String }
            let policy = try Self.policy(sandbox)
            func recover(_ verb: String, _ arguments: String...) async throws -> Binary.Outcome {
                try await sandbox.recover(verb, ["--into-account", "123456789012"] + arguments, policy: policy)
            }
            func plain(_ outcome: Binary.Outcome) -> String {
                outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            try await sandbox.engineer(Self.live)
            _ = try await sandbox.drctl("audit", "--policy", policy)
            let shared = try JSONDecoder().decode(
                Shared.self, from: try await sandbox.control("POST", "shared-snapshots/kb-prod-before-upgrade"))
            // A namesake in the account that recovers is another database: it is not restored from, and gone.
            try await sandbox.lose("kb-prod")

            let healthy = try await recover("plan")
            #expect(healthy.code == 5, "\(healthy)")
            for words in [
                "kb-prod exists in account \(Self.other), us-east-1 and is available",
                "the database's role arn:aws:iam::123456789012:role/rds-monitoring not found",
            ] { #expect(plain(healthy).contains(words), "\(healthy)") }
            try await sandbox.engineer(Self.role)
            let none = try await recover("plan", "--even-though-healthy")
            #expect(none.code == 3, "\(none)")
            let words =
                "no snapshot of kb-prod was copied from account \(Self.other), us-east-1 to account 123456789012"
            #expect(plain(none).contains(words), "\(none)")
            try await sandbox.engineer(Self.copied(shared.arn))
            for (arguments, words) in [
                (["--at", "15m ago"], "RDS replicates no automated backups to another account"),
                (["--switch", "rename"], "leave it out with --into-account"),
            ] {
                let wrong = try await sandbox.recover(
                    "plan", ["--into-account", "123456789012"] + arguments, policy: policy)
                #expect(wrong.code == 64 && wrong.conversation.contains(words), "\(wrong)")
            }
            let stranger = try await sandbox.recover("plan", ["--into-account", "333333333333"], policy: policy)
            #expect(stranger.code == 5 && stranger.conversation.contains("recovers nothing in account 333333333333"))
            let unnamed = try await recover("plan", "--into-region", "us-west-2")
            #expect(unnamed.code == 5 && unnamed.conversation.contains("account 123456789012, us-east-1"), "\(unnamed)")

            let several = try Self.policy(sandbox, accounts: [Self.other, "333333333333"])
            for (arguments, code, words) in [
                ([], 64, "choose the one that is lost with --from-account"),
                (
                    ["--from-account", "444444444444"], 64,
                    "its accounts are \(Self.other) and 333333333333"
                ),
                (["--from-account", "123456789012"], 64, "123456789012 cannot be both"),
                (["--from-account", Self.other], 5, "kb-prod exists in account \(Self.other), us-east-1"),
            ] as [([String], Int32, String)] {
                let outcome = try await sandbox.recover(
                    "plan", ["--into-account", "123456789012"] + arguments, policy: several)
                #expect(outcome.code == code, "\(outcome)")
                #expect((plain(outcome) + outcome.conversation).contains(words), "\(outcome)")
            }

            let tags = ("select: {ids: [kb-prod]}", "select: {tags: {team: kb}}")
            let idAndTags = ("select: {ids: [kb-prod]}", "select: {ids: [kb-prod], tags: {team: kb}}")
            let both = (
                "accounts: [\"\(Self.other)\"]\n  assumeRole: {name: drctl}",
                "accounts: [\"\(Self.other)\", \"123456789012\"]"
            )
            let nobody = ("assumeRole: {name: drctl}", "assumeRole: {name: nobody}")
            let unheard = "us-east-1 does not say whether kb-prod still works there"
            let empty = sandbox.folder + "/empty"
            for (changes, arguments, state, code, words) in [
                // Looked for where it is: no inventory has it, nor the account that recovers.
                ([tags], ["--even-though-healthy"], empty, 0, "kb-prod exists in account"),
                ([both], [], nil, 0, unheard),
                ([nobody], [], nil, 0, unheard),
                // The inventory has one; which are meant is not known, so that there may be more.
                ([tags, nobody], [], nil, 64, "by their tags is not known"),
                ([tags, both], [], nil, 64, "by their tags is not known: scope.assumeRole names no role"),
                ([tags, nobody], ["--instance", "kb-prod"], empty, 5, "selects kb-prod by its tags is not known"),
                ([tags, nobody], ["--instance", "kb-prod"], nil, 0, unheard),
                // Its id is known, whatever its tags are.
                ([idAndTags, nobody], ["--instance", "kb-prod"], empty, 5, "no instance class is known"),
            ] as [([(String, String)], [String], String?, Int32, String)] {
                let other = sandbox.folder + "/other.yaml"
                try changes.reduce(String(contentsOfFile: policy, encoding: .utf8)) { $0.replacing($1.0, with: $1.1) }
                    .write(toFile: other, atomically: true, encoding: .utf8)
                let outcome = try await sandbox.recover(
                    "plan", ["--into-account", "123456789012"] + arguments, policy: other,
                    state: state)
                #expect(outcome.code == code, "\(outcome)")
                #expect((plain(outcome) + outcome.conversation).contains(words), "\(outcome)")
            }

            try await sandbox.engineer(Self.gone)
            let saved = sandbox.folder + "/recovery.json"
            let plan = try await recover("plan", "--save", saved)
            #expect(plan.code == 0, "\(plan)")
            #expect(plain(plan).contains("snapshot vaulted, a copy of \(shared.arn)"), "\(plain(plan))")
            let recovered = try await sandbox.recover(
                "run", ["--plan", saved, "--confirm", "kb-prod", "--output", "json"], policy: policy)
            #expect(recovered.code == 0, "\(recovered.output)\(recovered.conversation)")
            try await sandbox.validate(recovered.output)
            #expect(recovered.output.contains("kb-prod does not exist in account \(Self.other), us-east-1"))
            let record = try members(of: recovered.output)
            #expect(record["account"] as? String == "123456789012", "\(recovered.output)")
            #expect((record["outcome"] as? [String: Any])?["settingsFrom"] as? String == "inventory")
            #expect((record["fidelity"] as? [Any])?.isEmpty == true, "\(recovered.output)")
            try await sandbox.engineer(Self.judged)
        }
    }
}
