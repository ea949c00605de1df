import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Databases that pgBackRest backs up")
struct StanzaTests {
    private let estate: Estate
    private let now = Estate.now

    init() throws { estate = try Estate.complete() }

    /// Each control that is judged of the database with a stanza.
    private func findings(_ estate: Estate) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: estate.audit.findings
                .filter { $0.resource == ResourceReference(.selfManaged, "ledger") }
                .map { ($0.control.id.description.replacing("self-managed.", with: ""), $0.verdict.word) })
    }

    private func stanza(without lost: Set<UInt32> = []) -> BackRestStanza {
        var stanza = StanzaSamples.stanza(now: now)
        stanza.archive = stanza.archive.map { $0.filter { !lost.contains($0.segment.index) } }
        return stanza
    }

    @Test func `a stanza that cannot be read is unknown, and one that is not there has nothing to be judged by`() {
        let blind = findings(
            estate.with {
                $0.inventory.selfManaged["ledger"] = SelfManagedState(
                    database: "ledger", stanza: .unavailable(Estate.failure))
            })
        for control in ["stanza-status", "base-backup-age", "recoverable-to", "log-gaps"] {
            #expect(blind[control] == "unknown", "\(control)")
        }
        let unread = findings(estate.with { $0.inventory.selfManaged["ledger"] = nil })
        #expect(unread["stanza-status"] == "unknown" && unread["recoverable-to"] == "unknown")
        let missing = findings(estate.with { $0.stanza = nil })
        #expect(missing["stanza-status"] == "violated" && missing["base-backup-age"] == "violated")
        #expect(missing["recoverable-to"] == "violated" && missing["log-gaps"] == nil)
    }

    @Test func `an archive that cannot be listed leaves the log unknown, and the backups judged`() {
        let blind = findings(estate.with { $0.stanza?.archive = .unavailable(Estate.failure) })
        #expect(blind["stanza-status"] == "met" && blind["base-backup-age"] == "met")
        #expect(blind["recoverable-to"] == "unknown" && blind["log-gaps"] == "unknown")
    }

    @Test func `damaged pages of the newest backup are a violation, whatever the status is`() {
        func verdict(_ errors: Bool?) -> String? {
            findings(estate.with { $0.stanza?.backups[1].hasPageErrors = errors })["stanza-status"]
        }
        #expect(verdict(true) == "violated" && verdict(false) == "met" && verdict(nil) == "met")
    }

    @Test func `a point in time is reached as far as log is whole since a backup that is whole`() {
        // The newest segment is ten minutes old.
        #expect(stanza().recoverableTo == .known(now - TimeSpan(10, .minutes)))
        // A hole before the newest backup costs older points in time alone.
        #expect(stanza(without: [4]).recoverableTo == .known(now - TimeSpan(10, .minutes)))
        // Behind the newest backup nothing is reached.
        #expect(stanza(without: [7]).recoverableTo == .known(now - TimeSpan(178, .minutes)))
        // A backup that lacks its own log restores nothing: the one before it counts, up to the hole.
        #expect(stanza(without: [6]).recoverableTo == .known(now - TimeSpan(600, .minutes)))
        #expect(stanza(without: [2, 6]).recoverableTo == .known(nil))
    }

    @Test func `its objectives and ages are those of the archived log`() throws {
        let objective = try #require(
            EffectiveObjective.all(estate.context).first { $0.database == ResourceReference(.selfManaged, "ledger") })
        #expect(objective.standing == .met && objective.loss == .known(600))
        let samples = NightlyMetrics.samples(estate.context).samples.filter { $0.dimensions["Database"] == "ledger" }
        #expect(samples.map(\.name).sorted() == ["DrillAge", "RecoveryPointAge"])
    }

    private func choice(_ stanza: BackRestStanza?, at limit: Instant? = nil) -> (label: String?, reason: String) {
        let (backup, reason) = StanzaChoice.choose(stanza, named: "main", at: limit, now: now)
        return (backup?.name, reason)
    }

    @Test func `a drill takes the newest backup before the time, and needs the log from there on`() {
        #expect(choice(stanza()).label == "20261123-050000D")
        #expect(choice(stanza(), at: now - TimeSpan(4, .hours)).label == "20261122-050000F")
        #expect(choice(stanza(), at: now - TimeSpan(3, .hours)).label == "20261123-050000D")
        #expect(choice(stanza(), at: now - TimeSpan(28, .hours)).reason.contains("no earlier time"))
        #expect(choice(stanza(), at: now + TimeSpan(1, .seconds)).reason.contains("is in the future"))
        #expect(choice(stanza(without: [8])).reason.contains("000000010000000000000008 is missing"))
        // A hole behind the time does no harm.
        #expect(choice(stanza(without: [8]), at: now - TimeSpan(2, .hours)).label == "20261123-050000D")
    }

    @Test func `a stanza that is missing, broken or not listed is not drilled, with its reason`() {
        #expect(choice(nil).reason == "stanza main not found")
        var broken = stanza()
        (broken.code, broken.message) = (2, "no valid backups")
        #expect(choice(broken).reason == "pgBackRest says of stanza main: no valid backups")
        var blind = stanza()
        blind.archive = .unavailable(Estate.failure)
        #expect(choice(blind).reason.contains("its archive could not be listed"))
    }

    @Test func `a place that is taken, in a data directory, too small, or without a server is refused`() {
        var place = ScratchPlace(folder: "/srv/drills", target: "/srv/drills/drctl_scratch_1")
        (place.isFolder, place.isTaken, place.programs, place.free) = (
            true, false, "/usr/lib/postgresql/15/bin", 2 << 30
        )
        let backup = StanzaSamples.backup("20261123-050000F", finished: now, 2...3)
        func refused(_ change: (inout ScratchPlace) -> Void) -> [String] {
            var changed = place
            change(&changed)
            return GuardFinding.ofPlace(changed, backup).filter(\.refuses).map(\.id)
        }
        #expect(refused { _ in } == [])
        #expect(
            refused { $0.isTaken = true } == ["target-is-new"] && refused { $0.isFolder = false } == ["target-is-new"])
        #expect(refused { $0.dataDirectory = "/srv" } == ["target-is-new"])
        #expect(refused { $0.isRoot = true } == ["user-is-not-root"])
        #expect(refused { $0.programs = nil } == ["server-of-same-version"])
        #expect(GuardFinding.ofPlace(place, backup).allSatisfy { $0.outcome != .warned })
        var left = place
        left.others = ["drctl_scratch_0"]
        let warnings = GuardFinding.ofPlace(left, backup).filter { $0.outcome == .warned }
        #expect(warnings.map(\.id) == ["earlier-drills"] && refused { $0.others = ["drctl_scratch_0"] } == [])
        #expect(refused { $0.free = (1 << 30) - 1 } == ["room"] && refused { $0.free = nil } == ["room"])
    }

    @Test func `of a point in time, rows after it are asked for, and the RPO is what the log was replayed to`() throws {
        let target = now - TimeSpan(2, .hours)
        var policy = estate.policy
        var drill = DrillPolicy()
        drill.checks = [.init(name: "entries", kind: .rowCount(table: "entries", until: "at"))]
        policy.drill = drill
        var options = DrillOptions()
        options.selection = .pointInTime(target.description)
        let here = DrillRequest.BackupCircumstances(
            scope: DrillScope(account: policy.scope.accounts[0], region: Region("us-east-1")), now: now,
            suffix: "4f2a", policyDigest: "ab")
        let request = try DrillRequest.ofBackup(policy.selfManaged[1], of: policy, options: options, here)
        func record(until: Instant?, lastCommit: Instant?, after: String = "0") -> DrillRecord {
            var request = request
            if until == nil { request.selection = .newest }
            let backup = DrilledBackup.stanza(stanza().backups[1], until: until)
            var drill = BackupDrill(request, place: "pgBackRest's stanza main")
            drill.enter(.restore, at: now)
            drill.choose(backup)
            drill.replayed(server: "15.18", lastCommit: lastCommit, at: now + TimeSpan(1, .minutes))
            let checks = CheckPlanner.planOfBackup(request, backup, at: drill.point!)
            let observations = checks.map { check in
                CheckObservation(
                    name: check.name,
                    value: check.name.hasSuffix("none after T")
                        ? after : check.expectation == .profiled ? "[]" : "12", error: nil, milliseconds: 1)
            }
            let end = now + TimeSpan(2, .minutes)
            drill.answered(checks, Answers(takenAt: end, observations: observations), at: end)
            return drill.record(at: end)
        }
        let proven = record(until: target, lastCommit: target - TimeSpan(1, .minutes))
        #expect(proven.verdict == .verified, "\(proven.summary)")
        #expect(proven.objectives.rpoRealised == 0 && proven.objectives.rpoBasis == .replayedLog)
        #expect(proven.objectives.rtoAvailable == 60_000 && proven.objectives.rtoVerified == 120_000)
        #expect(proven.recoveryPoint?.kind == .pointInTime && proven.recoveryPoint?.time == target)
        #expect(proven.checks.contains { $0.name == "entries: none after T" && $0.verdict == .passed })
        #expect(record(until: target, lastCommit: target, after: "1").verdict == .notVerified)
        // Without a time, what was committed after the last transaction of the log is lost; of none, after the backup.
        let newest = record(until: nil, lastCommit: now - TimeSpan(25, .minutes))
        #expect(newest.objectives.rpoRealised == 25 * 60_000)
        #expect(record(until: nil, lastCommit: nil).objectives.rpoRealised == 3 * 3_600_000)
    }
}
