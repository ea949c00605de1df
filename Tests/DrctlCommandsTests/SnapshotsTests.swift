import Foundation
import Testing

/// Snapshots that rotate, by the real binary on the sandbox's real PostgreSQL, judged by boto3.
@Suite(.serialized) struct SnapshotsTests {
    private static let quickly = ["--poll-interval", "0.05"]

    /// A database that is encrypted with a multi-Region key which the west has too, and snapshots of others.
    private static let database = """
        import boto3, time
        kms, west = boto3.client("kms"), boto3.client("kms", region_name="us-west-2")
        key = kms.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName="alias/kb-two", TargetKeyId=key)
        kms.replicate_key(KeyId=key, ReplicaRegion="us-west-2")
        rds = boto3.client("rds")
        rds.create_db_instance(
            DBInstanceIdentifier="kb-two", DBInstanceClass="db.t4g.medium", Engine="postgres",
            MasterUsername="owner", MasterUserPassword="sandbox-password", AllocatedStorage=20, StorageEncrypted=True,
            KmsKeyId=key, BackupRetentionPeriod=7)
        while rds.describe_db_instances(DBInstanceIdentifier="kb-two")["DBInstances"][0]["DBInstanceStatus"] != "available":
            time.sleep(0.1)
        rds.create_db_snapshot(DBInstanceIdentifier="kb-two", DBSnapshotIdentifier="theirs")
        while rds.describe_db_snapshots(DBSnapshotIdentifier="theirs")["DBSnapshots"][0]["Status"] != "available":
            time.sleep(0.1)
        while rds.describe_db_instances(DBInstanceIdentifier="kb-two")["DBInstances"][0]["DBInstanceStatus"] != "available":
            time.sleep(0.1)
        """

    /// What both regions have then, besides the snapshot of others.
    private static let judged = """
        import boto3
        def snapshots(region):
            all = boto3.client("rds", region_name=region).describe_db_snapshots(SnapshotType="manual")["DBSnapshots"]
            return [one for one in all if one["DBInstanceIdentifier"] == "kb-two"]
        east, west = snapshots("us-east-1"), snapshots("us-west-2")
        assert "theirs" in [one["DBSnapshotIdentifier"] for one in east], east
        own = [one for one in east if one["DBSnapshotIdentifier"] != "theirs"]
        assert len(own) == 1 and len(west) == 1, (own, west)
        assert own[0]["DBSnapshotIdentifier"] == west[0]["DBSnapshotIdentifier"], (own, west)
        for one, region in ((own[0], "us-east-1"), (west[0], "us-west-2")):
            tags = {tag["Key"]: tag["Value"] for tag in one["TagList"]}
            assert one["Status"] == "available" and one["Encrypted"], one
            assert one["KmsKeyId"].split(":")[3] == region, one
            assert tags["drctl:rotation-policy"] == "rotated" and tags["drctl:rotation-region"] == region, tags
            assert tags["team"] == "platform" and tags["drctl:policy"] == "rotated", tags
        """

    private func policy(in sandbox: Sandbox, _ backups: String = "monthly: {keep: 2}, copyTo: [us-west-2]") throws
        -> [String]
    {
        let path = sandbox.folder + "/rotated.yaml"
        let text = """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: rotated}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rpo: 1d, rto: 4h}
            tags: {team: platform}
            databases:
              - select: {ids: [kb-two]}
                backups: {\(backups), retention: 7d}
            keys:
              - {alias: kb-two, replicas: [us-west-2]}

            """
        try Data(text.utf8).write(to: URL(filePath: path))
        return ["--policy", path]
    }

    private func changes(_ sandbox: Sandbox) async throws -> [String] {
        try await sandbox.calls().filter { !$0.readOnly && $0.service == "rds" && $0.error == nil }.map(\.operation)
    }

    @Test func `a month's snapshot is shown, made, copied with the key there, and not made again`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(Self.database)
            let policy = try policy(in: sandbox)
            let rotate = ["snapshots", "rotate"] + policy + Self.quickly
            try await sandbox.forgetCalls()
            let shown = try await sandbox.drctl(rotate)
            #expect(shown.code == 2 && shown.output.hasPrefix("DUE: "), "\(shown)")
            #expect(shown.words.contains("drctl-keep-kb-two-") && shown.words.contains("us-west-2"), "\(shown)")
            try await sandbox.fault(#"{"kind": "denied", "service": "rds", "action": "DescribeAccountAttributes"}"#)
            let refused = try await sandbox.drctl(rotate + ["--yes"])
            #expect(refused.code == 5 && refused.words.contains("could not be read"), "\(refused)")
            try await sandbox.heal()
            #expect(try await changes(sandbox) == [])

            let done = try await sandbox.drctl(rotate + ["--yes"])
            #expect(done.code == 0 && done.output.hasPrefix("ROTATED: 1 database: "), "\(done)")
            try await sandbox.engineer(Self.judged)
            #expect(try await changes(sandbox) == ["CreateDBSnapshot", "CopyDBSnapshot"])
            let again = try await sandbox.drctl(rotate + ["--yes", "--output", "json"])
            #expect(again.code == 0 && again.words.contains(#""verdict": "current""#), "\(again)")
            #expect(try await changes(sandbox).count == 2)
            let stranger = try await sandbox.drctl(rotate + ["--database", "kb-tow"])
            #expect(stranger.code == 64 && stranger.words.contains("kb-tow: no database of that name"), "\(stranger)")
            let none = try await sandbox.drctl(
                ["snapshots", "rotate"] + (try self.policy(in: sandbox, "window: 02:00-02:30")))
            #expect(none.code == 64 && none.conversation.contains("ask for no snapshots to rotate"), "\(none)")
        }
    }

    @Test func `a rotation that is killed anywhere is finished by the next one, and what others made stays`()
        async throws
    {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(Self.database)
            let policy = try policy(in: sandbox)
            let rotate = ["snapshots", "rotate", "--yes", "--keep-newest", "1"] + policy + Self.quickly
            let first = try await kill(sandbox, rotate, at: "CreateDBSnapshot")
            #expect(first == ["CreateDBSnapshot"])
            // While it is being made, and once it is there, it is not made again.
            let second = try await kill(sandbox, rotate, at: "CopyDBSnapshot")
            #expect(second == ["CopyDBSnapshot"])
            let done = try await sandbox.drctl(rotate)
            #expect(done.code == 0, "\(done)")
            try await sandbox.engineer(Self.judged)

            // Two more of the rotation's own, older than the newest of the month, and one that somebody copied with its tags.
            try await sandbox.engineer(
                """
                import boto3, time
                rds = boto3.client("rds")
                own = [one for one in rds.describe_db_snapshots(DBInstanceIdentifier="kb-two", SnapshotType="manual")["DBSnapshots"]
                       if one["DBSnapshotIdentifier"].startswith("drctl-keep-")][0]
                tags, stem = own["TagList"], own["DBSnapshotIdentifier"].rsplit("-", 2)[0]
                for name in (stem + "-2026-01", stem + "-2026-02"):
                    mine = [tag for tag in tags if tag["Key"] != "drctl:rotation-name"]
                    mine.append({"Key": "drctl:rotation-name", "Value": name})
                    rds.create_db_snapshot(DBInstanceIdentifier="kb-two", DBSnapshotIdentifier=name, Tags=mine)
                    while rds.describe_db_snapshots(DBSnapshotIdentifier=name)["DBSnapshots"][0]["Status"] != "available":
                        time.sleep(0.1)
                rds.copy_db_snapshot(SourceDBSnapshotIdentifier=stem + "-2026-01", CopyTags=True,
                    TargetDBSnapshotIdentifier=stem + "-2026-03")
                while rds.describe_db_snapshots(DBSnapshotIdentifier=stem + "-2026-03")["DBSnapshots"][0]["Status"] != "available":
                    time.sleep(0.1)
                """)
            let third = try await kill(sandbox, rotate, at: "DeleteDBSnapshot")
            #expect(third == ["DeleteDBSnapshot"])
            try await sandbox.forgetCalls()
            let last = try await sandbox.drctl(rotate)
            // The copy that somebody made is named, and not touched.
            #expect(last.code == 4 && last.words.contains("has tags of this rotation and is not its own"), "\(last)")
            try await sandbox.engineer(
                """
                import boto3
                all = boto3.client("rds").describe_db_snapshots(DBInstanceIdentifier="kb-two", SnapshotType="manual")
                names = sorted(one["DBSnapshotIdentifier"].rsplit("-", 2)[-2:] for one in all["DBSnapshots"])
                assert len(names) == 3 and ["2026", "03"] in names and ["theirs"] in names, names
                """)
        }
    }

    @Test func `the role that iam prints for it can rotate`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(Self.database)
            let policy = try policy(in: sandbox)
            let printed = try await sandbox.drctl(["iam", "--for", "rotate", "--quiet"] + policy)
            try await sandbox.engineer(
                """
                import boto3, json
                iam = boto3.client("iam")
                iam.create_role(RoleName="only-rotate", AssumeRolePolicyDocument=json.dumps({"Statement": []}))
                policy = json.loads('''\(printed.output)''')
                policy["Statement"].append({"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"})
                iam.put_role_policy(RoleName="only-rotate", PolicyName="drctl", PolicyDocument=json.dumps(policy))
                """)
            try await sandbox.fault(#"{"kind": "enforce", "target": "only-.*"}"#)
            let done = try await sandbox.drctl(
                ["snapshots", "rotate", "--yes", "--assume-role", "arn:aws:iam::123456789012:role/only-rotate"] + policy
                    + Self.quickly)
            #expect(done.code == 0, "\(done)")
            try await sandbox.heal()
            try await sandbox.engineer(Self.judged)
        }
    }

    /// Rotates until the call is held up, kills drctl, and lets the call be carried out.
    ///
    /// - Returns: The changing calls.
    private func kill(_ sandbox: Sandbox, _ rotate: [String], at call: String) async throws -> [String] {
        try await sandbox.forgetCalls()
        let held = try await sandbox.fault(#"{"kind": "slow", "action": "\#(call)", "seconds": 1}"#)
        let outcome = try await sandbox.drctl(rotate) { running in
            try await running.reaches(call) { try await sandbox.strikes(of: held) > 0 }
            running.send(SIGKILL)
        }
        #expect(outcome.code == -SIGKILL, "\(outcome)")
        try await eventually("\(call) without its caller") {
            try await sandbox.calls().contains { $0.operation == call }
        }
        try await sandbox.heal()
        return try await changes(sandbox)
    }
}
