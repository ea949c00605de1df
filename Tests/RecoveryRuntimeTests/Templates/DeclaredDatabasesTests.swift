import AWSCore
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("Databases in CloudFormation's words")
struct DeclaredDatabasesTests {
    private let groups = Answer.list("DBParameterGroups", [], element: "DBParameterGroup")
    private let clusterGroups = Answer.list(
        "DBClusterParameterGroups",
        [
            "<DBClusterParameterGroupName>drctl-kb</DBClusterParameterGroupName>"
                + "<DBParameterGroupFamily>aurora-postgresql15</DBParameterGroupFamily>"
                + "<Description>Created by drctl for kb</Description>",
            "<DBClusterParameterGroupName>theirs</DBClusterParameterGroupName>",
        ], element: "DBClusterParameterGroup")
    private let set = Answer.list(
        "Parameters",
        ["<ParameterName>rds.force_ssl</ParameterName><ParameterValue>1</ParameterValue>"], element: "Parameter")

    @Test func `an instance has everything of its own, numbers and texts as CloudFormation wants them`() async throws {
        let described = Described.instance(
            "kb-prod",
            [
                "DBInstanceClass": "db.m7g.large", "MasterUsername": "owner", "StorageEncrypted": "true",
                "KmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1", "StorageType": "gp3",
                "VpcSecurityGroups": "<VpcSecurityGroupMembership><VpcSecurityGroupId>sg-1</VpcSecurityGroupId>"
                    + "</VpcSecurityGroupMembership>",
                "TagList": "<Tag><Key>app</Key><Value>kb</Value></Tag><Tag><Key>aws:x</Key><Value>y</Value></Tag>",
            ])
        let aws = ScriptedAWS([
            "rds:DescribeDBInstances": [Described.instances(described)], "rds:DescribeDBParameterGroups": [groups],
        ])
        let all = try await DeclaredDatabases(client: aws.client).read([.instance]).get()
        let database = try #require(all["db:kb-prod"])
        #expect(database["AllocatedStorage"] == "100" && database["BackupRetentionPeriod"] == 0)
        #expect(database["MasterUsername"] == "owner" && database["StorageEncrypted"] == true)
        #expect(database["VPCSecurityGroups"] == ["sg-1"])
        #expect(database["Tags"] == [["Key": "app", "Value": "kb"]], "AWS's own tags cannot be declared")
        #expect(database["MaxAllocatedStorage"] == nil && database["ManageMasterUserPassword"] == nil)
        #expect(aws.writes.isEmpty)
        #expect(!aws.calls.contains { $0.operation.contains("Cluster") }, "nothing is asked that no policy needs")
    }

    @Test func `a member declares nothing that its cluster has, and a group of drctl's has what is set in it`()
        async throws
    {
        let aws = ScriptedAWS([
            "rds:DescribeDBInstances": [
                Described.instances(Described.member("kb-1", of: "kb", ["PromotionTier": "1"]))
            ],
            "rds:DescribeDBClusters": [Described.clusters(Described.cluster("kb", ["MasterUsername": "owner"]))],
            "rds:DescribeDBClusterParameterGroups": [clusterGroups], "rds:DescribeDBClusterParameters": [set],
        ])
        let all = try await DeclaredDatabases(client: aws.client).read([.cluster]).get()
        let member = try #require(all["db:kb-1"])
        #expect(member["DBClusterIdentifier"] == "kb" && member["PromotionTier"] == 1)
        for name in ["AllocatedStorage", "StorageEncrypted", "BackupRetentionPeriod", "EngineVersion"] {
            #expect(member[name] == nil, "\(name)")
        }
        #expect(all["cluster:kb"]?["MasterUsername"] == "owner" && all["cluster:kb"]?["StorageEncrypted"] == false)
        #expect(
            all["cluster-pg:drctl-kb"] == [
                "DBClusterParameterGroupName": "drctl-kb", "Family": "aurora-postgresql15",
                "Description": "Created by drctl for kb", "Parameters": ["rds.force_ssl": "1"],
            ])
        #expect(all["cluster-pg:theirs"] == nil)
    }

    @Test func `what is denied is said, and nothing is made up`() async throws {
        let aws = ScriptedAWS(["rds:DescribeDBInstances": [.error("AccessDenied", 403)]])
        let all = try await DeclaredDatabases(client: aws.client).read([.instance])
        #expect(all.failure?.operation == "rds:DescribeDBInstances")
        #expect(try await DeclaredDatabases(client: aws.client).read([]).get().isEmpty)
    }
}
