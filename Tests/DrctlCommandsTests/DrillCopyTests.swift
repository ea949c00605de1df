import Foundation
import Testing

/// Drills of snapshot copies in another region, by the real binary on the sandbox's real PostgreSQL.
@Suite(.serialized) struct DrillCopyTests {
    @Test func `a copy is drilled in its own region, and only a copy there will do`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try Self.policy(in: sandbox.folder, group: "sg-00000000000000000")
            func drill(_ verb: String, _ arguments: String...) async throws -> Binary.Outcome {
                try await Binary.run(
                    ["drill", verb, "--policy", policy] + arguments
                        + (verb == "status" ? [] : ["--poll-interval", "0.1"]),
                    sandbox.environment.merging(["DRCTL_STATE": sandbox.folder + "/state"]) { $1 })
            }
            let bare = try await drill("run")
            #expect(bare.code == 5, "\(bare.output)\(bare.conversation)")
            #expect(bare.output.contains("subnet group dr-west not found"))
            let forbidden = try await drill("run", "--from-region", "eu-west-1")
            #expect(forbidden.code == 5, "\(forbidden.output)\(forbidden.conversation)")

            try await Self.makeNetwork(sandbox)
            let none = try await drill("run")
            #expect(none.code == 3, "\(none.output)\(none.conversation)")
            #expect(none.output.contains("no recovery point: no snapshot of kb-prod was copied"))
            let audit = try await sandbox.drctl(
                "audit", "--policy", policy, "--control", "database.cross-region-copy")
            #expect(audit.code == 2, "\(audit.output)\(audit.conversation)")
            #expect(audit.output.contains("us-west-2: no copy"))

            try await sandbox.engineer(Self.copy)
            let copied = try await sandbox.drctl(
                "audit", "--policy", policy, "--control", "database.cross-region-copy", "--verbose")
            #expect(copied.code == 0, "\(copied.output)\(copied.conversation)")
            // The application's secret is not in that region: a recovery there would stand before a locked door.
            let locked = try await drill("run")
            #expect(locked.code == 3, "\(locked.output)\(locked.conversation)")
            #expect(locked.output.contains("secret kb/prod/database: expected logs in, got failed to read"))
            try await sandbox.engineer(Self.secret)

            let verified = try await drill("run", "--output", "json")
            #expect(verified.code == 0, "\(verified.output)\(verified.conversation)")
            let record = try #require(
                try JSONSerialization.jsonObject(with: Data(verified.output.utf8)) as? [String: Any])
            #expect(record["verdict"] as? String == "verified")
            #expect(record["region"] as? String == "us-east-1")
            #expect(record["targetRegion"] as? String == "us-west-2")
            let point = try #require(record["recoveryPoint"] as? [String: Any])
            #expect(point["snapshot"] as? String == "kb-west")
            #expect(point["region"] as? String == "us-west-2")
            #expect((point["copyOf"] as? String)?.hasPrefix("arn:aws:rds:us-east-1:123456789012:snapshot:rds:") == true)
            let named = try await drill("run", "--from-region", "us-west-2", "--snapshot", "kb-west", "--dry-run")
            #expect(named.output.hasPrefix("PLANNED: dry run: would restore kb-west in us-west-2"))
            #expect(try await drill("status").code == 0)
        }
    }

    @Test func `what a drill left in another region is found and removed by its tags`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try await Self.makeNetwork(sandbox)
            func drctl(_ arguments: String...) async throws -> Binary.Outcome {
                try await Binary.run(
                    arguments + ["--policy", policy],
                    sandbox.environment.merging(["DRCTL_STATE": sandbox.folder + "/state"]) { $1 })
            }
            for step in [Self.copy, Self.secret] { try await sandbox.engineer(step) }
            try await sandbox.refuse("DeleteDBInstance")
            let stuck = try await drctl("drill", "run", "--poll-interval", "0.1")
            #expect(stuck.code == 6, "\(stuck.output)\(stuck.conversation)")
            #expect(stuck.output.contains(" in us-west-2"))
            try await sandbox.heal()
            let status = try await drctl("drill", "status")
            #expect(status.code == 6)
            #expect(status.output.contains(" in us-west-2 of drill"))
            try FileManager.default.removeItem(atPath: sandbox.folder + "/state")
            let cleanup = try await drctl("drill", "cleanup", "--poll-interval", "0.1")
            #expect(cleanup.code == 0, "\(cleanup.output)\(cleanup.conversation)")
            #expect(cleanup.output.contains(" in us-west-2"))
            #expect(try await drctl("drill", "status").code == 0)
        }
    }

    /// The knowledge base's policy, with copies and drills in the west.
    private static func policy(in folder: String, group: String) throws -> String {
        let text = try String(contentsOfFile: Binary.root + "/policies/knowledge-base.yaml", encoding: .utf8)
        let copied = text.replacing("regions: [us-east-1]", with: "regions: [us-east-1, us-west-2]")
            .replacing(
                "      retention: 30d\n", with: "      retention: 30d\n      copyTo: [us-west-2]\n", maxReplacements: 1
            )
            .replacing(
                "  source: latest\n",
                with: """
                      source: {copyIn: us-west-2}
                      elsewhere:
                        - region: us-west-2
                          subnetGroup: dr-west
                          securityGroups: [SECURITY-GROUP]
                          instanceClass: db.t4g.medium
                          parameterGroup: kb-west

                    """
            ).replacing("SECURITY-GROUP", with: group)
        let path = folder + "/west.yaml"
        try copied.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// A network and a parameter group for drills there; EC2 chooses the security group's id.
    @discardableResult private static func makeNetwork(_ sandbox: Sandbox) async throws -> String {
        let file = sandbox.folder + "/group"
        try await sandbox.engineer(network + "\nopen('\(file)', 'w').write(group)")
        return try policy(in: sandbox.folder, group: try String(contentsOfFile: file, encoding: .utf8))
    }

    static let network = """
        import boto3
        def west(service): return boto3.client(service, region_name="us-west-2")
        ec2, rds = west("ec2"), west("rds")
        vpc = ec2.create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.30.{n}.0/24", AvailabilityZone=f"us-west-2{z}")["Subnet"]["SubnetId"]
            for n, z in enumerate("ab")
        ]
        rds.create_db_subnet_group(DBSubnetGroupName="dr-west", DBSubnetGroupDescription="drills", SubnetIds=subnets)
        rds.create_db_parameter_group(
            DBParameterGroupName="kb-west", DBParameterGroupFamily="postgres15", Description="as kb-prod")
        group = ec2.create_security_group(GroupName="dr-west", Description="drills", VpcId=vpc)["GroupId"]
        """

    private static let copy = """
        import boto3, time
        home, there = boto3.client("rds"), boto3.client("rds", region_name="us-west-2")
        key = boto3.client("kms", region_name="us-west-2").create_key()["KeyMetadata"]["Arn"]
        source = home.describe_db_snapshots(DBInstanceIdentifier="kb-prod", SnapshotType="automated")["DBSnapshots"][0]
        there.copy_db_snapshot(
            SourceDBSnapshotIdentifier=source["DBSnapshotArn"], TargetDBSnapshotIdentifier="kb-west", KmsKeyId=key,
            SourceRegion="us-east-1")
        while there.describe_db_snapshots(DBSnapshotIdentifier="kb-west")["DBSnapshots"][0]["Status"] != "available":
            time.sleep(0.1)
        """

    static let secret = """
        import boto3
        value = boto3.client("secretsmanager").get_secret_value(SecretId="kb/prod/database")["SecretString"]
        boto3.client("secretsmanager", region_name="us-west-2").create_secret(Name="kb/prod/database", SecretString=value)
        """
}
