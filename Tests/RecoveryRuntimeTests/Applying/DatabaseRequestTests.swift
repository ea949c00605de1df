import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("What a change of a database sends")
struct DatabaseRequestTests {
    @Test(arguments: DatabaseKind.allCases)
    func `a modification is made at once, and carries its settings and nothing else`(_ kind: DatabaseKind) async throws
    {
        let operation = kind.pick(instance: "rds:ModifyDBInstance", cluster: "rds:ModifyDBCluster")
        let identity = [
            kind.pick(instance: "DBInstanceIdentifier", cluster: "DBClusterIdentifier"): "kb",
            "ApplyImmediately": "true",
        ]
        let all = SettingExample.all(kind)
        for examples in all.map({ [$0] }) + [all] {
            let sent = ChangeScenario.settings(
                try await ChangeScenario.call(operation, DatabaseChange.modify(kind, examples)))
            #expect(sent == examples.reduce(into: identity) { $0.merge($1.request) { $1 } })
        }
    }

    @Test(arguments: [SettingExample.Name.publicAccess, .multiAZ, .storageLimit])
    func `what a cluster has by its members only is not asked of the cluster`(_ name: SettingExample.Name) async throws
    {
        let setting = try #require(SettingExample.example(of: name, .instance)).setting
        let (aws, error) = await ChangeScenario.make(
            .database(.modify(kind: .cluster, id: "kb", [setting])),
            DatabaseChange.modify(.cluster, []).recordings[0])
        #expect(error is UnsupportedSetting)
        #expect(aws.writes.isEmpty)
    }

    @Test func `a member's setting is changed on the member alone`() async throws {
        for scenario in DatabaseChange.scenarios(of: .modifyMember) {
            let sent = ChangeScenario.settings(try await ChangeScenario.call("rds:ModifyDBInstance", scenario))
            #expect(sent.count == 3)
            #expect(sent["DBInstanceIdentifier"] == "kb-a" && sent["ApplyImmediately"] == "true")
        }
    }

    @Test func `a static parameter waits for the restart, a dynamic one takes effect at once`() async throws {
        for kind in DatabaseKind.allCases {
            for (isDynamic, method) in [(true, "immediate"), (false, "pending-reboot")] {
                let change = DatabaseChange.setParameter(
                    DatabaseChange.group(kind), name: "rds.force_ssl", Edit("0", to: "1"), isDynamic: isDynamic)
                let operation = kind.pick(
                    instance: "rds:ModifyDBParameterGroup", cluster: "rds:ModifyDBClusterParameterGroup")
                let sent = ChangeScenario.settings(try await ChangeScenario.call(operation, .database(change)))
                #expect(
                    sent == [
                        kind.pick(instance: "DBParameterGroupName", cluster: "DBClusterParameterGroupName"): "kb",
                        "Parameters.Parameter.1.ParameterName": "rds.force_ssl",
                        "Parameters.Parameter.1.ParameterValue": "1", "Parameters.Parameter.1.ApplyMethod": method,
                    ])
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a snapshot loses those who are named and nobody else`(_ kind: DatabaseKind) async throws {
        let change = Change.database(
            .unshareSnapshot(kind: kind, id: "kb-1", of: "kb", from: ["210987654321", "all"]))
        let operation = kind.pick(
            instance: "rds:ModifyDBSnapshotAttribute", cluster: "rds:ModifyDBClusterSnapshotAttribute")
        let sent = ChangeScenario.settings(try await ChangeScenario.call(operation, change))
        #expect(
            sent == [
                kind.pick(instance: "DBSnapshotIdentifier", cluster: "DBClusterSnapshotIdentifier"): "kb-1",
                "AttributeName": "restore", "ValuesToRemove.AttributeValue.1": "210987654321",
                "ValuesToRemove.AttributeValue.2": "all",
            ])
        let gone = kind.pick(instance: "DBSnapshotNotFound", cluster: "DBClusterSnapshotNotFoundFault")
        let (_, error) = await ChangeScenario.make(change, [operation: [.error(gone, 404)]])
        #expect(error == nil)
    }

    @Test func `the members of a cluster restart one after the other`() async throws {
        let scenario = DatabaseChange.scenarios(of: .restart)[1]
        let (aws, error) = await ChangeScenario.make(scenario.change, scenario.recordings[0])
        #expect(error == nil)
        let order = aws.calls.map { "\($0.operation.dropFirst(4)) \($0.parameters["DBInstanceIdentifier"] ?? "")" }
        let begin = try #require(order.firstIndex(of: "RebootDBInstance kb-a"))
        #expect(
            order[begin...].prefix(4) == [
                "RebootDBInstance kb-a", "DescribeDBInstances kb-a", "RebootDBInstance kb-b",
                "DescribeDBInstances kb-b",
            ])
    }
}
