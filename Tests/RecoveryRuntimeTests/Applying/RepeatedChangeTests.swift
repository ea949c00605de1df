import AWSCore
import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("A change that is made again")
struct RepeatedChangeTests {
    @Test func `what an interrupted run created counts as created`() async {
        let repeated: [(Change, String, String)] = [
            (.bucket(.create(name: "kb", objectLock: false, tags: [:])), "s3:CreateBucket", "BucketAlreadyOwnedByYou"),
            (
                .database(.createParameterGroup(DatabaseChange.group(.instance), family: "postgres15", tags: [:])),
                "rds:CreateDBParameterGroup", "DBParameterGroupAlreadyExists"
            ),
            (
                .database(
                    .createParameterGroup(DatabaseChange.group(.cluster), family: "aurora-postgresql15", tags: [:])),
                "rds:CreateDBClusterParameterGroup", "DBParameterGroupAlreadyExists"
            ),
            (
                .role(.create(name: "kb", trust: Described.policy("Trust"), boundary: nil, tags: [:])),
                "iam:CreateRole", "EntityAlreadyExists"
            ),
        ]
        for (change, operation, code) in repeated {
            let (aws, error) = await ChangeScenario.make(change, [operation: [.error(code, 409)]])
            #expect(error == nil, "\(operation)")
            #expect(aws.writes == [operation])
        }
    }

    @Test func `a restore testing selection is sent again as another request when its content is another`() async {
        func request(_ change: (inout RestoreTestingSelection) -> Void) async -> JSONValue? {
            var selection = RestoreTestingChange.selection(hours: 24)
            change(&selection)
            let (aws, _) = await ChangeScenario.make(.restoreTesting(.select(plan: "drctl_kb", selection)), [:])
            return aws.calls(of: "backup:CreateRestoreTestingSelection").first?.json["CreatorRequestId"]
        }
        let first = await request { _ in }
        let (again, other) = (await request { _ in }, await request { $0.validationHours = 25 })
        let named = await request { $0.name = "drctl_2" }
        #expect(first != nil && first == again)
        #expect(first != other && first != named && other != named)
    }

    @Test func `a restore testing plan or selection of another content is not taken for the one that was to be made`()
        async
    {
        let plan = Change.restoreTesting(
            .create(name: "drctl_kb", RestoreTestingChange.document(windowDays: 30), tags: [:]))
        let (_, error) = await ChangeScenario.make(
            plan,
            [
                "backup:CreateRestoreTestingPlan": [.error("AlreadyExistsException", 400)],
                "backup:GetRestoreTestingPlan": [
                    Described.restoreTestingPlan(RestoreTestingChange.document(windowDays: 7))
                ],
            ])
        #expect(error is Moved)
        let (_, other) = await ChangeScenario.make(
            .restoreTesting(.select(plan: "drctl_kb", RestoreTestingChange.selection(hours: 24))),
            [
                "backup:CreateRestoreTestingSelection": [.error("AlreadyExistsException", 400)],
                "backup:GetRestoreTestingSelection": [
                    Described.restoreTestingSelection(RestoreTestingChange.selection(hours: 1))
                ],
            ])
        #expect(other is Moved)
    }

    @Test func `a selection by tags is sent without an empty list of ARNs`() async {
        var selection = RestoreTestingChange.selection(hours: 24)
        selection.resources = []
        let (aws, _) = await ChangeScenario.make(.restoreTesting(.select(plan: "drctl_kb", selection)), [:])
        let sent = aws.calls(of: "backup:CreateRestoreTestingSelection").first?.json["RestoreTestingSelection"]
        #expect(sent?["ProtectedResourceConditions"] != nil && sent?["ProtectedResourceArns"] == nil)
    }

    @Test func `somebody else's bucket of that name is not ours`() async throws {
        let (_, error) = await ChangeScenario.make(
            .bucket(.create(name: "kb", objectLock: false, tags: [:])),
            ["s3:CreateBucket": [.error("BucketAlreadyExists", 409)]])
        #expect(try #require(error as? ClientError).code == "BucketAlreadyExists")
    }

    @Test func `a key that the plan itself creates is changed by the id that it got`() async throws {
        let scenario = KeyChange.scenarios(of: .create)[0]
        let aws = ScriptedAWS(
            scenario.recordings[0].merging([
                "kms:CreateKey": [.ok(#"{"KeyMetadata": {"KeyId": "new-key"}}"#)], "kms:CreateAlias": [.ok()],
                "kms:EnableKeyRotation": [.ok()],
            ]) { $1 })
        let executor = ChangeExecutor(
            client: aws.client, account: ScriptedAWS.account, region: ScriptedAWS.region,
            waiting: DatabaseWaiting(client: aws.client))
        var keys = CreatedKeys()
        let rotation = Change.key(.enableRotation(.init(alias: "kb-dr", id: nil), period: Edit(nil, to: 365)))
        await #expect(throws: MissingPrerequisite.self) { try await executor.execute(rotation, keys: &keys) }
        #expect(aws.calls.isEmpty)
        try await executor.execute(scenario.change, keys: &keys)
        try await executor.execute(rotation, keys: &keys)
        #expect(aws.calls(of: "kms:EnableKeyRotation").first?.json["KeyId"] == "new-key")
    }

    @Test func `a bucket outside us-east-1 names its region`() async throws {
        let aws = ScriptedAWS(["s3:CreateBucket": [.ok()]])
        var keys = CreatedKeys()
        let client = aws.client.with { $0.region = Region("eu-west-1") }
        try await ChangeExecutor(
            client: client, account: ScriptedAWS.account, region: Region("eu-west-1"),
            waiting: DatabaseWaiting(client: client)
        ).execute(.bucket(.create(name: "kb", objectLock: false, tags: [:])), keys: &keys)
        #expect(aws.calls[0].body.contains("<LocationConstraint>eu-west-1</LocationConstraint>"))
    }
}
