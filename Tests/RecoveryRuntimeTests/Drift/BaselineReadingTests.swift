import Files
import Foundation
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("A baseline that is read")
struct BaselineReadingTests {
    private let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appending(path: "drctl-\(UUID().uuidString)")

    private func baseline() -> AppliedBaseline {
        let audit = AuditResult(
            policy: "kb", account: ScriptedAWS.account, region: ScriptedAWS.region,
            at: Instant(milliseconds: 1_795_410_600_250), findings: [])
        let values: [JSONValue] = [
            .null, .bool(true), .integer(-7), .number(0.25), "a \"text\" with / and é", ["one", ["deep": .null]],
            ["Statement": [["Sid": "x"]]],
        ]
        var baseline = AppliedBaseline(
            of: audit,
            values: values.enumerated().map { index, value in
                var observed = ObservedValue(
                    resource: ResourceReference(
                        ResourceKind.allCases[index % ResourceKind.allCases.count], "kb-\(index)",
                        arn: index % 2 == 0 ? "arn:aws:s3:::kb-\(index)" : nil),
                    control: "storage.policy", value: value, shown: "shown \(index)")
                observed.isMet = [nil, true, false][index % 3]
                return observed
            })
        baseline.policyDigest = "sha256:abc"
        return baseline
    }

    private func store(_ text: String) throws -> StateStore {
        let file = folder.appending(path: "kb/applied-123456789012-us-east-1.json")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return StateStore(folder: folder.path)
    }

    private func read(_ store: StateStore) throws -> AppliedBaseline? {
        try store.baseline(policy: "kb", account: "123456789012", region: "us-east-1")
    }

    @Test func `is the one that was written`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = StateStore(folder: folder.path)
        for digest in ["sha256:abc", nil] {
            var written = baseline()
            written.policyDigest = digest
            try store.save(written)
            #expect(try read(store) == written)
        }
    }

    @Test(arguments: [
        "", "{", "[]", "{}", #"{"version": "2"}"#, #"{"version": 2}"#,
        #"{"version": 2, "policy": "kb", "account": "1", "region": "r", "at": "never", "values": []}"#,
        #"{"version": 2, "policy": "kb", "account": "1", "region": "r", "at": "2026-11-23T05:10:00Z"}"#,
        #"{"version": 2, "policy": "kb", "account": "1", "region": "r", "at": "2026-11-23T05:10:00Z", "values": [{}]}"#,
    ])
    func `and is damaged is refused`(_ text: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try store(text)
        let failure = try #require(throws: FileFailure.self) { try read(store) }
        #expect("\(failure)".contains("damaged"))
    }

    @Test(arguments: [1, 3])
    func `and is another version's is refused with the version`(_ version: Int) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try store(#"{"version": \#(version), "values": []}"#)
        let failure = try #require(throws: FileFailure.self) { try read(store) }
        #expect("\(failure)".contains("version \(version)"))
    }
}
