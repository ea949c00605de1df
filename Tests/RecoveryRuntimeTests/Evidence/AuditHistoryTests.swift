import Foundation
import RecoveryModel
import RecoveryRuntime
import Testing

@Suite("The history of audits")
struct AuditHistoryTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "drctl-history-\(UUID().uuidString)")

    private var history: AuditHistory { AuditHistory(storage: FolderEvidenceStorage(folder: folder.path)) }

    private func summary(_ day: Int, violated: Int = 0, policies: [String] = ["kb"]) -> AuditSummary {
        AuditSummary(
            at: Instant(seconds: 1_795_410_600 + day * 86_400), version: "1.2.3", policies: policies,
            conclusion: violated > 0 ? "violated" : "compliant", met: 10, violated: violated, unknown: 1, waived: 2,
            gaps: 3, atRisk: 4)
    }

    private func withFolder(_ body: () async throws -> Void) async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body()
    }

    @Test func `what was kept is there, the oldest first, for the same policies alone`() async throws {
        try await withFolder {
            try await history.prepare()
            for day in [2, 0, 1] { try await history.keep(Array("{\(day)}".utf8), summary(day, violated: day)) }
            try await history.keep(Array("{}".utf8), summary(5, policies: ["kb", "orders"]))
            #expect(try await history.summaries(of: ["kb"]) == [0, 1, 2].map { summary($0, violated: $0) })
            #expect(try await history.summaries(of: ["kb", "orders"]).count == 1)
            #expect(try await history.summaries(of: ["other"]).isEmpty)
        }
    }

    @Test func `the whole result is kept beside its summary, and kept twice is kept once`() async throws {
        try await withFolder {
            try await history.prepare()
            for _ in 1...2 { try await history.keep(Array("{}".utf8), summary(0)) }
            let files = try await FolderEvidenceStorage(folder: folder.path).names(prefix: "audits/")
            #expect(files.count == 2 && files.contains { $0.hasSuffix(".summary.json") })
        }
    }

    @Test func `the newest thirty are read`() async throws {
        try await withFolder {
            for day in 0..<35 { try await history.keep(Array("{\(day)}".utf8), summary(day)) }
            let kept = try await history.summaries(of: ["kb"])
            #expect(kept.count == 30 && kept.first == summary(5) && kept.last == summary(34))
        }
    }

    @Test func `a folder that cannot be written to is found out before`() async throws {
        try await withFolder {
            try Data().write(to: folder)
            await #expect(throws: (any Error).self) { try await history.prepare() }
        }
    }

    @Test func `a history of another version, and a summary that is none, are errors and not gaps`() async throws {
        try await withFolder {
            try await history.prepare()
            try await history.keep(Array("{}".utf8), summary(0))
            let storage = FolderEvidenceStorage(folder: folder.path)
            let name = try #require(try await storage.names(prefix: "audits/").first { $0.hasSuffix(".summary.json") })
            _ = try await storage.write(
                Array(#"{"schema":"drctl/audit-summary/v9"}"#.utf8), to: name, exclusively: false)
            await #expect(throws: EvidenceFailure.self) { try await history.summaries(of: ["kb"]) }
            let marker = Array(#"{"schema":"drctl/audit-history/v9"}"#.utf8)
            _ = try await storage.write(marker, to: "audit-history.json", exclusively: false)
            await #expect(throws: EvidenceFailure.self) { try await history.prepare() }
        }
    }

    @Test func `a summary survives its JSON`() throws {
        let one = summary(3, violated: 7)
        #expect(AuditSummary(try JSONValue(parsing: one.json.compact)) == one)
        #expect(AuditSummary(["schema": "drctl/audit-summary/v1"]) == nil)
    }
}
