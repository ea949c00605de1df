import AWSCore
import AWSServices
import Foundation
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("What a drill reads off descriptions")
struct DescribedFactsTests {
    private let described: Described.Elements = [
        "AllocatedStorage": "20",
        "VpcSecurityGroups":
            "<VpcSecurityGroupMembership><VpcSecurityGroupId>sg-1</VpcSecurityGroupId></VpcSecurityGroupMembership>",
    ]

    private func instances(_ answer: Answer) async throws -> [RDS.DBInstance] {
        let aws = ScriptedAWS(["rds:DescribeDBInstances": [answer]])
        return try await aws.client.send(RDS.describeDBInstances, .init()).dbInstances ?? []
    }

    private func cluster(_ members: [String: String?]) async throws -> InstanceFacts {
        let all = members.map { id, isPublic in
            Described.member(id, of: "kb", isPublic.map { ["PubliclyAccessible": $0] } ?? ["PubliclyAccessible": ""])
        }
        let aws = ScriptedAWS(["rds:DescribeDBClusters": [Described.clusters(Described.cluster("kb"))]])
        let page = try await aws.client.send(RDS.describeDBClusters, .init())
        let listed = try await instances(.list("DBInstances", all, element: "DBInstance"))
        return try #require(
            page.dbClusters?.first.flatMap { InstanceFacts(described: $0, instances: listed) })
    }

    @Test func `what RDS does not say of an instance is nil`() async throws {
        let answer = Described.instances(Described.instance("kb", described))
        let whole = try #require(try await instances(answer).first.flatMap(InstanceFacts.init(described:)))
        #expect(whole.publiclyAccessible == true && whole.deletionProtection == false)
        #expect(whole.iamAuthentication == false && whole.backupRetentionDays == 0)
        #expect(whole.allocatedStorage == 20 && whole.securityGroups == ["sg-1"])
        let members: [(String, (InstanceFacts) -> Bool)] = [
            ("PubliclyAccessible", { $0.publiclyAccessible == nil }),
            ("DeletionProtection", { $0.deletionProtection == nil }),
            ("IAMDatabaseAuthenticationEnabled", { $0.iamAuthentication == nil }),
            ("BackupRetentionPeriod", { $0.backupRetentionDays == nil }),
            ("AllocatedStorage", { $0.allocatedStorage == nil }),
            ("VpcSecurityGroups", { $0.securityGroups == nil }),
            ("CopyTagsToSnapshot", { $0.otherSettings["CopyTagsToSnapshot"] == nil }),
            ("MultiAZ", { $0.otherSettings["MultiAZ"] == nil }),
        ]
        for (member, isUnknown) in members {
            #expect(!isUnknown(whole))
            let facts = try #require(
                try await instances(answer.without(member)).first.flatMap(InstanceFacts.init(described:)))
            #expect(isUnknown(facts), "\(member)")
        }
    }

    @Test func `a cluster is public when a member is, and closed only when every member says so`() async throws {
        #expect(try await cluster(["a": "false", "b": "false"]).publiclyAccessible == false)
        #expect(try await cluster(["a": "false", "b": "true"]).publiclyAccessible == true)
        #expect(try await cluster(["a": nil, "b": "true"]).publiclyAccessible == true)
        #expect(try await cluster(["a": nil, "b": "false"]).publiclyAccessible == nil)
        #expect(try await cluster([:]).publiclyAccessible == false)
    }

    @Test func `a security group that does not report its rules is not closed`() async throws {
        func facts(_ body: String) async throws -> SecurityGroupFacts {
            let transport = ReplayTransport([
                .on(
                    uses: .always,
                    reply: HTTPResponse(
                        status: 200,
                        body: Array(
                            """
                            <DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>sg-1</groupId>\(body)</item>
                            </securityGroupInfo></DescribeSecurityGroupsResponse>
                            """.utf8)))
            ])
            var settings = ScriptedAWS([:]).client.settings
            settings.transport = transport
            let page = try await AWSClient(settings).send(EC2.describeSecurityGroups, .init())
            return SecurityGroupFacts(described: try #require(page.securityGroups?.first), id: "sg-1")
        }
        let range = { (cidr: String) in
            "<ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>5432</fromPort><toPort>5432</toPort>"
                + "<ipRanges><item><cidrIp>\(cidr)</cidrIp></item></ipRanges></item></ipPermissions>"
        }
        #expect(try await facts("").openRules == nil)
        #expect(try await facts("").failure == "the answer has no IpPermissions")
        #expect(try await facts("<ipPermissions/>").openRules == [])
        #expect(try await facts(range("10.0.0.0/8")).openRules == [])
        #expect(try await facts(range("0.0.0.0/0")).openRules == ["0.0.0.0/0 tcp 5432"])
        #expect(try await facts(range("128.0.0.0/1")).openRules == ["128.0.0.0/1 tcp 5432"])
    }

    @Test func `facts in a ledger of an earlier version are read as they were written`() throws {
        let text = """
            {"allocatedStorage": 20, "arn": "a", "backupRetentionDays": 7, "deletionProtection": true,
             "engine": "postgres", "engineVersion": "15.18", "iamAuthentication": false, "id": "kb-prod",
             "instanceClass": "db.t4g.medium", "kind": "instance", "members": [], "otherSettings": {"MultiAZ": "yes"},
             "publiclyAccessible": false, "securityGroups": ["sg-1"], "status": "available", "tags": {}}
            """
        let facts = try JSONDecoder().decode(InstanceFacts.self, from: Data(text.utf8))
        #expect(facts.publiclyAccessible == false && facts.deletionProtection == true)
        #expect(facts.allocatedStorage == 20 && facts.backupRetentionDays == 7 && facts.securityGroups == ["sg-1"])
    }
}
