import AWSCore
import RecoveryModel

@testable import RecoveryRuntime

/// A change with the recordings under which it is made.
struct ChangeScenario: Sendable, CustomStringConvertible {
    var change: Change
    /// What AWS answers, once for each way in which the change comes about: together they need all that it needs.
    var recordings: [ScriptedAWS.Script]
    /// What AWS answers when somebody has written another document since the plan was made.
    var moved: ScriptedAWS.Script?
    /// What AWS answers when the change has been made already.
    var made: ScriptedAWS.Script?

    init(_ change: Change, _ recordings: [ScriptedAWS.Script] = [[:]]) {
        self.change = change
        self.recordings = recordings
    }

    /// The writing of a document that one operation reads: as it was, as it is wanted, and as somebody else's.
    static func writing(
        _ change: Change, reading operation: String, before: Answer, after: Answer, other: Answer
    ) -> ChangeScenario {
        var scenario = ChangeScenario(change, [[operation: [before]]])
        scenario.moved = [operation: [other]]
        scenario.made = [operation: [after]]
        return scenario
    }

    var description: String { change.facts.line }
}

/// A change enum with the names of its cases: a new case does not compile until it has a name, a name until it has
/// scenarios.
protocol ChangeCases: Sendable {
    associatedtype Name: CaseIterable & Hashable & Sendable

    var caseName: Name { get }
    /// The scenarios of a case, as changes of this type with their recordings.
    static func scenarios(of name: Name) -> [ChangeScenario]
    /// The change of this type inside a scenario's.
    static func own(_ change: Change) -> Self?
}

extension ChangeCases {
    static var scenarios: [ChangeScenario] { Name.allCases.flatMap { scenarios(of: $0) } }

    /// The cases without a scenario, or with one of another case.
    static var untested: [Name] {
        Name.allCases.filter { name in
            let names = scenarios(of: name).map { own($0.change)?.caseName }
            return names.isEmpty || names.contains { $0 != name }
        }
    }
}

extension ChangeScenario {
    /// One or more for every case of every change.
    static let all: [ChangeScenario] =
        DatabaseChange.scenarios + BucketChange.scenarios + KeyChange.scenarios + RoleChange.scenarios
        + TopicChange.scenarios + AlarmChange.scenarios + EventSubscriptionChange.scenarios + DashboardChange.scenarios
        + EventRuleChange.scenarios + BackupPlanChange.scenarios + RestoreTestingChange.scenarios

    /// The scenarios of the kind of change that this is: a new kind does not compile without them.
    static func ofKind(of change: Change) -> [ChangeScenario] {
        switch change {
        case .database: DatabaseChange.scenarios
        case .bucket: BucketChange.scenarios
        case .key: KeyChange.scenarios
        case .role: RoleChange.scenarios
        case .topic: TopicChange.scenarios
        case .alarm: AlarmChange.scenarios
        case .eventSubscription: EventSubscriptionChange.scenarios
        case .eventRule: EventRuleChange.scenarios
        case .dashboard: DashboardChange.scenarios
        case .backupPlan: BackupPlanChange.scenarios
        case .restoreTesting: RestoreTestingChange.scenarios
        }
    }

    /// Makes the change in an account; the generic answers to writes are there unless the script says otherwise.
    @discardableResult
    static func make(
        _ change: Change, _ script: ScriptedAWS.Script, onCall: (@Sendable (CallInput) -> Void)? = nil
    ) async -> (aws: ScriptedAWS, error: (any Error)?) {
        let aws = ScriptedAWS(writeAnswers.merging(script) { $1 })
        let client = aws.client.with { $0.onCall = onCall }
        let executor = ChangeExecutor(
            client: client, account: ScriptedAWS.account, region: ScriptedAWS.region,
            waiting: DatabaseWaiting(client: client, sleep: { _ in }))
        var keys = CreatedKeys()
        do {
            try await executor.execute(change, keys: &keys)
            return (aws, nil)
        } catch {
            return (aws, error)
        }
    }

    /// What an operation that changes something answers.
    static func answers(to operation: String) -> [Answer] { writeAnswers[operation] ?? [.ok()] }

    /// The operations that change something, with what each answers.
    private static let writeAnswers: ScriptedAWS.Script = {
        var script: ScriptedAWS.Script = [:]
        for operation in [
            "rds:ModifyDBInstance", "rds:ModifyDBCluster", "rds:CreateDBParameterGroup",
            "rds:CreateDBClusterParameterGroup", "rds:ModifyDBParameterGroup", "rds:ModifyDBClusterParameterGroup",
            "rds:RebootDBInstance", "rds:RebootDBCluster", "rds:ModifyDBSnapshotAttribute",
            "rds:ModifyDBClusterSnapshotAttribute", "rds:CreateEventSubscription",
            "rds:StartDBInstanceAutomatedBackupsReplication",
            "rds:ModifyEventSubscription", "rds:AddSourceIdentifierToSubscription",
            "s3:CreateBucket", "s3:PutBucketEncryption", "s3:PutBucketVersioning", "s3:PutPublicAccessBlock",
            "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy", "s3:PutBucketLifecycleConfiguration",
            "s3:PutObjectLockConfiguration", "s3:PutBucketLogging", "s3:PutBucketReplication",
            "kms:CreateAlias", "kms:EnableKey", "kms:CancelKeyDeletion", "kms:PutKeyPolicy", "kms:EnableKeyRotation",
            "iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary",
            "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:AttachRolePolicy",
            "sns:SetTopicAttributes", "sns:Subscribe", "sns:CreateTopic",
            "monitoring:PutMetricAlarm", "monitoring:PutDashboard", "monitoring:DeleteAlarms",
            "monitoring:DeleteDashboards", "rds:RemoveSourceIdentifierFromSubscription", "rds:DeleteEventSubscription",
            "backup:CreateBackupVault", "backup:PutBackupVaultLockConfiguration", "backup:UpdateBackupPlan",
            "backup:CreateBackupSelection", "events:PutRule", "backup:CreateRestoreTestingPlan",
            "backup:UpdateRestoreTestingPlan",
            "backup:CreateRestoreTestingSelection", "backup:UpdateRestoreTestingSelection",
        ] { script[operation] = [.ok()] }
        script["backup:CreateBackupPlan"] = [.ok(#"{"BackupPlanId": "plan-1"}"#)]
        script["events:ListTargetsByRule"] = [Described.targets([])]
        script["events:PutTargets"] = [.ok(#"{"FailedEntryCount": 0, "FailedEntries": []}"#)]
        script["kms:CreateKey"] = [.ok(#"{"KeyMetadata": {"KeyId": "new-key"}}"#)]
        script["iam:CreateRole"] = [.ok("<Role>\(Described.role("kb-auditor"))</Role>")]
        return script
    }()
}
