import RecoveryModel
import RecoveryReports
import Testing

@Suite("Results as other people's tools read them")
struct JudgeTests {
    @Test(arguments: ["audit", "plan", "apply", "drift"])
    func `JSON is valid by the published schema`(kind: String) async throws {
        let documents = try ["", HostileTextTests.mark].enumerated().flatMap { number, mark in
            try Samples(mark: mark).documents(.json).filter { $0.text.contains("\"drctl/\(kind)/v2\"") }
                .map { (name: "\(number)-\($0.name).json", text: $0.text) }
        }
        #expect(documents.count >= 4)
        #expect(try await Judge.schema(kind, about: documents) == "ok -- validation done\n")
        let broken = documents.map { ($0.name, $0.text.replacing("\"failure\":", with: "\"failures\":")) }
        #expect(try await Judge.schema(kind, about: broken).hasPrefix("refused:"))
    }
}
