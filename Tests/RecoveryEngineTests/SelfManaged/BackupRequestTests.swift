import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("What a drill of a database outside RDS is asked for")
struct BackupRequestTests {
    private let start = Instant("2026-11-29T06:00:00Z")!

    private func request(
        _ change: (inout DrillPolicy, inout DrillOptions, inout DrillRequest.BackupCircumstances) -> Void = {
            _, _, _ in
        }
    ) throws -> DrillRequest {
        var policy = RecoveryPolicy(
            name: "local",
            scope: PolicyScope(accounts: [DrillFixtures.account], regions: [Region("us-east-1")]),
            objectives: Objectives(rto: TimeSpan(1, .hours), rpo: TimeSpan(24, .hours)))
        var (drill, options) = (DrillPolicy(), DrillOptions())
        drill.checks = [.init(name: "entries", kind: .rowCount(table: "entries", until: nil))]
        var here = DrillRequest.BackupCircumstances(
            scope: DrillScope(account: DrillFixtures.account, region: Region("us-east-1")), now: start, suffix: "4f2a",
            policyDigest: "ab")
        change(&drill, &options, &here)
        policy.drill = drill
        return try DrillRequest.ofBackup(SelfManagedPolicy(database: "kb"), of: policy, options: options, here)
    }

    @Test func `objectives are the policy's, and what it makes expires after a day or twice its deadline`() throws {
        let request = try request()
        #expect(request.rto == 3_600_000 && request.rpo == 86_400_000 && request.deadline == 3_600_000)
        #expect(request.expires == start + TimeSpan(1, .days))
        let long = try self.request { _, options, _ in options.deadline = TimeSpan(13, .hours) }
        #expect(long.deadline == 46_800_000 && long.rto == 3_600_000)
        #expect(long.expires == start + TimeSpan(26, .hours))
    }

    @Test(arguments: [(false, false, false), (true, false, true), (false, true, true), (true, true, true)])
    func `structures are checked where the policy or the command asks for it`(policy: Bool, command: Bool, both: Bool)
        throws
    {
        let request = try request { drill, options, _ in
            (drill.checksStructures, options.checksStructures) = (policy, command)
        }
        #expect(request.checksStructures == both)
    }

    /// A drill that has verified the data of so many days before the start.
    private func proven(_ days: Int, of source: String = "kb", place: String? = "backups") -> DrillRecord {
        let request = DrillFixtures.request(.newest) { $0.source = source }
        var record = DrillRecord(
            request: request, endedAt: start, verdict: .verified, summary: "",
            objectives: MeasuredObjectives(rtoTarget: 1, rpoTarget: 1))
        (record.dataVerified, record.place) = (true, place)
        record.recoveryPoint = RecoveryPoint(
            kind: .backup, snapshot: nil, time: start - TimeSpan(days, .days), reason: "")
        return record
    }

    @Test func `it is compared with the eight newest drills of this database outside RDS, and no others`() throws {
        let request = try request { _, _, here in
            here.proven = [3, 1, 2, 9, 8, 7, 4, 5, 6].map { proven($0) }
            here.proven += [proven(10, place: nil), proven(11, of: "notes"), proven(12, of: "notes", place: nil)]
            here.historyDoubt = "a record is missing"
        }
        #expect(request.earlier?.map(\.point) == (1...8).reversed().map { start - TimeSpan($0, .days) })
        #expect(request.historyDoubt == "a record is missing")
    }

    @Test func `a time chooses a backup, and what only RDS has is refused`() throws {
        func selection(_ source: DrillPolicy.Source) throws -> RecoveryPointSelection {
            try request { _, options, _ in options.selection = source }.selection
        }
        #expect(try selection(.newest) == .newest && selection(.latest) == .newest)
        #expect(try selection(.pointInTime("latest")) == .newest)
        #expect(try selection(.pointInTime("15m ago")) == .pointInTime(start - TimeSpan(15, .minutes)))
        #expect(throws: DrillRequestProblems.self) { try selection(.pointInTime("yesterday")) }
        #expect(throws: DrillRequestProblems.self) { try selection(.fresh) }
    }
}
