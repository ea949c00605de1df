import Foundation
import Testing

/// What AWS's rate limits and a bad line make of an audit: a slower one.
@Suite(.serialized, .sandbox) struct PressuredAuditTests {
    private static let services = #""service": "s3|rds|iam|kms|sns|monitoring|tagging|secretsmanager""#

    private struct Audited: Decodable {
        struct Target: Decodable {
            struct Finding: Decodable {
                struct Resource: Decodable { var kind, name: String }
                var control: String
                var resource: Resource
                var verdict: String
            }
            struct Call: Decodable {
                var operation: String
                var count: Int
                var controls: [String]
            }
            var findings: [Finding]
            var calls: [Call]?
        }
        var targets: [Target]
    }

    private func audited(_ sandbox: Sandbox, _ options: String...) async throws -> Audited {
        let outcome = try await sandbox.drctl(["audit", "--policy", Sandbox.policy, "--output", "json"] + options)
        #expect(outcome.code == 2, "\(outcome.conversation)")
        return try JSONDecoder().decode(Audited.self, from: Data(outcome.output.utf8))
    }

    private func verdicts(_ audited: Audited) -> [String: String] {
        Dictionary(
            audited.targets.flatMap(\.findings).map {
                ("\($0.control) \($0.resource.kind) \($0.resource.name)", $0.verdict)
            }
        ) { first, _ in first }
    }

    @Test(arguments: [
        [#"{"kind": "throttle", "probability": 0.3, "#],
        [#"{"kind": "reset", "probability": 0.05, "#, #"{"kind": "error", "probability": 0.05, "#],
        [
            #"{"kind": "truncate", "how": "transfer", "probability": 0.05, "#,
            #"{"kind": "truncate", "how": "body", "probability": 0.1, "#,
        ],
    ])
    func `changes no verdict`(_ faults: [String]) async throws {
        let sandbox = try await Sandbox.shared()
        let calm = verdicts(try await audited(sandbox))
        for fault in faults { try await sandbox.fault(fault + Self.services + "}") }
        let pressed = verdicts(try await audited(sandbox))
        #expect(pressed.count > 50)
        #expect(pressed.filter { calm[$0.key] != $0.value } == [:])
        #expect(pressed.count == calm.count)
    }

    @Test func `a ceiling on the rate changes no verdict, and has to be one`() async throws {
        let sandbox = try await Sandbox.shared()
        #expect(verdicts(try await audited(sandbox, "--max-rate", "40")) == verdicts(try await audited(sandbox)))
        for rate in ["0", "-1", "many"] {
            let outcome = try await sandbox.drctl(["audit", "--policy", Sandbox.policy, "--max-rate", rate])
            #expect(outcome.code == 64, "\(rate): \(outcome.conversation)")
        }
    }

    @Test func `the calls of an audit are listed with what needs them`() async throws {
        let sandbox = try await Sandbox.shared()
        #expect(try await audited(sandbox).targets.allSatisfy { $0.calls == nil })
        try await sandbox.forgetCalls()
        let explained = try await audited(sandbox, "--explain-calls")
        let made = try await sandbox.calls().filter { $0.operation != "GetCallerIdentity" }
        let calls = explained.targets.flatMap { $0.calls ?? [] }
        #expect(calls.map(\.count).reduce(0, +) == made.count)
        #expect(calls.first { $0.operation == "s3:GetBucketVersioning" }?.controls == ["storage.versioning"])
        let shown = try await sandbox.drctl(["audit", "--policy", Sandbox.policy, "--explain-calls"])
        #expect(shown.output.contains("Calls: "))
        #expect(shown.output.contains("s3:GetBucketVersioning"))
    }
}
