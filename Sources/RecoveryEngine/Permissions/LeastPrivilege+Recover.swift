import RecoveryModel

// The calls of a recovery, proven by the recoveries of the sandbox. Nothing in it deletes.
extension LeastPrivilege {
    static func recover(_ scope: DutyScope) -> [Grant] {
        let entries = scope.entries(.instance)
        guard !entries.isEmpty else { return [] }
        let any = [scope.arn("rds", "db:*")]
        let making = AccessCondition.tagging(DrillTag.policy, scope.tag)
        let made = AccessCondition.tagged([DrillTag.policy: scope.target.policy.name])
        let restores = ["rds:RestoreDBInstanceFromDBSnapshot", "rds:RestoreDBInstanceToPointInTime"]
        let origins = ["snapshot:*", "auto-backup:*", "subgrp:*", "pg:*", "og:*"].map { scope.arn("rds", $0) }
        let grants: [[Grant]] = [
            drillReads(scope, .recover),
            .allow(
                "ReadSources", ["rds:DescribeDBParameterGroups"], on: ["*"]),
            // Under any name, and only with the policy's tag.
            .allow("RestoreIntoTaggedInstance", restores, on: any + origins, when: making),
            .allow("TagWhatIsRecovered", ["rds:AddTagsToResource"], on: any, when: making),
            .allow(
                "ConfigureWhatIsRecovered", ["rds:ModifyDBInstance", "rds:AddRoleToDBInstance"], on: any, when: made),
            entries.flatMap { renames($0, scope) }, passRoles(scope), drillKeys(scope), newSecret(scope),
            secrets(entries, scope),
            .allow("NotifyTopic", ["sns:Publish"], on: scope.target.topicARN.map { [$0] } ?? []),
        ]
        return grants.flatMap { $0 }
    }

    /// The old database gets deletion protection and another name, and its own back when that is rolled back.
    private static func renames(_ entry: DatabasePolicy, _ scope: DutyScope) -> [Grant] {
        let (arns, condition) = scope.databases(entry)
        let before = entry.select.ids.isEmpty ? [] : arns.map { "\($0)-before-*" }
        return .allow("RenameDatabases", ["rds:ModifyDBInstance"], on: arns + before, when: condition)
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
    private static func newSecret(_ scope: DutyScope) -> [Grant] {
        let secret = masterSecret(of: .instance, scope)
        return .allow(
            "CreateMasterSecret", ["secretsmanager:CreateSecret", "secretsmanager:TagResource"], on: [secret])
            + .allow(
                "EncryptMasterSecret", ["kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"],
                on: [scope.arn("kms", "key/*")],
                when: DutyScope.via("secretsmanager", scope.target.place.region))
    }

    /// The logins: the application's secrets, and the recovered database's own master password.
    private static func secrets(_ entries: [DatabasePolicy], _ scope: DutyScope) -> [Grant] {
        let read = ["secretsmanager:GetSecretValue"]
        let names = entries.flatMap { scope.databases($0).arns }.flatMap { [$0, "\($0)-recovered-*"] }
        return .allow("ReadSecrets", read, on: scope.secrets(in: nil))
            + .allow(
                "ReadMasterPasswords", read, on: [masterSecret(of: .instance, scope)],
                when: ["StringLike": ["aws:ResourceTag/aws:rds:primaryDBInstanceArn": names.sorted()]])

    }
}
