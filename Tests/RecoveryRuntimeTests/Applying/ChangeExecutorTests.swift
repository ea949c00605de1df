import AWSCore
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("Making a change")
struct ChangeExecutorTests {
    @Test func `every case of every change has a scenario`() {
        #expect(DatabaseChange.untested.isEmpty)
        #expect(BucketChange.untested.isEmpty)
        #expect(KeyChange.untested.isEmpty)
        #expect(RoleChange.untested.isEmpty)
        #expect(TopicChange.untested.isEmpty)
        #expect(AlarmChange.untested.isEmpty)
        #expect(EventSubscriptionChange.untested.isEmpty)
        #expect(DashboardChange.untested.isEmpty)
        #expect(BackupPlanChange.untested.isEmpty)
        #expect(RestoreTestingChange.untested.isEmpty)
        for scenario in ChangeScenario.all { #expect(!ChangeScenario.ofKind(of: scenario.change).isEmpty) }
        for name in SettingExample.Name.allCases {
            #expect(SettingExample.example(of: name, .instance)?.setting.exampleName == name)
        }
    }

    @Test(arguments: ChangeScenario.all)
    func `the calls that a change makes need exactly the permissions that it names`(_ scenario: ChangeScenario)
        async throws
    {
        var needed: Set<String> = []
        for recording in scenario.recordings {
            let (aws, error) = await ChangeScenario.make(scenario.change, recording)
            #expect(error == nil)
            #expect(!aws.writes.isEmpty)
            needed.formUnion(aws.calls.flatMap(\.actions))
        }
        #expect(needed == Set(scenario.change.facts.actions))
    }

    @Test(arguments: ChangeScenario.all)
    func `a change whose document somebody else has written is refused, and writes nothing`(_ scenario: ChangeScenario)
        async throws
    {
        let precondition = scenario.change.facts.precondition
        #expect((precondition == nil) == (scenario.moved == nil))
        guard let script = scenario.moved, let precondition else { return }
        let (aws, error) = await ChangeScenario.make(scenario.change, script)
        let moved = try #require(error as? Moved)
        #expect(aws.writes.isEmpty)
        #expect(moved.document == precondition.document)
        #expect("\(moved)" == "\(precondition.document) has changed since the plan was made")
    }

    @Test(arguments: ChangeScenario.all.filter { $0.made != nil })
    func `a document that is already as wanted is not written again`(_ scenario: ChangeScenario) async {
        let (aws, error) = await ChangeScenario.make(scenario.change, scenario.made ?? [:])
        #expect(error == nil)
        #expect(aws.writes.isEmpty)
        #expect(!aws.calls.isEmpty)
    }

    @Test(arguments: ChangeScenario.all.filter { $0.moved != nil })
    func `a document that cannot be read again is not written`(_ scenario: ChangeScenario) async throws {
        let reading = try #require(scenario.moved?.keys.first)
        let (aws, error) = await ChangeScenario.make(scenario.change, [reading: [.denied]])
        let failure = try #require(error as? CollectionFailure)
        #expect(failure.reason.hasPrefix("AccessDenied"))
        #expect(aws.writes.isEmpty)
    }

    @Test(arguments: ChangeScenario.all)
    func `a refused call is the error of the change`(_ scenario: ChangeScenario) async throws {
        for recording in scenario.recordings {
            let made = await ChangeScenario.make(scenario.change, recording)
            for write in Set(made.aws.writes) {
                let (_, error) = await ChangeScenario.make(
                    scenario.change, recording.merging([write: [.denied]]) { $1 })
                let refusal = try #require(error as? ClientError)
                #expect(refusal.code?.hasPrefix("AccessDenied") == true)
            }
        }
    }
}
