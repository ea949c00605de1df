import AWSNames
import RecoveryModel

// The calls of a recovery, proven by the recoveries of the sandbox. Nothing in it deletes.
extension LeastPrivilege {
    /// In the database's own region, and in those that receive copies; in another account where `recover.into` says so.
    static func recoverAnywhere(_ scope: DutyScope) -> [Grant] {
        let here = recover(scope)
        let home = scope.target.place.region
        let entries = DatabaseKind.allCases.flatMap { scope.entries($0) }
        let into =
            scope.target.policy.recover?.into.filter { $0.account.description == scope.target.place.account } ?? []
        let others = Set(entries.flatMap { $0.backups.copyTo.map { $0.rawValue } })
            .union(into.map(\.region.rawValue)).subtracting([home])
        return here
            + (into.isEmpty ? [] : .allow("ReadDatabaseRoles", ["iam:GetRole"], on: [scope.arn("iam", "role/*")]))
            + others.sorted().flatMap { region in here.compactMap { $0.moved(from: home, to: region) } }
    }

    private static func recover(_ scope: DutyScope) -> [Grant] {
        let kinds = DatabaseKind.allCases.filter { !scope.entries($0).isEmpty }
        guard !kinds.isEmpty else { return [] }
        let grants: [[Grant]] = [
            drillReads(scope, .recover), kinds.flatMap { recover($0, scope) }, passRoles(scope), drillKeys(scope),
            .allow("ReadSecrets", ["secretsmanager:GetSecretValue"], on: scope.secrets(in: nil)),
            .allow("NotifyTopic", ["sns:Publish"], on: scope.target.topicARN.map { [$0] } ?? []),
        ]
        return grants.flatMap { $0 }
    }

    private static func recover(_ kind: DatabaseKind, _ scope: DutyScope) -> [Grant] {
        let any = [scope.arn("rds", kind.pick(instance: "db:*", cluster: "cluster:*"))]
        let types = kind.pick(
            instance: ["snapshot:*", "auto-backup:*", "subgrp:*", "pg:*", "og:*"],
            cluster: ["cluster-snapshot:*", "cluster-auto-backup:*", "subgrp:*", "cluster-pg:*"])
        let restores = kind.pick(
            instance: ["rds:RestoreDBInstanceFromDBSnapshot", "rds:RestoreDBInstanceToPointInTime"],
            cluster: ["rds:RestoreDBClusterFromSnapshot", "rds:RestoreDBClusterToPointInTime"])
        let reads = kind.pick(
            instance: ["rds:DescribeDBParameterGroups"],
            cluster: [
                "rds:DescribeDBClusterParameterGroups", "rds:DescribeDBParameterGroups",
                "rds:DescribeDBClusterAutomatedBackups",
            ])
        let configures = kind.pick(
            instance: ["rds:ModifyDBInstance", "rds:AddRoleToDBInstance"],
            cluster: ["rds:ModifyDBCluster", "rds:AddRoleToDBCluster"])
        let grants: [[Grant]] = [
            .allow("ReadSources", reads, on: ["*"]),
            // Under any name, and only with the policy's tag.
            .allow(
                kind.pick(instance: "RestoreIntoTaggedInstance", cluster: "RestoreIntoTaggedCluster"), restores,
                on: any + types.map { scope.arn("rds", $0) }, when: making(scope)),
            .allow("TagWhatIsRecovered", ["rds:AddTagsToResource"], on: any, when: making(scope)),
            .allow("ConfigureWhatIsRecovered", configures, on: any, when: made(scope)),
            kind == .cluster ? members(scope) : [],
            scope.entries(kind).flatMap { renames($0, kind, scope) }, newSecret(of: kind, scope),
            masterPasswords(of: kind, scope),
        ]
        return grants.flatMap { $0 }
    }

    /// The request names the policy, as the tag of all that a recovery makes.
    private static func making(_ scope: DutyScope) -> AccessCondition { .tagging(DrillTag.policy, scope.tag) }

    /// The resource carries the tag of the policy.
    private static func made(_ scope: DutyScope) -> AccessCondition {
        .tagged([DrillTag.policy: scope.target.policy.name])
    }

    /// The members of a recovered cluster and its custom endpoints; those of the old one give their names away.
    ///
    /// No condition tells the members of a cluster: those of a named one are known by its name's beginning, those of one that
    /// is selected by tags by these tags. A recovery whose members are called otherwise is refused by its preflight.
    private static func members(_ scope: DutyScope) -> [Grant] {
        let any = [scope.arn("rds", "db:*")]
        let groups = ["cluster:*", "subgrp:*", "pg:*", "og:*"].map { scope.arn("rds", $0) }
        let grants: [[Grant]] = [
            .allow("AddMembers", ["rds:CreateDBInstance"], on: any + groups, when: making(scope)),
            .allow("TagWhatIsRecovered", ["rds:AddTagsToResource"], on: any, when: making(scope)),
            .allow(
                "AddEndpointsToRecovered", ["rds:CreateDBClusterEndpoint"], on: [scope.arn("rds", "cluster:*")],
                when: made(scope)),
            .allow(
                "AddCustomEndpoints", ["rds:CreateDBClusterEndpoint"], on: [scope.arn("rds", "cluster-endpoint:*")]),
            .allow("RenameRecoveredMembers", ["rds:ModifyDBInstance"], on: any, when: made(scope)),
            scope.entries(.cluster).flatMap { entry in
                let named = entry.select.ids.map { scope.arn("rds", "db:\($0)-*") }
                return [Grant].allow(
                    "RenameMembers", ["rds:ModifyDBInstance"], on: named.isEmpty ? any : named,
                    when: scope.databases(entry).condition)
            },
        ]
        return grants.flatMap { $0 }
    }

    /// The old database gets deletion protection and another name, and its own back when that is rolled back.
    private static func renames(_ entry: DatabasePolicy, _ kind: DatabaseKind, _ scope: DutyScope) -> [Grant] {
        let (arns, condition) = scope.databases(entry)
        let before = entry.select.ids.isEmpty ? [] : arns.map { "\($0)-before-*" }
        let modify = kind.pick(instance: "rds:ModifyDBInstance", cluster: "rds:ModifyDBCluster")
        return .allow("RenameDatabases", [modify], on: arns + before, when: condition)
    }

    /// Enhanced Monitoring and the database's own features have roles, which RDS is given.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
    private static func passRoles(_ scope: DutyScope) -> [Grant] {
        .allow(
            "PassRolesToRDS", ["iam:PassRole"], on: [scope.arn("iam", "role/*")],
            when: .equal("iam:PassedToService", ["monitoring.rds.amazonaws.com", "rds.amazonaws.com"]))
    }

    /// RDS creates the managed secret in the caller's name.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-permissions
    private static func newSecret(of kind: DatabaseKind, _ scope: DutyScope) -> [Grant] {
        .allow(
            "CreateMasterSecret", ["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
            on: [masterSecret(of: kind, scope)])
            + .allow(
                "EncryptMasterSecret", ["kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"],
                on: [scope.arn("kms", "key/*")],
                when: DutyScope.via("secretsmanager", scope.target.place.region))
    }

    /// The recovered database's own master password.
    private static func masterPasswords(of kind: DatabaseKind, _ scope: DutyScope) -> [Grant] {
        let names = scope.entries(kind).flatMap { scope.databases($0).arns }.flatMap { [$0, "\($0)-recovered-*"] }
        let tag = kind.pick(
            instance: "aws:ResourceTag/aws:rds:primaryDBInstanceArn",
            cluster: "aws:ResourceTag/aws:rds:primaryDBClusterArn")
        return .allow(
            "ReadMasterPasswords", ["secretsmanager:GetSecretValue"], on: [masterSecret(of: kind, scope)],
            when: ["StringLike": [tag: names.sorted()]])
    }
}

extension Grant {
    /// The same in another region; nil for what is in no region, or in another one already.
    fileprivate func moved(from home: String, to region: String) -> Grant? {
        var moved = self
        moved.arn = arn.replacing(":\(home):", with: ":\(region):")
        moved.condition = condition.mapValues { tests in
            tests.mapValues { values in
                values.map { $0 == home ? region : $0.replacing(".\(home).", with: ".\(region).") }
            }
        }
        return moved == self ? nil : moved
    }
}
