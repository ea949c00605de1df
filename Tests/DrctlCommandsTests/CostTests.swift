import Foundation
import Testing

/// `drctl cost` by the real binary: of the policy alone, and of the sandbox.
@Suite("The cost of the knowledge base") struct CostTests {
    static let buckets = [
        "--size", "kb-backups-${account}-${region}=10GiB", "--size", "kb-evidence-${account}-${region}=1GiB",
    ]
    static let sizes = ["--size", "kb-prod=100GiB"] + buckets

    /// Runs `cost` without AWS on the knowledge base's policy, with a line more.
    private func offline(_ arguments: [String], adding line: String = "") async throws -> Binary.Outcome {
        try await Self.withFile(
            try String(contentsOfFile: "\(Binary.root)/\(Sandbox.policy)", encoding: .utf8) + line
        ) { policy in
            try await Binary.run(
                ["cost", "--offline", "--policy", policy] + arguments, ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"])
        }
    }

    static func withFile<Value>(_ text: String, _ body: (String) async throws -> Value) async throws -> Value {
        let file = FileManager.default.temporaryDirectory.path + "/drctl-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return try await body(file)
    }

    @Test func `the policy alone has its cost and what each requirement adds`() async throws {
        let outcome = try await offline(Self.sizes)
        #expect(outcome.code == 0, "\(outcome)")
        #expect(outcome.output.hasPrefix("NO BUDGET: knowledge-base costs 81.03 USD a month"), "\(outcome.output)")
        for line in [
            "15.20 USD     Automated backups", "68.40 USD     Manual snapshots", "-9.50 USD     Free allocation",
            "+0.95 USD     kb-prod: retention: 30 days → 35 days", "-68.40 USD    kb-prod: monthly snapshots: 12 → 0",
        ] { #expect(outcome.output.contains(line), "\(line)\n\(outcome.output)") }
        #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(outcome.output)")
    }

    @Test(arguments: [("81.04", Int32(0), "WITHIN BUDGET"), ("81.03", 2, "OVER BUDGET")])
    func `the budget decides the exit code`(budget: String, code: Int32, word: String) async throws {
        let outcome = try await offline(Self.sizes, adding: "\nbudget: \(budget) USD/month\n")
        #expect(outcome.code == code && outcome.output.hasPrefix(word), "\(outcome)")
    }

    @Test func `a size that nobody knows is no budget held`() async throws {
        let outcome = try await offline(Self.buckets, adding: "\nbudget: 500 USD/month\n")
        #expect(outcome.code == 4 && outcome.output.hasPrefix("NOT KNOWN"), "\(outcome)")
        #expect(outcome.output.contains("--size kb-prod=SIZE"), "\(outcome.output)")
        let over = try await offline(Self.buckets, adding: "\nbudget: 1 USD/month\n")
        #expect(over.code == 2, "what is known is over it already: \(over)")
    }

    @Test func `growth leads over the budget in a month that is named`() async throws {
        let outcome = try await offline(
            Self.sizes + ["--growth", "kb-prod=5GiB/month", "--change", "kb-prod=1%"],
            adding: "\nbudget: 60 USD/month\n")
        #expect(outcome.code == 0, "\(outcome)")
        #expect(outcome.output.contains("over the budget in month"), "\(outcome.output)")
    }

    @Test(arguments: [
        ("rds.backup-storage: -0.095 USD/GB-month", ":5:25: error", "negative"),
        ("rds.backup: 0.095 USD/GB-month", ":5:5: error", "unknown key `rds.backup`"),
    ])
    func `a wrong price is refused at its place before anything is reckoned`(
        line: String, place: String, words: String
    ) async throws {
        try await Self.withFile("date: 2026-11-01\ncurrency: USD\nprices:\n  us-east-1:\n    \(line)\n") { file in
            let outcome = try await offline(Self.sizes + ["--prices", file])
            #expect(outcome.code == 64 && outcome.output.isEmpty, "\(outcome)")
            #expect(outcome.conversation.contains(file + place), "\(outcome.conversation)")
            #expect(outcome.conversation.contains(words), "\(outcome.conversation)")
        }
    }

    @Test func `prices of a file count, and one of nothing that the policy has is refused`() async throws {
        let head = "date: 2026-11-01\ncurrency: USD\nprices:\n"
        try await Self.withFile(head + "  us-east-1: {cloudwatch.dashboard: 0 USD/month}\n") { file in
            let outcome = try await offline(Self.sizes + ["--prices", file])
            #expect(outcome.code == 0 && outcome.output.contains("costs 78.03 USD"), "\(outcome)")
        }
        try await Self.withFile(head + "  eu-west-1: {kms.key: 2 USD/month}\n") { file in
            let outcome = try await offline(Self.sizes + ["--prices", file])
            #expect(outcome.code == 64 && outcome.conversation.contains("has no price of anything"), "\(outcome)")
        }
        let missing = try await offline(["--prices", "/nonexistent/prices.yaml"])
        #expect(missing.code == 64, "\(missing)")
    }

    @Test(arguments: [
        (["--size", "kb-prd=1GiB"], "did you mean `kb-prod`"), (["--size", "kb-prod"], "a name and a value"),
        (["--size", "kb-prod=1GB"], "is not a size"), (["--growth", "kb-prod=1GiB"], "a size a month"),
        (["--change", "200%"], "a percentage up to 100"), (["--size", "kb-prod:COLD=1GiB"], "no storage class"),
        (["--size", "kb-prod=1GiB", "--size", "kb-prod=2GiB"], "given twice"),
        (["--size", "kb-prod=1GiB", "--size", "kb-prod:STANDARD=2GiB"], "given twice for kb-prod"),
        (["--size", "kb-prod:=1GiB"], "storage class behind it"), (["--size", ":GLACIER=1GiB"], "before the colon"),
        (["--size", "kb-prod:GLACIER=1GiB"], "only a bucket has storage classes"),
        (["--change", "kb-evidence-${account}-${region}=2%"], "only of a database"),
        (["--change", "2%", "--change", "3%"], "given twice"),
        (["--size", "kb-prod=8388607TiB"], "write at most 1048576TiB"),
        (["--growth", "kb-prod=99999999999999999999TiB/month"], "write at most 1048576TiB"),
    ])
    func `a size of nothing, or that is none, is refused`(arguments: [String], words: String) async throws {
        let outcome = try await offline(arguments)
        #expect(outcome.code == 64 && outcome.output.isEmpty, "\(outcome)")
        #expect(outcome.conversation.contains(words), "\(outcome.conversation)")
    }

    @Test func `what AWS shows now stands beside what is required, in every format`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try sandbox.policy([
                .init("dashboard: kb-recovery\n", "dashboard: kb-recovery\nbudget: 500 USD/month\n")
            ])
            let base = ["cost", "--policy", policy] + Self.buckets
            let text = try await sandbox.drctl(base)
            #expect(text.code == 0 && text.output.contains("as it is now"), "\(text)")
            let json = try await sandbox.drctl(base + ["--output", "json"])
            try await sandbox.validate(json.output)
            let cost = try members(of: json.output)
            let policies = try #require(cost["policies"] as? [[String: Any]])
            let now = try #require(policies.first?["now"] as? [String: Any])
            let required = try #require(policies.first?["required"] as? [String: Any])
            let (present, met) = (now["knownUSD"] as? Double, required["knownUSD"] as? Double)
            #expect(try #require(present) < #require(met), "nothing was applied yet: \(json.output)")
            for format in ["markdown", "html"] {
                let outcome = try await sandbox.drctl(base + ["--output", format])
                #expect(outcome.code == 0 && outcome.output.contains("WITHIN BUDGET"), "\(outcome)")
            }
            let writing = try await sandbox.calls().filter { !$0.readOnly }
            #expect(writing.isEmpty, "\(writing)")
            let plan = try await sandbox.drctl(["plan", "--policy", policy])
            #expect(plan.output.contains("Cost of these changes a month"), "\(plan.output)")

            try await sandbox.refuse("DescribeDBInstances")
            let blind = try await sandbox.drctl(base)
            #expect(blind.code == 4 && blind.output.hasPrefix("NOT KNOWN"), "\(blind)")
        }
    }
}
