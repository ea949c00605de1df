import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("What is read of copies in another region")
struct CopyReadingTests {
    private static let west = Region("us-west-2")

    private func inventory(_ changes: ScriptedAWS.Script) async throws -> (Inventory, ScriptedAWS) {
        let account = try await CollectedAccount.make()
        let aws = ScriptedAWS(account.kept.merging(changes) { $1 })
        let found = try await InventoryCollector(
            client: aws.client, account: ScriptedAWS.account, region: ScriptedAWS.region
        ).collect(try CollectedPolicy.target(), at: CollectedPolicy.now)
        return (found, aws)
    }

    private func copies(_ inventory: Inventory, of kind: DatabaseKind) -> [Database.Copy] {
        inventory.databases[kind]?.value?.first?.copies[Self.west]?.value ?? []
    }

    private static func sharing(_ prefix: String, with account: String) -> Answer {
        .ok(
            "<\(prefix)AttributesResult><\(prefix)Attributes><\(prefix)Attribute><AttributeName>restore</AttributeName>"
                + "<AttributeValues><AttributeValue>\(account)</AttributeValue></AttributeValues></\(prefix)Attribute>"
                + "</\(prefix)Attributes></\(prefix)AttributesResult>")
    }

    @Test func `with whom a copy is shared is asked where it is`() async throws {
        let (found, aws) = try await inventory([
            "us-west-2/rds:DescribeDBSnapshotAttributes": [Self.sharing("DBSnapshot", with: "all")],
            "us-west-2/rds:DescribeDBClusterSnapshotAttributes": [
                Self.sharing("DBClusterSnapshot", with: "999988887777")
            ],
        ])
        #expect(copies(found, of: .instance).map(\.sharedWith) == [.known(["all"])])
        #expect(copies(found, of: .cluster).map(\.sharedWith) == [.known(["999988887777"])])
        let asked = aws.calls.filter { $0.operation.hasSuffix("SnapshotAttributes") && $0.region == "us-west-2" }
        #expect(asked.count == 2)
        let findings = Auditor.audit(try CollectedPolicy.target(), found).findings
        for control in ["database.snapshot-not-shared", "cluster.snapshot-not-shared"] as [ControlID] {
            #expect(findings.first { $0.control.id == control }?.verdict == .violated, "\(control)")
        }
    }

    @Test func `sharing that is not told is not known`() async throws {
        let (found, _) = try await inventory(["us-west-2/rds:DescribeDBSnapshotAttributes": [.denied]])
        #expect(copies(found, of: .instance).first?.sharedWith.failure?.operation == "rds:DescribeDBSnapshotAttributes")
    }

    @Test func `a copy has the key and the encryption that the region says`() async throws {
        let (found, _) = try await inventory([:])
        for kind in DatabaseKind.allCases {
            #expect(copies(found, of: kind).map(\.encryptionKey) == [.known(KeptAnswers.westKey)])
            #expect(copies(found, of: kind).map(\.encrypted) == [.known(true)])
        }
    }

    @Test func `each key is read once, and in its own region`() async throws {
        let dead =
            #"{"KeyMetadata": {"KeyId": "key-2", "Arn": "\#(KeptAnswers.westKey)", "KeyState": "PendingDeletion"}}"#
        let (found, aws) = try await inventory(["us-west-2/kms:DescribeKey": [.ok(dead)]])
        #expect(
            found.heldKeys == [
                KeptAnswers.westKey: .known(KeyStanding(arn: KeptAnswers.westKey, state: "PendingDeletion"))
            ])
        let asked = aws.calls(of: "kms:DescribeKey").filter { $0.subject == KeptAnswers.westKey }
        #expect(asked.map(\.region) == ["us-west-2"])
        #expect(!aws.calls(of: "kms:DescribeKey").contains { $0.subject == KeptAnswers.keyARN })
        let findings = Auditor.audit(try CollectedPolicy.target(), found).findings
        for control in ["database.cross-region-copy", "cluster.cross-region-copy"] as [ControlID] {
            #expect(findings.first { $0.control.id == control }?.verdict == .violated, "\(control)")
        }
    }

    @Test func `copies of deleted databases are found with whom they are shared with`() async throws {
        let gone =
            "<DBSnapshotIdentifier>left</DBSnapshotIdentifier><DBInstanceIdentifier>kb-prod</DBInstanceIdentifier>"
            + "<Status>available</Status><SnapshotType>manual</SnapshotType><SourceRegion>us-east-1</SourceRegion>"
            + "<SnapshotCreateTime>2026-11-23T04:00:00Z</SnapshotCreateTime><Encrypted>false</Encrypted>"
        let (found, _) = try await inventory([
            "rds:DescribeDBInstances": [Described.instances()],
            "us-west-2/rds:DescribeDBSnapshots": [.list("DBSnapshots", [gone], element: "DBSnapshot")],
            "us-west-2/rds:DescribeDBSnapshotAttributes": [Self.sharing("DBSnapshot", with: "all")],
        ])
        let left = try #require(found.strandedCopies[.instance]?[Self.west]?.value?.first)
        #expect((left.database, left.snapshot.id, left.region) == ("kb-prod", "left", Self.west))
        #expect(left.snapshot.sharedWith == .known(["all"]))
        #expect(left.snapshot.encrypted == .known(false))
    }

    @Test func `a member's own parameter group may wait for a restart`() async throws {
        let group =
            "<DBParameterGroup><DBParameterGroupName>own</DBParameterGroupName>"
            + "<ParameterApplyStatus>pending-reboot</ParameterApplyStatus></DBParameterGroup>"
        let (found, _) = try await inventory([
            "rds:DescribeDBInstances": [
                Described.instances(
                    Described.member("kb-aurora-1", of: "kb-aurora"),
                    Described.member("kb-aurora-2", of: "kb-aurora", ["DBParameterGroups": group]))
            ]
        ])
        let members = found.databases[.cluster]?.value?.first?.members.value ?? []
        #expect(members.map(\.awaitsRestart) == [false, true])
    }
}
