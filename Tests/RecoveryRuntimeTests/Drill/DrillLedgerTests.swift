import AWSNames
import Files
import Foundation
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime
import Testing

@Suite struct DrillLedgerTests {
    private static let request = DrillRequest(
        id: DrillID(rawValue: "kb-20261123T051000Z-4f2a"), policy: "kb", policyDigest: "d",
        scope: DrillScope(account: AccountID("123456789012")!, region: Region("us-east-1")),
        startedAt: Instant("2026-11-23T05:10:00Z")!, source: "kb-prod", protected: ["kb-prod"],
        selection: .latestAutomated,
        target: DrillTarget(id: "drctl-drill-kb-prod-1", subnetGroup: "dr", securityGroups: ["sg-1"]), rto: 1, rpo: 1,
        deadline: 1, checks: [], expires: Instant("2026-11-24T05:10:00Z")!)

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = "/tmp/drctl-ledger-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func `a ledger gives back the machine that wrote it, even when its last line was cut off`() throws {
        try withFolder { folder in
            let ledger = DrillLedger(folder: Folder(folder), drill: Self.request.id)
            try ledger.begin(Self.request)
            try ledger.append(.started, at: Self.request.startedAt)
            var machine = DrillMachine(Self.request)
            _ = machine.handle(.started, at: Self.request.startedAt)
            #expect(try ledger.machine() == machine)
            let handle = try #require(FileHandle(forWritingAtPath: ledger.path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("{\"event\":{\"at\":".utf8))
            try handle.close()
            #expect(try ledger.machine() == machine)
            #expect(machine.actionsToResume() == [.gatherFacts])
        }
    }

    @Test func `an event keeps its name in the ledger when its case is renamed`() throws {
        try withFolder { folder in
            let ledger = DrillLedger(folder: Folder(folder), drill: Self.request.id)
            try ledger.begin(Self.request)
            let notice = SourceEvent(origin: .rds, id: nil, name: "Restored", at: Self.request.startedAt)
            try ledger.append(.notices([notice]), at: Self.request.startedAt)
            try ledger.append(.instanceAbsent, at: Self.request.startedAt)
            let lines = try String(contentsOfFile: ledger.path, encoding: .utf8).split(separator: "\n")
            #expect(lines[1].contains(#""event":{"told":{"_0":[{"#))
            #expect(lines[2].contains(#""event":{"instanceAbsent":{}}"#))
            #expect(try ledger.events().map(\.event) == [.notices([notice]), .instanceAbsent])
        }
    }

    @Test func `a second drill of the same name is refused`() throws {
        try withFolder { folder in
            let ledger = DrillLedger(folder: Folder(folder), drill: Self.request.id)
            try ledger.begin(Self.request)
            #expect(throws: FileFailure.self) { try ledger.begin(Self.request) }
            #expect(try DrillLedger.all(in: Folder(folder)).map(\.path) == [ledger.path])
        }
    }

    @Test func `a ledger that is damaged in the middle is refused with its line`() throws {
        try withFolder { folder in
            let ledger = DrillLedger(folder: Folder(folder), drill: Self.request.id)
            try ledger.begin(Self.request)
            let handle = try #require(FileHandle(forWritingAtPath: ledger.path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("garbage\n".utf8))
            try handle.close()
            let failure = #expect(throws: FileFailure.self) { try ledger.machine() }
            #expect(failure?.reason == "line 2 is not an event")
        }
    }

    @Test func `one policy has one drill at a time on a machine`() throws {
        try withFolder { folder in
            let first = try DrillLock(folder: Folder(folder), policy: "kb")
            #expect(first != nil)
            #expect(try DrillLock(folder: Folder(folder), policy: "kb") == nil)
            #expect(try DrillLock(folder: Folder(folder), policy: "other") != nil)
            withExtendedLifetime(first) {}
        }
    }

    @Test func `what a process is at is known while it lives, and not from a lock that it left`() throws {
        try withFolder { folder in
            func seen() throws -> [DrillID]? { try DrillLock.drills(folder: Folder(folder), policy: "kb") }
            #expect(try seen() == nil)
            do {
                let lock = try #require(try DrillLock(folder: Folder(folder), policy: "kb"))
                #expect(try seen() == [])
                try lock.note([DrillID(rawValue: "kb-1"), DrillID(rawValue: "kb-2")])
                #expect(try seen() == [DrillID(rawValue: "kb-1"), DrillID(rawValue: "kb-2")])
                try lock.note([DrillID(rawValue: "kb-2")])
                #expect(try seen() == [DrillID(rawValue: "kb-2")])
                withExtendedLifetime(lock) {}
            }
            #expect(try seen() == nil)
            #expect(try DrillLock(folder: Folder(folder), policy: "kb") != nil, "looking does not keep anybody out")
        }
    }
}
