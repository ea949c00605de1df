import AWSNames
import RecoveryModel

extension DatabaseChange: ChangeCases {
    enum Name: CaseIterable {
        case modify, modifyMember, createParameterGroup, setParameter, restart, unshareSnapshot, replicateBackups
    }

    var caseName: Name {
        switch self {
        case .modify: .modify
        case .modifyMember: .modifyMember
        case .createParameterGroup: .createParameterGroup
        case .setParameter: .setParameter
        case .restart: .restart
        case .unshareSnapshot: .unshareSnapshot
        case .replicateBackups: .replicateBackups
        }
    }

    static func own(_ change: Change) -> DatabaseChange? { if case .database(let own) = change { own } else { nil } }

    static func scenarios(of name: Name) -> [ChangeScenario] {
        switch name {
        case .modify:
            DatabaseKind.allCases.flatMap { kind in SettingExample.all(kind).map { modify(kind, [$0]) } }
                + DatabaseKind.allCases.map { modify($0, SettingExample.all($0)) }
        case .modifyMember: [member(.publicAccess), member(.minorVersionUpgrades)].compactMap { $0 }
        case .createParameterGroup:
            DatabaseKind.allCases.map {
                ChangeScenario(
                    .database(.createParameterGroup(group($0), family: "postgres15", tags: ["app": "kb"])))
            }
        case .setParameter:
            DatabaseKind.allCases.flatMap { kind in
                [true, false].map {
                    ChangeScenario(
                        .database(
                            .setParameter(group(kind), name: "rds.force_ssl", Edit("0", to: "1"), isDynamic: $0)))
                }
            }
        case .unshareSnapshot:
            DatabaseKind.allCases.map {
                ChangeScenario(
                    .database(.unshareSnapshot(kind: $0, id: "kb-1", of: "kb", from: ["210987654321", "all"])))
            }
        case .replicateBackups:
            [nil, "arn:aws:kms:us-west-2:123456789012:key/mrk-1"].map { key in
                ChangeScenario(
                    .database(
                        .replicateBackups(
                            BackupReplication(
                                instance: "kb", source: "arn:aws:rds:us-east-1:123456789012:db:kb",
                                replica: "arn:aws:rds:us-west-2:123456789012:auto-backup:*",
                                region: Region("us-west-2"), days: 30, key: key))),
                    [["rds:DescribeDBInstances": [Described.instances(Described.instance("kb"))]]])
            }
        case .restart:
            [
                ChangeScenario(
                    .database(.restart(kind: .instance, id: "kb", members: [])),
                    [restarting("rds:DescribeDBInstances", "DBInstances", Described.instance)]),
                ChangeScenario(
                    .database(.restart(kind: .cluster, id: "kb", members: ["kb-a", "kb-b"])),
                    [
                        [
                            "rds:DescribeDBClusters": [Described.clusters(Described.cluster("kb"))],
                            "rds:DescribeDBInstances": [members([:])],
                            "rds:DescribeDBInstances(kb-a)": [Described.instances(Described.member("kb-a", of: "kb"))],
                            "rds:DescribeDBInstances(kb-b)": [Described.instances(Described.member("kb-b", of: "kb"))],
                        ]
                    ]),
                ChangeScenario(
                    .database(.restart(kind: .cluster, id: "kb", members: [])),
                    [
                        restarting("rds:DescribeDBClusters", "DBClusters", Described.cluster).merging([
                            "rds:DescribeDBInstances": [members([:])]
                        ]) { $1 }
                    ]),
            ]
        }
    }

    static func group(_ kind: DatabaseKind) -> ParameterGroup { ParameterGroup(kind, "kb", for: "kb") }

    /// RDS describes the old settings once more after the call, as it does while it works.
    static func modify(_ kind: DatabaseKind, _ examples: [SettingExample]) -> ChangeScenario {
        let change = Change.database(.modify(kind: kind, id: "kb", examples.map(\.setting)))
        let own = examples.reduce(into: Described.Elements()) { $0.merge($1.described) { $1 } }
        let ofMembers = examples.reduce(into: Described.Elements()) { $0.merge($1.ofMembers) { $1 } }
        switch kind {
        case .instance:
            let (before, after) = (Described.instance("kb"), Described.instance("kb", own))
            return ChangeScenario(
                change, [["rds:DescribeDBInstances": [before, before, after].map { Described.instances($0) }]])
        case .cluster:
            let (before, after) = (Described.cluster("kb"), Described.cluster("kb", own))
            return ChangeScenario(
                change,
                [
                    [
                        "rds:DescribeDBClusters": [before, before, after].map { Described.clusters($0) },
                        "rds:DescribeDBInstances": [members([:]), members([:]), members(ofMembers)],
                    ]
                ])
        }
    }

    private static func member(_ name: SettingExample.Name) -> ChangeScenario? {
        SettingExample.example(of: name, .instance).map { example in
            let before = Described.instances(Described.member("kb-a", of: "kb"))
            let after = Described.instances(Described.member("kb-a", of: "kb", example.ofMembers))
            return ChangeScenario(
                .database(.modifyMember(id: "kb-a", of: "kb", example.setting)),
                [["rds:DescribeDBInstances": [before, before, after]]])
        }
    }

    private static func members(_ changes: Described.Elements) -> Answer {
        Described.instances(
            Described.member("kb-a", of: "kb", changes), Described.member("kb-b", of: "kb", changes))
    }

    /// Available, then restarting, then available again.
    private static func restarting(
        _ operation: String, _ list: String, _ describe: (String, Described.Elements) -> String
    ) -> ScriptedAWS.Script {
        let status = list == "DBClusters" ? "Status" : "DBInstanceStatus"
        let element = String(list.dropLast())
        let answers = ["available", "rebooting", "available"].map {
            Answer.list(list, [describe("kb", [status: $0])], element: element)
        }
        return [operation: answers]
    }
}
