import Foundation
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// `drctl template --format terraform`, read by Terraform itself where it is installed: the AWS provider is not, so that
/// every resource of its is one of Terraform's own with the same references.
@Suite struct TerraformCommandTests {
    private static let terraform = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/terraform" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    private func folder() throws -> String {
        let folder = "/tmp/drctl-terraform-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test func `policies give files of Terraform, and what only CloudFormation has is refused`() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let outcome = try await Binary.run(
            ["template", "--policy", "policies", "--format", "terraform", "--out", folder + "/"])
        #expect(outcome.code == 0, "\(outcome)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                == ["knowledge-base.tf.json", "starter.tf.json"])
        for more in [["--check", "templates/starter.json"], ["--conformance-pack"]] {
            let refused = try await Binary.run(
                ["template", "--policy", "policies/starter.yaml", "--format", "terraform"] + more)
            #expect(refused.code == 64, "\(refused)")
        }
    }

    @Test(.enabled(if: terraform != nil), arguments: ["knowledge-base", "starter"])
    func `Terraform reads every expression, and finds no circle`(_ policy: String) async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let outcome = try await Binary.run(
            ["template", "--policy", "policies/\(policy).yaml", "--format", "terraform"])
        #expect(outcome.code == 0, "\(outcome)")
        try Data(try Self.withoutProvider(outcome.output).utf8).write(to: URL(filePath: folder + "/main.tf.json"))
        for arguments in [["init", "-backend=false", "-no-color"], ["validate", "-no-color"]] {
            let result = try await Subprocess.run(
                .path(FilePath(try #require(Self.terraform))), arguments: Arguments(arguments),
                workingDirectory: FilePath(folder), output: .string(limit: 1 << 18), error: .string(limit: 1 << 18))
            #expect(result.terminationStatus.isSuccess, "\(result.standardOutput)\(result.standardError)")
        }
    }

    /// The configuration with `terraform_data` in the place of every resource of the provider.
    private static func withoutProvider(_ text: String) throws -> String {
        var configuration = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let meta = ["count", "depends_on", "lifecycle"]
        var resources: [String: Any] = [:]
        for (type, named) in try #require(configuration["resource"] as? [String: [String: [String: Any]]]) {
            for (name, arguments) in named {
                var own = arguments.filter { meta.contains($0.key) }
                own["input"] = arguments.filter { !meta.contains($0.key) }
                resources["\(type)__\(name)"] = own
            }
        }
        configuration["resource"] = ["terraform_data": resources]
        configuration["terraform"] = ["required_version": ">= 1.5.0"]
        configuration["data"] = nil
        var locals = configuration["locals"] as? [String: Any] ?? [:]
        locals["somewhere"] = "somewhere"
        configuration["locals"] = locals
        return String(decoding: try JSONSerialization.data(withJSONObject: configuration), as: UTF8.self)
            .replacing(/data\.aws_\w+\.current\.\w+/, with: "local.somewhere")
            .replacing(/\b(aws_\w+)\.(\w+)(\[\*\])?\.\w+/) { "terraform_data.\($0.1)__\($0.2)\($0.3 ?? "").id" }
            .replacing(/"(aws_\w+)\.(\w+)"/) { "\"terraform_data.\($0.1)__\($0.2)\"" }
    }
}
