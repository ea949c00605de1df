import RecoveryModel
import RecoveryRuntime
import Testing

/// What readers of evidence believe: no more than `evidence verify` would tell them.
@Suite("What is read of evidence")
struct EvidenceReadingTests {
    private static let now = Instant(seconds: 1_000)

    private let storage = MemoryEvidence()
    private var store: EvidenceStore { EvidenceStore(storage: storage, key: nil) }

    private func reading() async throws -> EvidenceReading {
        try await store.reading(of: "kb", by: .nobody, at: Self.now)
    }

    /// Adds a record of a kind with another value of some members.
    private func add(
        _ number: Int, _ record: some Encodable, kind: String, _ change: [String: JSONValue],
        files: [String: String] = [:]
    ) async throws {
        guard case .object(let members) = try CanonicalJSON.value(of: record) else { return }
        _ = try await store.add(
            JSONValue.object(members.merging(change) { $1 }), kind: kind, policy: "kb", at: Drilled.storedAt(number),
            freshUntil: nil, files: files)
    }

    private var test: AlarmTestRecord {
        AlarmTestRecord(
            id: "t", policy: "kb", account: ScriptedAWS.account, region: ScriptedAWS.region, caller: "c", topic: "t",
            usedProbe: true, startedAt: Instant(seconds: 200))
    }

    @Test func `a later drill whose verdict is not known is named, and takes the proof of the earlier one away`()
        async throws
    {
        try await Drilled.add(1, to: store)
        #expect(try await reading().proven.value?.count == 1)
        try await add(2, Drilled.record(2), kind: DrillRecord.evidenceKind, ["verdict": "dataMissing"])
        let reading = try await reading()
        #expect(reading.drills.map(\.sequence) == [1])
        #expect(reading.verification.findings.map(\.sequence) == [2])
        #expect(reading.proven.failure?.reason.hasPrefix("record 2: is of kind drill, ") == true)
    }

    @Test func `the same goes for a test of alarms, and for a kind that is not known`() async throws {
        try await add(1, Drilled.record(1), kind: DrillRecord.evidenceKind, [:])
        try await add(2, test, kind: AlarmTestRecord.evidenceKind, [:])
        #expect(try await reading().provenAlarmTests.value?.count == 1)
        try await add(3, test, kind: AlarmTestRecord.evidenceKind, ["usedProbe": "perhaps"])
        #expect(try await reading().provenAlarmTests.value == nil)
        try await add(4, test, kind: "chaos-test", [:])
        #expect(try await reading().verification.findings.map(\.sequence) == [3, 4])
    }

    @Test func `a recovery is read as a recovery, and no drill`() async throws {
        try await add(1, Drilled.record(1), kind: RecoveryMission.evidenceKind, [:])
        let reading = try await reading()
        #expect(reading.drills.isEmpty && reading.recoveries.count == 1)
        #expect(reading.proven.value == [] && reading.provenRecoveries.value?.count == 1)
    }

    @Test func `a test of alarms that claims to be of another year proves nothing`() async throws {
        let future = try CanonicalJSON.value(of: Instant("2036-01-01T00:00:00Z"))
        try await add(
            2, test, kind: AlarmTestRecord.evidenceKind, ["startedAt": future, "endedAt": future])
        let reading = try await reading()
        #expect(reading.verification.verdict == .changed && reading.provenAlarmTests.value == nil)
    }

    @Test func `a report that was changed is the same to whoever reads and to whoever verifies`() async throws {
        let files = ["report.md": "# verified", "drill.log": "restored"]
        try await add(1, Drilled.record(1), kind: DrillRecord.evidenceKind, [:], files: files)
        #expect(try await reading().proven.value?.count == 1)
        for name in files.keys.sorted() {
            _ = try await storage.write(Array("other".utf8), to: "kb/00000001/\(name)", exclusively: false)
            let reading = try await reading()
            let verified = try await store.verify("kb", by: .nobody, at: Self.now)
            #expect(reading.verification == verified && verified.verdict == .changed, "\(name)")
            #expect(reading.proven.value == nil, "\(name)")
        }
    }
}
