import RecoveryModel
import Testing

@Suite("When a step that disturbs a database is made")
struct StepTimingTests {
    private static let restart = Change.database(.restart(kind: .instance, id: "kb", members: []))
    private static let enableBackups = Change.database(
        .modify(
            kind: .instance, id: "kb",
            [.deletionProtection(Edit(false, to: true)), .backupRetention(days: Edit(0, to: 7))]))

    private func timing(_ change: Change, _ window: String?, at time: String, isNow: Bool = false) throws -> StepTiming
    {
        var step = Step(change: change, reasons: [])
        let read = try window.map { try #require(WeeklyWindow($0)) }
        step.maintenance = StepMaintenance(window: read, isNow: isNow)
        return step.timing(at: try #require(Instant(time)))
    }

    // 2026-11-29 is a Sunday.
    @Test(arguments: [
        ("sun:04:00-sun:04:30", "2026-11-29T04:00:00Z", "2026-11-29T04:30:00Z"),
        ("sun:04:00-sun:04:30", "2026-11-29T04:29:59Z", "2026-11-29T04:30:00Z"),
        ("sat:23:45-sun:00:15", "2026-11-29T00:10:00Z", "2026-11-29T00:15:00Z"),
        ("sat:23:45-sun:00:15", "2026-11-28T23:50:00Z", "2026-11-29T00:15:00Z"),
        ("sun:23:45-mon:00:15", "2026-11-30T00:14:59Z", "2026-11-30T00:15:00Z"),
        ("sun:23:45-mon:00:15", "2026-11-29T23:45:00Z", "2026-11-30T00:15:00Z"),
    ])
    func `inside its window it is made, across midnight and the end of the week too`(
        _ window: String, _ time: String, _ closes: String
    ) throws {
        let until = try #require(Instant(closes))
        for change in [Self.restart, Self.enableBackups] {
            #expect(
                try timing(change, window, at: time) == .inWindow(try #require(WeeklyWindow(window)), until: until))
        }
    }

    @Test(arguments: [
        ("sun:04:00-sun:04:30", "2026-11-29T04:30:00Z", "2026-12-06T04:00:00Z"),
        ("sun:04:00-sun:04:30", "2026-11-29T03:59:59Z", "2026-11-29T04:00:00Z"),
        ("sun:23:45-mon:00:15", "2026-11-30T00:15:00Z", "2026-12-06T23:45:00Z"),
        ("mon:00:00-mon:00:30", "2026-11-29T23:59:59Z", "2026-11-30T00:00:00Z"),
        ("wed:10:00-wed:11:00", "2026-11-29T12:00:00Z", "2026-12-02T10:00:00Z"),
    ])
    func `outside its window a setting is queued and a restart is left, until the window opens next`(
        _ window: String, _ time: String, _ opening: String
    ) throws {
        let (read, opens) = (try #require(WeeklyWindow(window)), try #require(Instant(opening)))
        #expect(try timing(Self.restart, window, at: time) == .left(read, opens: opens))
        #expect(
            try timing(Self.enableBackups, window, at: time)
                == .queued(read, opens: opens, settings: ["backup retention period"]))
    }

    @Test func `without a window that is known it is not made, unless it is asked for now`() throws {
        for change in [Self.restart, Self.enableBackups] {
            #expect(try timing(change, nil, at: "2026-11-29T04:00:00Z") == .left(nil, opens: nil))
            #expect(try timing(change, nil, at: "2026-11-29T04:00:00Z", isNow: true) == .atOnce)
            #expect(try timing(change, "sun:04:00-sun:04:30", at: "2026-11-28T04:00:00Z", isNow: true) == .atOnce)
            #expect(Step(change: change, reasons: []).timing(at: Instant(seconds: 0)) == .left(nil, opens: nil))
        }
    }

    @Test func `what restarts nothing waits for no window`() throws {
        let changes: [DatabaseChange] = [
            .modify(
                kind: .instance, id: "kb", [.backupRetention(days: Edit(1, to: 30)), .multiAZ(Edit(false, to: true))]),
            .modifyMember(id: "kb-a", of: "kb", .publicAccess(Edit(true, to: false))),
            .setParameter(
                .init(.instance, "kb", for: "kb"), name: "rds.force_ssl", Edit("0", to: "1"), isDynamic: true),
        ]
        for change in changes {
            #expect(try timing(.database(change), nil, at: "2026-11-29T04:00:00Z") == .atOnce)
        }
    }
}

@Suite("Which settings of a change wait for the maintenance window")
struct DatabaseModificationTests {
    private static let backups = DatabaseSetting.backupRetention(days: Edit(0, to: 7))
    private static let standby = DatabaseSetting.multiAZ(Edit(false, to: true))
    private static let guarded = DatabaseSetting.deletionProtection(Edit(false, to: true))
    private static let all = [backups, standby, guarded]

    private func queued() throws -> StepTiming {
        .queued(
            try #require(WeeklyWindow("sun:04:00-sun:04:30")), opens: Instant(seconds: 0), settings: [Self.backups.name]
        )
    }

    @Test func `only what restarts the database is queued, after the rest was made`() throws {
        let parts = DatabaseModification(Self.all, pending: [], timing: try queued())
        #expect(parts.atOnce == [Self.standby, Self.guarded] && parts.isImmediate)
        #expect(parts.toQueue == [Self.backups] && parts.isQueued.isEmpty && parts.held.isEmpty)
    }

    @Test func `what is queued already is not sent again, and nothing is made that would make it early`() throws {
        let parts = DatabaseModification(Self.all, pending: ["BackupRetentionPeriod"], timing: try queued())
        #expect(parts.atOnce == [Self.guarded] && !parts.isImmediate)
        #expect(parts.isQueued == [Self.backups] && parts.toQueue == [Self.standby])
    }

    @Test func `what others have queued is never made early, not even now`() {
        let parts = DatabaseModification(Self.all, pending: ["DBInstanceClass"], timing: .atOnce)
        #expect(parts.atOnce == [Self.guarded] && !parts.isImmediate && parts.toQueue.isEmpty)
        #expect(parts.held == [Self.backups, Self.standby])
    }

    @Test func `what an earlier apply has queued is made now when it is asked for`() {
        let parts = DatabaseModification(Self.all, pending: ["BackupRetentionPeriod"], timing: .atOnce)
        #expect(parts.atOnce == Self.all && parts.isImmediate && parts.waiting.isEmpty && parts.held.isEmpty)
        let other = DatabaseModification([Self.standby], pending: ["BackupRetentionPeriod"], timing: .atOnce)
        #expect(other.held == [Self.standby] && !other.isImmediate)
    }
}
