import Foundation
import Testing

/// What an audit is asked for besides its verdicts, by the real binary.
@Suite(.serialized) struct AuditOptionTests {
    private static let policy = "policies/knowledge-base.yaml"

    @Test func `frameworks, thresholds, baselines, histories and Security Hub`() async throws {
        try await Sandbox.run { sandbox in
            func audit(_ options: String...) async throws -> Binary.Outcome {
                try await sandbox.drctl(["audit", "--policy", Self.policy] + options)
            }
            // The estate is neglected, and no drill was made.
            let nist = try await audit("--framework", "nist-800-53")
            #expect(nist.code == 2, "\(nist.conversation)")
            #expect(nist.output.contains("NIST SP 800-53 revision 5: 42 requirements"), "\(nist.output)")
            #expect(nist.output.contains("no control of drctl answers it"))
            #expect(!nist.output.contains("database.status"), "what answers nothing is left out")
            let cis = try await audit("--framework", "cis", "--output", "json")
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(cis.output.utf8)) as? [String: Any])
            let target = try #require((document["targets"] as? [[String: Any]])?.first)
            let requirements = (target["framework"] as? [String: Any])?["requirements"] as? [[String: Any]]
            #expect(requirements?.first { $0["id"] as? String == "2.1.2" }?["state"] as? String == "no-control")

            // Objectives come first.
            let plain = try await audit()
            let objectives = try #require(plain.output.range(of: "Effective objectives"))
            let steps = try #require(plain.output.range(of: "Next steps"))
            #expect(objectives.lowerBound < steps.lowerBound)

            let previous = sandbox.folder + "/previous.json"
            #expect(try await audit("--output", "json", "--out", previous).code == 2)
            let same = try await audit("--baseline", previous)
            #expect(same.output.contains("Since the baseline: 0 new, 0 fixed, "), "\(same.output)")
            try await sandbox.engineer(
                """
                import boto3
                boto3.client("rds").modify_db_instance(DBInstanceIdentifier="kb-prod", BackupRetentionPeriod=35, ApplyImmediately=True)
                """)
            let better = try await audit("--baseline", previous, "--output", "json")
            let compared = try JSONSerialization.jsonObject(with: Data(better.output.utf8)) as? [String: Any]
            let fixed = (compared?["baseline"] as? [String: Any])?["fixed"] as? [[String: Any]]
            #expect(fixed?.contains { $0["control"] as? String == "database.backup-retention" } == true)

            for place in [sandbox.folder + "/history", "s3://kb-history-audits/audits"] {
                if place.hasPrefix("s3") {
                    try await sandbox.engineer(
                        #"import boto3; boto3.client("s3").create_bucket(Bucket="kb-history-audits")"#)
                }
                let first = try await audit("--history", place)
                #expect(first.code == 2 && first.output.contains("Trend: 1 audit"), "\(first.conversation)")
                let second = try await audit("--history", place)
                #expect(second.output.contains("Trend: 2 audits"), "\(second.conversation)")
            }
            let nowhere = try await audit("--history", "s3://no-such-bucket-anywhere")
            #expect(nowhere.code == 1 && nowhere.output.isEmpty, "\(nowhere.conversation)")
            #expect(nowhere.conversation.contains("cannot be written to"))

            let sent = try await audit("--send-to", "security-hub", "--resource", "kb-prod")
            #expect(sent.code == 2, "\(sent.conversation)")
            #expect(sent.conversation.contains("Sent "), "\(sent.conversation)")
        }
    }

    @Test func `bad input is refused before AWS is asked`() async throws {
        let folder = NSTemporaryDirectory() + "/drctl-audit-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let old = folder + "/old.json"
        try Data(#"{"schema": "drctl/audit/v1"}"#.utf8).write(to: URL(filePath: old))
        let other = folder + "/other.json"
        try Data(
            """
            {"schema": "drctl/audit/v2", "at": "2026-11-22T05:10:00Z", "uncovered": [], "targets": [
              {"policy": "other", "account": "123456789012", "region": "us-east-1", "findings": []}]}
            """.utf8
        ).write(to: URL(filePath: other))
        for (options, code, words) in [
            (["--framework", "pci"], 64, "pci"), (["--fail-on", "worst"], 64, "worst"),
            (["--send-to", "jira"], 64, "jira"), (["--baseline", folder + "/none.json"], 64, "not found"),
            (["--baseline", old], 64, "drctl/audit/v1"), (["--baseline", other], 64, "it is about other"),
            (["--history", old], 1, "cannot be written to"),
            (["--history", folder, "--control", "database.multi-az"], 64, "a part of an audit"),
            (["--publish-metrics", "--framework", "cis"], 64, "a part of an audit"),
        ] {
            // Nobody listens there: whoever asked would say so.
            let outcome = try await Binary.run(
                ["audit", "--policy", Self.policy, "--endpoint-url", "http://127.0.0.1:9"] + options)
            #expect(outcome.code == Int32(code), "\(options): \(outcome.conversation)")
            #expect(outcome.conversation.contains(words), "\(options): \(outcome.conversation)")
            #expect(outcome.output.isEmpty)
        }
    }
}
