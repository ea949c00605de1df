import AWSCore
import Files
import FoundationEssentials
import RecoveryModel
import RecoveryRuntime
import Testing

@Suite struct EvidenceStoreTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = "/tmp/drctl-evidence-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    private func add(_ text: String, to store: EvidenceStore, at seconds: Int) async throws {
        try await ShortRecord.add(
            text, to: store, at: Instant(seconds: seconds), files: ["report.md": "# \(text)", "drill.log": text])
    }

    private func findings(
        _ store: EvidenceStore, _ key: Ed25519PublicKey? = nil
    ) async throws -> [EvidenceChain.Finding] {
        try await store.verify("kb", by: .keys([key].compactMap(\.self)), at: Instant(seconds: 9)).findings
    }

    @Test func `signed evidence verifies with the key that signed it and no other`() async throws {
        try await withFolder { folder in
            let key = try Ed25519PrivateKey()
            let store = EvidenceStore(storage: FolderEvidenceStorage(folder: folder), key: key)
            for number in 1...3 { try await add("n\(number)", to: store, at: number) }
            #expect(try await findings(store, key.publicKey()).isEmpty)
            #expect(try await findings(store, Ed25519PrivateKey().publicKey()).count == 4)
            #expect(try await store.policies() == ["kb"])
            #expect(FileManager.default.fileExists(atPath: "\(folder)/kb/00000002/report.md"))
        }
    }

    @Test func `what is done to a folder of evidence is found offline`() async throws {
        try await withFolder { folder in
            let store = EvidenceStore(storage: FolderEvidenceStorage(folder: folder), key: nil)
            for number in 1...3 { try await add("n\(number)", to: store, at: number) }
            let record = "\(folder)/kb/00000002/record.json"
            let text = String(decoding: try #require(FileManager.default.contents(atPath: record)), as: UTF8.self)
            #expect(text.contains("\"previous\""))
            try Data(text.replacing("n2", with: "n9").utf8).write(to: URL(filePath: record))
            #expect(try await findings(store).map(\.sequence) == [3])
            try Data(text.dropLast(9).utf8).write(to: URL(filePath: record))
            #expect(try await findings(store).map(\.sequence) == [2, 3])
            try Data(text.utf8).write(to: URL(filePath: record))
            #expect(try await findings(store).isEmpty)
            let report = "\(folder)/kb/00000001/report.md"
            try Data("# another".utf8).write(to: URL(filePath: report))
            #expect(try await findings(store).map(\.description) == ["record 1: report.md was changed"])
            try FileManager.default.removeItem(atPath: report)
            #expect(try await findings(store).isEmpty, "it can be generated again from the record")
            let log = "\(folder)/kb/00000001/drill.log"
            try FileManager.default.removeItem(atPath: log)
            #expect(try await findings(store).map(\.description) == ["record 1: drill.log is missing"])
            try Data("n1".utf8).write(to: URL(filePath: log))
            try FileManager.default.removeItem(atPath: "\(folder)/kb/00000003")
            #expect(try await findings(store).map(\.problem).count == 1)
            try FileManager.default.createDirectory(atPath: "\(folder)/kb/00000003", withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: "\(folder)/kb/00000003/record.json"))
            #expect(try await findings(store).contains { $0.problem.hasPrefix("cannot be read") })
        }
    }

    @Test func `two writers never share a number`() async throws {
        try await withFolder { folder in
            let stores = (0..<4).map { _ in
                EvidenceStore(storage: FolderEvidenceStorage(folder: folder), key: nil)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, store) in stores.enumerated() {
                    group.addTask {
                        try await ShortRecord.add("w\(number)", to: store, at: Instant(seconds: 5))
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await stores[0].chain(of: "kb").links.map(\.sequence) == [1, 2, 3, 4])
            #expect(try await findings(stores[0]).isEmpty, "the last of them wrote the head of all")
        }
    }

    @Test func `a folder that cannot be written is told`() async throws {
        let store = EvidenceStore(storage: FolderEvidenceStorage(folder: "/proc/drctl-evidence"), key: nil)
        await #expect(throws: FileFailure.self) { try await add("x", to: store, at: 1) }
    }
}
