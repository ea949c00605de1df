import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Just before an event")
struct EventChooserTests {
    private static let id = "3f2b8c1e-0d4a-4b7c-9e5f-112233445566"
    private static let now = DrillFixtures.start

    private static let events = [
        SourceEvent(
            origin: .cloudTrail, id: id, name: "ModifyDBInstance", at: now - TimeSpan(3, .hours), author: "jo"),
        SourceEvent(
            origin: .cloudTrail, id: "aaaaaaaa-0d4a-4b7c-9e5f-112233445566", name: "ModifyDBInstance",
            at: now - TimeSpan(1, .hours), author: "deploy"),
        SourceEvent(
            origin: .cloudTrail, id: "bbbbbbbb-0d4a-4b7c-9e5f-112233445566", name: "RebootDBInstance",
            at: now - TimeSpan(2, .hours)),
        SourceEvent(origin: .rds, id: nil, name: "DB instance restarted", at: now - TimeSpan(90, .minutes)),
    ]

    private func choose(
        _ text: String, among events: [SourceEvent] = events, isComplete: Bool = true
    ) throws -> Result<SourceEvent, EventChooser.Refusal> {
        let seen = EventsSeen(
            events: events, callsSince: Self.now - TimeSpan(90, .days), noticesSince: Self.now - TimeSpan(14, .days),
            isComplete: isComplete)
        return EventChooser.choose(try #require(EventQuery(text)), of: "kb-prod", among: seen)
    }

    @Test func `one match is taken: a call by its name or id, an RDS event by its words`() throws {
        #expect(try choose("rebootdbinstance").get().name == "RebootDBInstance")
        #expect(try choose(Self.id).get().author == "jo")
        #expect(try choose("instance RESTARTED").get().origin == .rds)
    }

    @Test func `the newest of several is taken only when it is asked for`() throws {
        #expect(try choose("last ModifyDBInstance").get().author == "deploy")
        let refusal = try #require(throws: EventChooser.Refusal.self) { try choose("ModifyDBInstance").get() }
        #expect(
            refusal.reason == """
                2 events match "ModifyDBInstance":
                  ModifyDBInstance by deploy at 2026-11-23 04:10:00 UTC: --before aaaaaaaa-0d4a-4b7c-9e5f-112233445566
                  ModifyDBInstance by jo at 2026-11-23 02:10:00 UTC: --before 3f2b8c1e-0d4a-4b7c-9e5f-112233445566
                """)
        #expect(refusal.hint?.contains("`last ModifyDBInstance`") == true)
    }

    @Test func `several RDS events are listed with the times to use instead`() throws {
        let twice =
            Self.events + [
                SourceEvent(origin: .rds, id: nil, name: "DB instance restarted", at: Self.now - TimeSpan(1, .days))
            ]
        let refusal = try #require(throws: EventChooser.Refusal.self) { try choose("restarted", among: twice).get() }
        let line = "\"DB instance restarted\" (RDS) at 2026-11-23 03:40:00 UTC: --at 2026-11-23T03:39:59Z"
        #expect(refusal.reason.contains(line))
    }

    @Test func `no match is refused with what was searched`() throws {
        let refusal = try #require(throws: EventChooser.Refusal.self) { try choose("DeleteDBInstance").get() }
        #expect(
            refusal.reason == """
                no event of kb-prod matches "DeleteDBInstance": searched 3 CloudTrail calls since \
                2026-08-25 05:10:00 UTC and 1 RDS event since 2026-11-09 05:10:00 UTC; the calls were \
                ModifyDBInstance, RebootDBInstance
                """)
    }

    @Test func `a call's name is matched whole, and the only match of a cut-off list is not believed`() throws {
        #expect(throws: EventChooser.Refusal.self) { try choose("Modify").get() }
        #expect(throws: EventChooser.Refusal.self) { try choose("RebootDBInstance", isComplete: false).get() }
        #expect(try choose("last RebootDBInstance", isComplete: false).get().name == "RebootDBInstance")
    }

    @Test func `the instant is the last whole second that holds nothing of the event`() throws {
        #expect(try #require(Instant("2026-11-23T04:10:00.700Z")).justBefore == Instant("2026-11-23T04:09:59Z"))
        #expect(try #require(Instant("2026-11-23T04:10:00Z")).justBefore == Instant("2026-11-23T04:09:59Z"))
    }

    @Test(arguments: ["", "ab", "last", "last x"])
    func `too little to look for is no query`(text: String) {
        #expect(EventQuery(text) == nil || text == "last")
    }

    @Test func `the drill says before which event it restores`() throws {
        let event = Self.events[2]
        let request = DrillFixtures.request(.pointInTime(event.at.justBefore)) { $0.event = event }
        var world = SimulatedWorld()
        var machine = DrillMachine(request)
        world.run(&machine)
        let record = try #require(world.record)
        #expect(record.verdict == .verified)
        #expect(record.recoveryPoint?.time == event.at.justBefore)
        #expect(record.recoveryPoint?.reason == "just before RebootDBInstance at 2026-11-23 03:10:00 UTC")
        #expect(record.event == event)
    }

    @Test func `an event outside the window is refused with the exact reason`() throws {
        let old = SourceEvent(origin: .cloudTrail, id: nil, name: "X", at: Self.now - TimeSpan(9, .days))
        var world = SimulatedWorld()
        var machine = DrillMachine(DrillFixtures.request(.pointInTime(old.at.justBefore)) { $0.event = old })
        world.run(&machine)
        #expect(world.record?.verdict == .notVerified)
        #expect(world.record?.summary.contains("before the earliest restorable time 2026-11-16 05:10:00 UTC") == true)
        #expect(world.performed == [.gatherFacts])
    }
}
