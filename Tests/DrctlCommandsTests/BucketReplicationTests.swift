import Foundation
import Testing

/// A bucket's replica in a second region by the real binary, judged by boto3: what is written arrives there.
@Suite struct BucketReplicationTests {
    private func policy(in sandbox: Sandbox) throws -> [String] {
        let path = sandbox.folder + "/replicas.yaml"
        let text = """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: replicas}
            scope: {accounts: ["123456789012"], regions: [us-east-1, us-west-2]}
            objectives: {rpo: 1d, rto: 4h}
            storage:
              - bucket: "replicas-${account}-home"
                encryption: {kms: alias/replicas}
                replicateTo: "replicas-${account}-west"
                tlsOnly: false
              - {bucket: "replicas-${account}-west", encryption: {kms: alias/replicas}, regions: [us-west-2], tlsOnly: false}
            keys:
              - {alias: replicas}

            """
        try Data(text.utf8).write(to: URL(filePath: path))
        return ["--policy", path]
    }

    private static let replicated = """
        import boto3, json
        s3 = boto3.client("s3", region_name="us-east-1")
        got = s3.get_bucket_replication(Bucket="replicas-123456789012-home")["ReplicationConfiguration"]
        assert got["Role"] == "arn:aws:iam::123456789012:role/replicas-replication", got
        [rule] = got["Rules"]
        assert rule["Status"] == "Enabled" and rule["DeleteMarkerReplication"]["Status"] == "Disabled", rule
        assert rule["SourceSelectionCriteria"]["SseKmsEncryptedObjects"]["Status"] == "Enabled", rule
        assert rule["Destination"]["Bucket"] == "arn:aws:s3:::replicas-123456789012-west", rule
        key = rule["Destination"]["EncryptionConfiguration"]["ReplicaKmsKeyID"]
        assert key == "arn:aws:kms:us-west-2:123456789012:alias/replicas", key
        s3.put_object(Bucket="replicas-123456789012-home", Key="daily/1", Body=b"backup")
        assert s3.get_object(Bucket="replicas-123456789012-west", Key="daily/1")["Body"].read() == b"backup"
        iam = boto3.client("iam")
        trust = iam.get_role(RoleName="replicas-replication")["Role"]["AssumeRolePolicyDocument"]
        assert trust["Statement"][0]["Principal"] == {"Service": "s3.amazonaws.com"}, trust
        """

    /// Somebody takes the role its rights, which S3 tells nobody.
    private static let weakened = """
        import boto3
        boto3.client("iam").delete_role_policy(
            RoleName="replicas-replication", PolicyName="drctl-replication-us-east-1")
        """

    @Test func `a second bucket receives every object after two applies, and a role without rights is found`()
        async throws
    {
        try await Sandbox.run { sandbox in
            let policy = try policy(in: sandbox)
            let first = try await sandbox.drctl(["apply", "--yes"] + policy)
            #expect(!first.output.contains("FAILED"), "\(first)")
            #expect(!first.output.contains("done         replicate bucket"), "\(first)")
            let plan = try await sandbox.drctl(["plan"] + policy)
            #expect(
                plan.output.contains("replicate bucket replicas-123456789012-home to replicas-123456789012-west"),
                "\(plan)")
            let second = try await sandbox.drctl(["apply", "--yes"] + policy)
            #expect(second.code == 0, "\(second)")
            try await sandbox.engineer(Self.replicated)
            let audit = try await sandbox.drctl(["audit"] + policy)
            #expect(audit.code == 0, "\(audit)")
            #expect(!audit.output.contains("role replicas-replication"), "\(audit)")
            try await sandbox.engineer(Self.weakened)
            let found = try await sandbox.drctl(["audit", "--control", "storage.replication-role"] + policy)
            #expect(found.code == 2, "\(found)")
            #expect(found.output.contains("may not"), "\(found)")
            let repaired = try await sandbox.drctl(["apply", "--yes"] + policy)
            #expect(repaired.code == 0, "\(repaired)")
        }
    }
}
