import AWSNames
import Files
import Foundation
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime
import Testing

@Suite("What a killed series leaves")
struct DrillSeriesLedgerTests {
    private static var opening: DrillSeriesLedger.Opening {
        let scope = DrillScope(account: AccountID("123456789012")!, region: Region("us-east-1"))
        func candidate(_ policy: String, _ id: String) -> DrillCandidate {
            DrillCandidate(policy: policy, scope: scope, database: id, kind: .instance)
        }
        var options = DrillOptions()
        options.selection = .copy(in: Region("us-west-2"))
        options.deadline = TimeSpan(30, .minutes)
        options.warms = true
        return DrillSeriesLedger.Opening(
            id: "series-20261123T051000Z-4f2a", at: Instant("2026-11-23T05:10:00Z")!,
            queue: [candidate("kb", "kb-1"), candidate("orders", "o-1"), candidate("kb", "kb-2")],
            rest: [.init(candidate("kb", "kb-3"), .current(until: Instant("2026-12-23T05:10:00Z")!))], options: options,
            width: 2)
    }

    private func withLedger(_ body: (DrillSeriesLedger, Folder) throws -> Void) throws {
        let folder = "/tmp/drctl-series-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ledger = DrillSeriesLedger(folder: Folder(folder), id: Self.opening.id)
        try ledger.begin(Self.opening)
        try body(ledger, Folder(folder))
    }

    private func add(_ text: String, to ledger: DrillSeriesLedger) throws {
        let handle = try #require(FileHandle(forWritingAtPath: ledger.path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    @Test func `it knows what was begun, what is over, and with which options, though the last line was cut off`()
        throws
    {
        try withLedger { ledger, folder in
            try ledger.append(.begun(0, DrillID(rawValue: "kb-a")))
            try ledger.append(.begun(2, DrillID(rawValue: "kb-b")))
            let outcome = DrillSeries.Outcome.failed(RunFailure("no login", hint: "h"), exitCode: 1)
            try ledger.append(.ended(0, outcome))
            try ledger.append(.begun(2, DrillID(rawValue: "kb-c")))
            try add(#"{"ended":{"_0":2"#, to: ledger)
            let progress = try ledger.progress()
            #expect(progress.opening == Self.opening)
            #expect(progress.opening.policies == ["kb", "orders"])
            #expect(progress.begun == [0: DrillID(rawValue: "kb-a"), 2: DrillID(rawValue: "kb-c")])
            #expect(progress.ended == [0: outcome])
            #expect(!progress.isClosed)
            try ledger.repair()
            try ledger.append(.closed(at: Self.opening.at, why: "done"))
            #expect(try ledger.progress().isClosed)
            #expect(try DrillSeriesLedger.all(in: folder).map(\.path) == [ledger.path])
            #expect(try DrillLedger.all(in: folder).isEmpty, "it is no drill's ledger")
        }
    }

    @Test func `a second of its name, damage, and a number that it has not are refused`() throws {
        try withLedger { ledger, _ in
            #expect(throws: FileFailure.self) { try ledger.begin(Self.opening) }
            try ledger.append(.begun(7, DrillID(rawValue: "kb-a")))
            let failure = #expect(throws: FileFailure.self) { try ledger.progress() }
            #expect(failure?.reason == "line 2 is no line of a series")
        }
    }
}
