import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("Who manages what a plan changes")
struct ApplyPreflightTests {
    private func plan(_ change: Change) -> Plan {
        Plan(
            policy: "kb", account: ScriptedAWS.account, region: ScriptedAWS.region, at: CollectedPolicy.now,
            steps: [Step(change: change, reasons: [])], unfixable: [], unknown: [])
    }

    /// The plan for a role whose tags are read with it, as the audit observes it.
    private func manager(tags: String) async throws -> String? {
        let described = Described.role(RoleChange.name, trust: Described.policy("Theirs")) + "<Tags>\(tags)</Tags>"
        let aws = ScriptedAWS([
            "iam:GetRole": [.ok("<Role>\(described)</Role>")], "iam:ListRolePolicies": [.list("PolicyNames", [])],
            "iam:ListAttachedRolePolicies": [.list("AttachedPolicies", [])],
        ])
        let role = try await RoleObservation(observer: Observer(client: aws.client)).observe(RoleChange.name)
        let (managed, failure) = try await ApplyPreflight(client: aws.client, caller: "arn:me").managed(
            plan(.role(.detachPolicy(role: RoleChange.name, arn: "arn:theirs"))), roles: [RoleChange.name: role])
        #expect(failure == nil)
        // The tagging API, which lists no roles, is not asked.
        #expect(aws.calls.allSatisfy { $0.operation.hasPrefix("iam:") })
        return managed.steps[0].manager
    }

    @Test func `a role is recognized by the tags that IAM returns with it`() async throws {
        func tag(_ key: String, _ value: String) -> String {
            "<member><Key>\(key)</Key><Value>\(value)</Value></member>"
        }
        #expect(try await manager(tags: tag("aws:cloudformation:stack-name", "roles")) == "CloudFormation stack roles")
        #expect(try await manager(tags: tag("app", "kb") + tag("ManagedBy", "terraform")) == "Terraform")
        #expect(try await manager(tags: tag("app", "kb")) == nil)
        #expect(try await manager(tags: "") == nil)
    }
}
