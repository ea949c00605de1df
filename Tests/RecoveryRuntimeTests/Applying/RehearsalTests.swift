import AWSCore
import AWSNames
import RecoveryModel
import Synchronization
import Testing

@testable import RecoveryRuntime

@Suite("What a plan says of its calls")
struct RehearsalTests {
    /// The calls that a change really makes.
    private func sent(_ change: Change, _ script: ScriptedAWS.Script) async throws -> (
        aws: ScriptedAWS, calls: [PlannedCall]
    ) {
        let seen = Mutex<[CallInput]>([])
        let (aws, error) = await ChangeScenario.make(change, script) { call in seen.withLock { $0.append(call) } }
        #expect(error == nil)
        let calls = try seen.withLock { $0 }.map { call in
            PlannedCall(
                service: call.service.id, operation: call.operation, region: call.region?.rawValue ?? "",
                parameters: Self.withoutNewKey(Rehearsal.shown(try call.parameters())), isRepeated: false)
        }
        return (aws, calls)
    }

    /// What is known only while applying is known now.
    private static func withoutNewKey(_ parameters: JSONValue) -> JSONValue {
        guard case .object(var members) = parameters else { return parameters }
        if members["TargetKeyId"] == "new-key" {
            members["TargetKeyId"] = PlannedCall.knownWhileApplying("the id of the key that CreateKey returns")
        }
        if members["EncryptionKeyArn"] != nil {
            members["EncryptionKeyArn"] = PlannedCall.knownWhileApplying("the ARN of the key")
        }
        return .object(members)
    }

    private func planned(_ change: Change, _ timing: StepTiming = .atOnce) async -> PlannedCalls {
        var keys = CreatedKeys()
        let aws = ScriptedAWS([:])
        let told = await Rehearsal(aws.client).calls(
            of: change, .init(account: ScriptedAWS.account, region: ScriptedAWS.region, timing: timing), &keys)
        #expect(aws.calls.isEmpty)
        return told
    }

    private static func isRead(_ call: PlannedCall) -> Bool {
        ["Get", "List", "Describe"].contains(where: call.operation.hasPrefix)
    }

    private static func plain(_ calls: [PlannedCall]) -> [PlannedCall] {
        calls.map {
            var call = $0
            call.isRepeated = false
            return call
        }
    }

    @Test(arguments: ChangeScenario.all)
    func `apply sends what the plan has said, every parameter of every call, in order`(_ scenario: ChangeScenario)
        async throws
    {
        let said = await planned(scenario.change)
        let (aws, calls) = try await sent(scenario.change, scenario.recordings[0])
        let told = Self.plain(said.calls)
        #expect(told.filter { !Self.isRead($0) } == calls.filter { !Self.isRead($0) })
        let (reads, read) = (Set(told.filter(Self.isRead)), Set(calls.filter(Self.isRead)))
        #expect(reads.isSubset(of: read))
        if case .database = scenario.change { #expect(reads == read) }
        // What was sent is what arrived.
        #expect(
            aws.writes.map { $0.split(separator: ":").last.map(String.init) }
                == calls.filter { !Self.isRead($0) }.map(\.operation))
    }

    @Test func `a key's id is marked as known while applying, also for the steps that follow`() async throws {
        let aws = ScriptedAWS([:])
        let stage = Rehearsal.Stage(account: ScriptedAWS.account, region: ScriptedAWS.region)
        var keys = CreatedKeys()
        let create = Change.key(.create(alias: "kb-dr", policy: Described.policy("Root"), tags: [:]))
        let rotate = Change.key(.enableRotation(.init(alias: "kb-dr", id: nil), period: Edit(nil, to: 365)))
        let created = await Rehearsal(aws.client).calls(of: create, stage, &keys)
        let rotated = await Rehearsal(aws.client).calls(of: rotate, stage, &keys)
        let id = PlannedCall.knownWhileApplying("the id of the key that CreateKey returns")
        #expect(created.calls.map(\.operation) == ["ListAliases", "ListKeys", "CreateKey", "CreateAlias"])
        #expect(created.calls.last?.parameters == ["AliasName": "alias/kb-dr", "TargetKeyId": id])
        #expect(rotated.calls.map(\.parameters) == [["KeyId": id, "RotationPeriodInDays": 365]])
        #expect(created.remark?.contains("interrupted apply") == true)
    }

    @Test func `what is queued for the maintenance window is a call of its own, and waiting is said to repeat`()
        async throws
    {
        let settings: [DatabaseSetting] = [
            .deletionProtection(Edit(false, to: true)), .backupRetention(days: Edit(0, to: 7)),
        ]
        let window = try #require(WeeklyWindow("sun:04:00-sun:04:30"))
        let said = await planned(
            .database(.modify(kind: .instance, id: "kb", settings)),
            .queued(window, opens: Instant(seconds: 0), settings: ["backup retention period"]))
        #expect(
            said.calls.map(\.operation) == [
                "DescribeDBInstances", "ModifyDBInstance", "DescribeDBInstances", "ModifyDBInstance",
                "DescribeDBInstances",
            ])
        #expect(said.calls.map(\.isRepeated) == [true, false, true, false, true])
        #expect(
            said.calls[1].parameters == [
                "DBInstanceIdentifier": "kb", "ApplyImmediately": true, "DeletionProtection": true,
            ])
        #expect(
            said.calls[3].parameters == [
                "DBInstanceIdentifier": "kb", "ApplyImmediately": false, "BackupRetentionPeriod": 7,
            ])
    }

    @Test func `a step that is left makes no call, and nothing is invented where a read is missing`() async throws {
        let restart = Change.database(.restart(kind: .instance, id: "kb", members: []))
        let plan = Plan(
            policy: "kb", account: ScriptedAWS.account, region: ScriptedAWS.region, at: Instant(seconds: 0),
            steps: [Step(change: restart, reasons: [])], unfixable: [], unknown: [])
        let inventory = Inventory(
            account: ScriptedAWS.account, region: ScriptedAWS.region, observedAt: Instant(seconds: 0), databases: [:],
            alarms: .known([:]), eventSubscriptions: .known([:]), accountPublicAccessBlock: .known(nil))
        let noted = await Rehearsal(ScriptedAWS([:]).client).noted(in: plan, inventory)
        #expect(noted.steps[0].calls?.calls == [])
        #expect(noted.steps[0].calls?.remark?.hasPrefix("not made: ") == true)

        let stage = Rehearsal.Stage(
            account: ScriptedAWS.account, region: ScriptedAWS.region,
            pending: { _, _ in .unavailable(CollectionFailure(operation: "rds:DescribeDBInstances", reason: "denied")) }
        )
        var keys = CreatedKeys()
        let said = await Rehearsal(ScriptedAWS([:]).client).calls(
            of: .database(.modify(kind: .instance, id: "kb", [.deletionProtection(Edit(false, to: true))])), stage,
            &keys)
        #expect(said.calls.map(\.operation) == ["DescribeDBInstances"])
        #expect(said.remark?.contains("denied") == true)
    }
}
