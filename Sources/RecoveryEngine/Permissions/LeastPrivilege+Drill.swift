import RecoveryModel

// The calls of a drill, which no change or observation holds: proven by the drills of the sandbox.
extension LeastPrivilege {
    static func drill(_ scope: DutyScope) -> [Grant] {
        guard !scope.target.policy.databases.isEmpty else { return [] }
        let grants = [
            drillReads(scope, .drill), DatabaseKind.allCases.flatMap { restores(of: $0, scope) }, member(scope),
            drillKeys(scope), drillSecrets(scope), publishMetrics(scope), restoreTests(scope), sharedSnapshots(scope),
            vault(scope),
            .allow("NotifyTopic", ["sns:Publish"], on: scope.target.topicARN.map { [$0] } ?? []),
        ]
        return grants.flatMap { $0 }
    }

    static func drillReads(_ scope: DutyScope, _ duty: RolePolicy.Duty) -> [Grant] {
        let groups =
            scope.copyRegions.isEmpty
            ? []
            : (scope.entries(.instance).isEmpty ? [] : ["rds:DescribeDBParameterGroups"])
                + (scope.entries(.cluster).isEmpty ? [] : ["rds:DescribeDBClusterParameterGroups"])
        let endpoints = scope.entries(.cluster).isEmpty ? [] : ["rds:DescribeDBClusterEndpoints"]
        return .allow(
            "ReadSources",
            [
                "rds:DescribeDBInstances", "rds:DescribeDBSnapshots", "rds:DescribeDBInstanceAutomatedBackups",
                "rds:DescribeDBClusters", "rds:DescribeDBClusterSnapshots", "rds:DescribeDBSubnetGroups",
                "rds:DescribeEvents", "rds:DescribeAccountAttributes", "cloudtrail:LookupEvents",
                "ec2:DescribeSecurityGroups", "kms:ListAliases",
            ] + groups + endpoints, on: ["*"])
            + .allow(
                "SimulateOwnPermissions", ["iam:SimulatePrincipalPolicy", "iam:GetRole"], on: scope.roles(of: duty))
    }

    /// Restores into what is named and tagged as a drill's, from any snapshot or from the policy's databases, and its
    /// removal. A pair of an action and a resource that it does not take, as of a snapshot's deletion and an instance,
    /// allows nothing.
    private static func restores(of kind: DatabaseKind, _ scope: DutyScope) -> [Grant] {
        let entries = scope.entries(kind)
        guard !entries.isEmpty else { return [] }
        func name(_ operation: String) -> String {
            let type = kind.pick(instance: "DBInstance", cluster: "DBCluster")
            return "rds:" + operation.replacing("DATABASE", with: type)
        }
        let snapshot = kind.pick(instance: "snapshot", cluster: "cluster-snapshot")
        let take = kind.pick(instance: "rds:CreateDBSnapshot", cluster: "rds:CreateDBClusterSnapshot")
        let delete = kind.pick(instance: "rds:DeleteDBSnapshot", cluster: "rds:DeleteDBClusterSnapshot")
        let instant = name("RestoreDATABASEToPointInTime")
        let restored = scope.drills(kind.pick(instance: "db", cluster: "cluster"))
        let taken = scope.drills(snapshot)
        let groups =
            scope.subnetGroups + scope.parameterGroups(kind.pick(instance: "pg", cluster: "cluster-pg"))
            + scope.drilled("rds", "og:*")
        let sources = entries.flatMap { entry -> [Grant] in
            let (arns, condition) = scope.databases(entry)
            return .allow("RestoreFromSources", [take, instant], on: arns, when: condition.and(making(scope)))
        }
        let into = kind.pick(instance: "RestoreIntoTaggedInstance", cluster: "RestoreIntoTaggedCluster")
        let grants: [[Grant]] = [
            sources,
            // In one statement with the sources where they are named.
            .allow(
                "RestoreFromSources", entries.contains { !$0.select.ids.isEmpty } ? [take, instant] : [take], on: taken,
                when: making(scope)),
            .allow(
                into,
                [
                    kind.pick(
                        instance: name("RestoreDATABASEFromDBSnapshot"), cluster: name("RestoreDATABASEFromSnapshot")),
                    instant,
                ],
                on: restored + groups + scope.drilled("rds", "\(snapshot):*"), when: making(scope)),
            .allow("TagOnlyDrills", ["rds:AddTagsToResource"], on: restored + taken, when: making(scope)),
            .allow(
                "ChangeAndDeleteOnlyDrills", [name("DeleteDATABASE"), name("ModifyDATABASE"), delete],
                on: restored + taken, when: made(scope)),
        ]
        return grants.flatMap { $0 }
    }

    /// Restore tests of AWS Backup, whose jobs have no ARN before they run.
    private static func restoreTests(_ scope: DutyScope) -> [Grant] {
        let actions = ["backup:DescribeRestoreJob", "backup:ListRestoreJobs", "backup:PutRestoreValidationResult"]
        return .allow("AnswerRestoreTests", actions, on: scope.target.policy.backupPlans.isEmpty ? [] : ["*"])
            + .allow(
                "FindRestoreTestingPlan", ["backup:GetRestoreTestingPlan"],
                on: scope.target.policy.restoreTestingPlan == nil
                    ? [] : [scope.target.place.arn("backup", RestoreTestingChange.anyPlan)])
    }

    /// Copies of what other accounts share, under names of drills, and the use of their keys through RDS. Their own key
    /// policies have to allow it too.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/share-encrypted-snapshot.html
    private static func sharedSnapshots(_ scope: DutyScope) -> [Grant] {
        let accounts = (scope.target.policy.drill?.sharedFrom ?? []).map { "\($0)" }.sorted()
        guard !accounts.isEmpty, !scope.entries(.instance).isEmpty else { return [] }
        func foreign(_ service: String, _ resource: String) -> [String] {
            let place = scope.target.place
            return accounts.map { "arn:\(place.partition):\(service):\(place.region):\($0):\(resource)" }
        }
        let keys = foreign("kms", "key/*")
        return .allow(
            "CopySharedSnapshots", ["rds:CopyDBSnapshot"], on: foreign("rds", "snapshot:*") + scope.drills("snapshot"),
            when: making(scope))
            + .allow("DescribeKeys", ["kms:DescribeKey"], on: keys)
            + .allow(
                "LetDatabasesUseKeys", ["kms:CreateGrant"], on: keys,
                when: DutyScope.grantForRDS(scope.target.place.region))
            + .allow(
                "ReadSharedSnapshots", ["kms:Decrypt", "kms:ReEncryptFrom"], on: keys,
                when: DutyScope.via("rds", scope.target.place.region))
    }

    /// Restores by AWS Backup from a vault, whose recovery points have ARNs of many forms.
    private static func vault(_ scope: DutyScope) -> [Grant] {
        let (place, role) = (scope.target.place, scope.target.policy.drill?.restoreRole)
        guard let role, !scope.entries(.instance).isEmpty else { return [] }
        let arn = VaultedRecoveryPoint.role(role, account: place.account, partition: place.partition)
        var vaults = [place.arn("backup", "backup-vault:*")]
        if case .vault(let vault)? = scope.target.policy.drill?.source {
            vaults = [vault.hasPrefix("arn:") ? vault : place.arn("backup", "backup-vault:\(vault)")]
        }
        // In a vault of another account a recovery point is that account's; RDS names those of its snapshots.
        let points = ["backup:\(place.region):*:recovery-point:*", "rds:\(place.region):*:snapshot:awsbackup:*"].map {
            "arn:\(place.partition):\($0)"
        }
        return .allow("ListVaults", ["backup:ListRecoveryPointsByBackupVault"], on: vaults)
            + .allow("RestoreFromVaults", ["backup:StartRestoreJob"], on: points)
            + .allow("FollowRestoreJobs", ["backup:DescribeRestoreJob", "backup:ListRestoreJobs"], on: ["*"])
            + .allow("ReadRestoreRole", ["iam:GetRole"], on: [arn])
            + .allow(
                "PassRestoreRole", ["iam:PassRole"], on: [arn],
                when: ["StringEquals": ["iam:PassedToService": ["backup.amazonaws.com"]]])
    }

    /// The instance through which a drill's cluster is read, in no other cluster.
    private static func member(_ scope: DutyScope) -> [Grant] {
        guard !scope.entries(.cluster).isEmpty else { return [] }
        let own = scope.drills("db")
        let grants: [[Grant]] = [
            .allow(
                "AddInstanceToDrillCluster", ["rds:CreateDBInstance"],
                on: own + scope.drills("cluster") + scope.subnetGroups + scope.drilled("rds", "pg:*")
                    + scope.drilled("rds", "og:*"), when: making(scope)),
            .allow("TagOnlyDrills", ["rds:AddTagsToResource"], on: own, when: making(scope)),
            .allow("ChangeAndDeleteOnlyDrills", ["rds:DeleteDBInstance"], on: own, when: made(scope)),
        ]
        return grants.flatMap { $0 }
    }

    /// RDS uses the key of what it restores in the caller's name; an encrypted topic takes a message only from who may use
    /// its key.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
    static func drillKeys(_ scope: DutyScope) -> [Grant] {
        let region = scope.target.place.region
        let topic = scope.target.topicARN == nil ? nil : scope.target.policy.keys.first
        return scope.restoredKeys.flatMap { region, key in
            [Grant].allow("DescribeKeys", ["kms:DescribeKey"], on: [key.arn], when: key.condition)
                + .allow(
                    "LetDatabasesUseKeys", ["kms:CreateGrant"], on: [key.arn],
                    when: key.condition.and(DutyScope.grantForRDS(region)))
        }
            + (topic.map { scope.key("alias/\($0.alias)") }.map { key in
                .allow(
                    "EncryptNotifications", ["kms:Decrypt", "kms:GenerateDataKey"], on: [key.arn],
                    when: key.condition.and(DutyScope.via("sns", region)))
            } ?? [])
    }

    /// The logins: the application's secrets wherever a drill restores, and the source's own master password.
    private static func drillSecrets(_ scope: DutyScope) -> [Grant] {
        let read = ["secretsmanager:GetSecretValue"]
        let masters = DatabaseKind.allCases.filter { !scope.entries($0).isEmpty }
        return masters.flatMap { masterPasswords(of: $0, scope, read) }
            + scope.drillRegions.flatMap { region -> [Grant] in
                let named = scope.secrets(in: region)
                let own = region == nil ? masters.map { masterSecret(of: $0, scope) } : []
                guard !(named + own).isEmpty else { return [] }
                let home = region ?? scope.target.place.region
                return .allow("ReadSecrets", read, on: named)
                    + .allow(
                        "DecryptSecrets", ["kms:Decrypt"], on: [scope.arn("kms", "key/*", in: region)],
                        when: DutyScope.via("secretsmanager", home)
                            .and(DutyScope.encrypting("SecretARN", named + own)))
            }
    }

    /// RDS names these secrets, and tags each with its database.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    static func masterSecret(of kind: DatabaseKind, _ scope: DutyScope) -> String {
        scope.arn("secretsmanager", kind.pick(instance: "secret:rds!db-*", cluster: "secret:rds!cluster-*"))
    }

    private static func masterPasswords(of kind: DatabaseKind, _ scope: DutyScope, _ read: [String]) -> [Grant] {
        let tag = kind.pick(
            instance: "aws:ResourceTag/aws:rds:primaryDBInstanceArn",
            cluster: "aws:ResourceTag/aws:rds:primaryDBClusterArn")
        return scope.entries(kind).flatMap { entry -> [Grant] in
            let test = entry.select.ids.isEmpty ? "StringLike" : "StringEquals"
            return .allow(
                "ReadMasterPasswords", read, on: [masterSecret(of: kind, scope)],
                when: [test: [tag: scope.databases(entry).arns.sorted()]])
        }
    }

    /// The request names the policy, as the tag of all that a drill makes.
    private static func making(_ scope: DutyScope) -> AccessCondition { .tagging(DrillTag.policy, scope.tag) }

    /// The resource carries the tag of the policy's drills.
    private static func made(_ scope: DutyScope) -> AccessCondition {
        .tagged([DrillTag.policy: scope.target.policy.name])
    }
}
