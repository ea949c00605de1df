import AWSCore
import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("Making a plan's steps")
struct ApplierTests {
    private func plan(_ changes: [Change]) -> Plan {
        Plan(
            policy: "kb", account: ScriptedAWS.account, region: ScriptedAWS.region, at: Instant(seconds: 0),
            steps: changes.map {
                var step = Step(change: $0, reasons: [])
                step.maintenance = StepMaintenance(window: nil, isNow: true)
                return step
            }, unfixable: [], unknown: [])
    }

    private func apply(_ changes: [Change], _ aws: ScriptedAWS) async -> ApplyRecord {
        await Applier(
            client: aws.client, waiting: { DatabaseWaiting(client: $0, sleep: { _ in }) }, now: { Instant(seconds: 0) }
        ).apply(plan(changes)) { _ in }
    }

    private static let alias = "arn:aws:kms:us-east-1:123456789012:alias/kb-dr"
    private static let topic = "arn:aws:sns:us-east-1:123456789012:kb-alerts"
    private static let group = DatabaseChange.ParameterGroup(.instance, "kb", for: "kb")

    private static let createKey = Change.key(.create(alias: "kb-dr", policy: Described.policy("Root"), tags: [:]))
    private static let encrypt = Change.bucket(
        .putEncryption(bucket: "kb-backups", Edit(nil, to: BucketEncryption(algorithm: "aws:kms", key: alias))))
    private static let version = Change.bucket(.enableVersioning(bucket: "kb-backups"))
    private static let retention = DatabaseSetting.backupRetention(days: Edit(1, to: 30))

    @Test func `what uses a key is not reached when the key was not made, and the rest is done`() async {
        let aws = ScriptedAWS([
            "kms:ListAliases": [.ok(#"{"Aliases": []}"#)], "kms:ListKeys": [.ok(#"{"Keys": []}"#)],
            "kms:CreateKey": [.error("AccessDeniedException")], "s3:PutBucketVersioning": [.ok()],
        ])
        let rotation = Change.key(.enableRotation(.init(alias: "kb-dr", id: nil), period: Edit(nil, to: 365)))
        let sealed = Change.topic(
            .create(name: "kb-alerts", encryptionKey: Self.alias, policy: Described.policy("T"), tags: [:]))
        let told = Change.topic(.subscribe(topic: Self.topic, transport: "email", endpoint: "oncall@example.com"))
        let record = await apply([Self.createKey, rotation, sealed, told, Self.encrypt, Self.version], aws)
        #expect(
            record.steps.map(\.outcome.word) == [
                "failed", "not-reached", "not-reached", "not-reached", "not-reached", "done",
            ])
        #expect(record.steps[3].outcome == .notReached(reason: "it relies on topic kb-alerts, whose step was not done"))
        #expect(aws.writes == ["kms:CreateKey", "s3:PutBucketVersioning"])
    }

    @Test(arguments: ["rds:CreateDBParameterGroup", "rds:ModifyDBParameterGroup"])
    func `a parameter that was refused restarts nothing, and keeps nothing else from being set`(_ refused: String)
        async
    {
        let aws = ScriptedAWS(
            [
                "rds:CreateDBParameterGroup": [.ok()], "rds:ModifyDBParameterGroup": [.ok()],
                "rds:ModifyDBInstance": [.ok()],
                "rds:RebootDBInstance": [.ok()],
                "rds:DescribeDBInstances": [
                    Described.instances(Described.instance("kb", ["BackupRetentionPeriod": "30"]))
                ],
            ].merging([refused: [.denied]]) { $1 })
        let record = await apply(
            [
                .database(.createParameterGroup(Self.group, family: "postgres15", tags: [:])),
                .database(.setParameter(Self.group, name: "rds.force_ssl", Edit("0", to: "1"), isDynamic: false)),
                .database(.modify(kind: .instance, id: "kb", [Self.retention])),
                .database(.modify(kind: .instance, id: "kb", [.parameterGroup(Edit("default", to: "kb"))])),
                .database(.restart(kind: .instance, id: "kb", members: [])),
            ], aws)
        #expect(record.steps[2].outcome == .done)
        #expect(record.steps[3].outcome.word == "not-reached" && record.steps[4].outcome.word == "not-reached")
        #expect(aws.writes.filter { $0 == "rds:ModifyDBInstance" }.count == 1)
        #expect(!aws.writes.contains("rds:RebootDBInstance"))
    }

    @Test func `objects do not begin to expire for good when their versions could not be kept`() async {
        let aws = ScriptedAWS(["s3:PutBucketVersioning": [.denied]])
        var rule = LifecycleRule(id: "drctl-all")
        rule.expireDays = 30
        let record = await apply(
            [Self.version, .bucket(.putLifecycle(bucket: "kb-backups", Edit(nil, to: BucketLifecycle([rule]))))], aws)
        #expect(record.steps[1].outcome.word == "not-reached")
        #expect(aws.writes == ["s3:PutBucketVersioning"])
    }

    @Test func `what others granted a role stays when what the policy grants could not be written`() async {
        let aws = ScriptedAWS(["iam:GetRolePolicy": [.error("NoSuchEntity", 404)], "iam:PutRolePolicy": [.denied]])
        let record = await apply(
            [
                .role(.putPolicy(role: "kb", name: "drctl-backup", Edit(nil, to: Described.policy("W")))),
                .role(.detachPolicy(role: "kb", arn: "arn:aws:iam::aws:policy/AdministratorAccess")),
            ], aws)
        #expect(record.steps[1].outcome.word == "not-reached")
        #expect(aws.writes == ["iam:PutRolePolicy"])
    }

    @Test(arguments: ["ExpiredToken", "InvalidClientTokenId"])
    func `credentials that end stop every later step`(_ code: String) async {
        let aws = ScriptedAWS(["s3:PutBucketVersioning": [.error(code, 403)]])
        let record = await apply([Self.version, Self.encrypt], aws)
        #expect(record.isSignedOut)
        #expect(record.steps[1].outcome == .notReached(reason: "the credentials ended before it"))
        #expect(aws.writes.allSatisfy { $0 == "s3:PutBucketVersioning" })
    }

    @Test func `a lock that was taken away stops every later step`() async {
        let aws = ScriptedAWS([:])
        let record = await Applier(
            client: aws.client, now: { Instant(seconds: 0) }, permit: { throw LockLost(policy: "kb") }
        ).apply(plan([Self.version])) { _ in }
        #expect(record.steps[0].outcome == .notReached(reason: "the lock of kb is no longer held by this apply"))
        #expect(aws.calls.isEmpty)
    }

    static let lost: [(Change, String, String)] = [
        (.role(.detachPolicy(role: "kb", arn: "arn:aws:iam::aws:policy/X")), "iam:DetachRolePolicy", "NoSuchEntity"),
        (
            .eventSubscription(
                .create(
                    EventSubscription(
                        name: "kb", topic: topic, sourceType: nil, sources: [], categories: [], enabled: true),
                    tags: [:])),
            "rds:CreateEventSubscription", "SubscriptionAlreadyExist"
        ),
        (
            .database(.restart(kind: .instance, id: "kb", members: [])), "rds:RebootDBInstance",
            "InvalidDBInstanceState"
        ),
    ]

    @Test(arguments: lost) func `a step whose answer was lost is done when the next attempt says so`(
        _ lost: (change: Change, operation: String, code: String)
    ) async {
        let instance = Described.instances(Described.instance("kb"))
        let aws = ScriptedAWS([
            lost.operation: [.error("InternalFailure", 500), .error(lost.code)], "rds:DescribeDBInstances": [instance],
        ])
        #expect(await apply([lost.change], aws).steps[0].outcome == .done)
        // After a throttled attempt it is a refusal: that one was answered, so somebody else has done it.
        let throttled = ScriptedAWS([
            lost.operation: [.error("Throttling", 400), .error(lost.code)], "rds:DescribeDBInstances": [instance],
        ])
        #expect(await apply([lost.change], throttled).steps[0].outcome.isFailure)
        // At once it is one too.
        let refused = ScriptedAWS([lost.operation: [.error(lost.code)], "rds:DescribeDBInstances": [instance]])
        #expect(await apply([lost.change], refused).steps[0].outcome.isFailure)
    }

    /// What AWS says to a call that it has carried out before; nothing where that is no error.
    private static let again = [
        "s3:CreateBucket": "BucketAlreadyOwnedByYou", "rds:CreateDBParameterGroup": "DBParameterGroupAlreadyExists",
        "rds:CreateDBClusterParameterGroup": "DBParameterGroupAlreadyExists", "iam:CreateRole": "EntityAlreadyExists",
        "iam:DeleteRolePolicy": "NoSuchEntity", "iam:DetachRolePolicy": "NoSuchEntity",
        "rds:CreateEventSubscription": "SubscriptionAlreadyExist", "rds:RebootDBInstance": "InvalidDBInstanceState",
        "rds:RebootDBCluster": "InvalidDBClusterStateFault", "rds:ModifyDBInstance": "InvalidDBInstanceState",
        "rds:ModifyDBCluster": "InvalidDBClusterStateFault", "kms:CancelKeyDeletion": "KMSInvalidStateException",
    ]

    @Test(arguments: ChangeScenario.all)
    func `every call whose answer is lost leaves its change done, by the answer to the next attempt`(
        _ scenario: ChangeScenario
    ) async {
        for recording in scenario.recordings {
            let made = await ChangeScenario.make(scenario.change, recording)
            // These two are looked for before they are made again: the tests below.
            for write in Set(made.aws.writes) where write != "kms:CreateKey" && write != "kms:CreateAlias" {
                let next = Self.again[write].map { [Answer.error($0)] } ?? []
                let answers = [Answer.error("InternalFailure", 500)] + next + ChangeScenario.answers(to: write)
                let (_, error) = await ChangeScenario.make(scenario.change, recording.merging([write: answers]) { $1 })
                #expect(error == nil, "\(write): \(error.map { "\($0)" } ?? "")")
            }
        }
    }

    @Test func `an alias that was made without an answer is found, and somebody else's is an error`() async {
        for (target, isOurs) in [("new", true), ("other", false)] {
            let aws = ScriptedAWS([
                "kms:ListAliases": [
                    .ok(#"{"Aliases": []}"#),
                    .ok(#"{"Aliases": [{"AliasName": "alias/kb-dr", "TargetKeyId": "\#(target)"}]}"#),
                ],
                "kms:ListKeys": [.ok(#"{"Keys": []}"#)], "kms:CreateKey": [.ok(#"{"KeyMetadata": {"KeyId": "new"}}"#)],
                "kms:CreateAlias": [.error("AlreadyExistsException")],
            ])
            #expect((await apply([Self.createKey], aws).steps[0].outcome == .done) == isOurs)
        }
    }

    @Test func `a key whose creation went unanswered is adopted, and no second one is made`() async {
        let aws = ScriptedAWS([
            "kms:ListAliases": [.ok(#"{"Aliases": []}"#)],
            "kms:ListKeys": [.ok(#"{"Keys": []}"#), .ok(#"{"Keys": [{"KeyId": "begun"}]}"#)],
            "kms:ListResourceTags": [.ok(#"{"Tags": [{"TagKey": "drctl:alias", "TagValue": "kb-dr"}]}"#)],
            "kms:DescribeKey": [.ok(#"{"KeyMetadata": {"KeyId": "begun", "KeyState": "Enabled"}}"#)],
            "kms:CreateKey": [.error("InternalFailure", 500)], "kms:CreateAlias": [.ok()],
        ])
        #expect(await apply([Self.createKey], aws).steps[0].outcome == .done)
        #expect(aws.calls(of: "kms:CreateKey").count == 1)
        #expect(aws.calls(of: "kms:CreateAlias").first?.json["TargetKeyId"] == "begun")
    }

    @Test func `what others have queued for the maintenance window stays queued`() async throws {
        let queued = "<DBInstanceClass>db.r6g.large</DBInstanceClass>"
        func instance(_ days: String) -> Answer {
            Described.instances(
                Described.instance("kb", ["PendingModifiedValues": queued, "BackupRetentionPeriod": days]))
        }
        let aws = ScriptedAWS([
            "rds:DescribeDBInstances": [instance("1"), instance("30")], "rds:ModifyDBInstance": [.ok()],
        ])
        let record = await apply(
            [.database(.modify(kind: .instance, id: "kb", [Self.retention, .multiAZ(Edit(false, to: true))]))], aws)
        guard case .failed(let reason, _) = record.steps[0].outcome else { throw Unexpected() }
        #expect(reason.contains("would also make at once what is queued"), "\(reason)")
        let sent = try #require(aws.calls(of: "rds:ModifyDBInstance").first?.body)
        #expect(sent.contains("ApplyImmediately=false") && sent.contains("BackupRetentionPeriod=30"), "\(sent)")
        #expect(!sent.contains("MultiAZ"), "\(sent)")
    }

    private struct Unexpected: Error {}
}
