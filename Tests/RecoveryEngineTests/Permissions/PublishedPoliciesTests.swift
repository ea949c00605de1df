import FoundationEssentials
import RecoveryEngine
import RecoveryModel
import Testing

/// The third-party policy documents of conformance/iam-policy, where they are at hand.
private enum PublishedPolicies {
    static var file: URL? {
        guard let folder = ProcessInfo.processInfo.environment["CONFORMANCE_DIR"] else { return nil }
        let file = URL(fileURLWithPath: folder).appending(path: "iam-policy/parliament.jsonl")
        return FileManager.default.fileExists(atPath: file.path) ? file : nil
    }
}

@Suite("Policy documents of others", .enabled(if: PublishedPolicies.file != nil))
struct PublishedPoliciesTests {
    private func documents() throws -> [(name: String, policy: String)] {
        let text = try String(contentsOf: try #require(PublishedPolicies.file), encoding: .utf8)
        return try text.split(separator: "\n").map { line in
            let row = try JSONValue(parsing: String(line))
            return (row["case"]?.text ?? "", row["policy"]?.text ?? "")
        }
    }

    @Test func `each is read whole or refused, and a read one reads the same again`() throws {
        var read = 0
        for (name, text) in try documents() {
            do {
                let policy = try AccessPolicy(parsing: text)
                read += 1
                #expect(try AccessPolicy(parsing: policy.json.compact) == policy, "\(name)")
                #expect(!policy.statements.isEmpty, "\(name)")
            } catch let error as AccessPolicyError {
                #expect(!error.reason.isEmpty, "\(name)")
            }
        }
        #expect(read >= 20, "only \(read) could be read")
    }

    @Test func `none makes a bucket without TLS look safe`() throws {
        let estate = try Estate.compliant()
        for (name, text) in try documents() {
            guard let policy = try? AccessPolicy(parsing: text) else { continue }
            let judged = estate.with { $0.bucket.policy = .known(policy) }
            #expect(judged.verdict("storage.tls-only", on: Estate.bucketName) == "violated", "\(name)")
            #expect(judged.verdict("storage.policy-not-public", on: Estate.bucketName) != nil, "\(name)")
        }
    }
}
