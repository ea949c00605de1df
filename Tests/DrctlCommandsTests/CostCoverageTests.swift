import Foundation
import Testing

/// `drctl cost` by the real binary, of what it was not told or cannot see.
@Suite("The cost of what is left out") struct CostCoverageTests {
    /// The knowledge base with a bucket in a second region.
    private func twoRegions(_ arguments: [String]) async throws -> Binary.Outcome {
        let text = try String(contentsOfFile: "\(Binary.root)/\(Sandbox.policy)", encoding: .utf8)
            .replacing("regions: [us-east-1]", with: "regions: [us-east-1, us-west-2]")
            .replacing("storage:\n", with: "storage:\n  - bucket: kb-far\n    regions: [us-west-2]\n")
        return try await CostTests.withFile(text + "\nbudget: 90 USD/month\n") { policy in
            try await Binary.run(
                ["cost", "--offline", "--policy", policy] + arguments, ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"])
        }
    }

    @Test func `one region does not hold the budget of all of them`() async throws {
        let far = ["--size", "kb-far=1TiB"]
        let whole = try await twoRegions(CostTests.sizes + far)
        #expect(whole.code == 2, "\(whole)")
        let near = try await twoRegions(CostTests.sizes + far + ["--region", "us-east-1"])
        #expect(near.code == 4 && near.output.hasPrefix("NOT KNOWN"), "\(near)")
        #expect(near.output.contains("us-west-2: --region leaves it out"), "\(near.output)")
        let stray = try await twoRegions(CostTests.sizes + ["--size", "kb-prd=1GiB", "--region", "us-east-1"])
        #expect(stray.code == 64 && stray.conversation.contains("did you mean `kb-prod`"), "\(stray)")
    }

    @Test func `the largest sizes and the longest names are shown like any other`() async throws {
        let id = "a" + String(repeating: "b", count: 62)
        let text = try String(contentsOfFile: "\(Binary.root)/\(Sandbox.policy)", encoding: .utf8)
            .replacing("kb-prod", with: id)
        try await CostTests.withFile(text) { policy in
            for sizes in [["--size", "\(id)=1048576TiB", "--growth", "\(id)=1048576TiB/month"], []] {
                let outcome = try await Binary.run(
                    ["cost", "--offline", "--policy", policy] + sizes, ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"])
                #expect(outcome.code == 4, "\(outcome)")
                #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(outcome.output)")
            }
        }
    }

    @Test func `databases by tags are not known without AWS, and no size can be given for them`() async throws {
        let text = try String(contentsOfFile: "\(Binary.root)/\(Sandbox.policy)", encoding: .utf8)
            .replacing("select: {ids: [kb-prod]}", with: "select: {tags: {app: kb}}")
        try await CostTests.withFile(text) { policy in
            let none = ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"]
            let base = ["cost", "--offline", "--policy", policy] + CostTests.buckets
            let unknown = try await Binary.run(base, none)
            #expect(unknown.code == 4 && unknown.output.contains("AWS was not asked"), "\(unknown)")
            let sized = try await Binary.run(base + ["--size", "kb-prod=1GiB"], none)
            #expect(sized.code == 64 && sized.conversation.contains("names kb-prod, which is no database"), "\(sized)")
        }
    }

    @Test func `a policy that requires nothing in the region is not known to hold its budget`() async throws {
        let text = try String(contentsOfFile: "\(Binary.root)/\(Sandbox.policy)", encoding: .utf8)
        let far = text.replacing("name: knowledge-base", with: "name: far")
            .replacing("regions: [us-east-1]", with: "regions: [us-west-2]").replacing("kb-", with: "far-")
        try await CostTests.withFile(text + "\nbudget: 90 USD/month\n") { near in
            try await CostTests.withFile(far) { far in
                let outcome = try await Binary.run(
                    ["cost", "--offline", "--region", "us-west-2", "--policy", near, "--policy", far],
                    ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"])
                #expect(outcome.code == 4, "\(outcome)")
                #expect(outcome.output.contains("90.00 USD a month: not known"), "\(outcome.output)")
            }
        }
    }
}
