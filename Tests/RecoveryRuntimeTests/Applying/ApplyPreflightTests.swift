import AWSCore
import AWSNames
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

@Suite("Room for what a plan makes")
struct RoomTests {
    /// The limit of buckets that counts, in a region other than the one that tells it.
    private func limit(in region: Region, _ answers: [String: [Answer]]) async throws -> Collected<Int>? {
        let buckets = Answer.ok("<ListAllMyBucketsResult><Buckets></Buckets></ListAllMyBucketsResult>")
        let aws = ScriptedAWS(answers.merging(["s3:ListBuckets": [buckets]]) { $1 })
        let plan = Plan(
            policy: "kb", account: ScriptedAWS.account, region: region, at: CollectedPolicy.now,
            steps: [Step(change: .bucket(.create(name: "kb", objectLock: false, tags: [:])), reasons: [])],
            unfixable: [], unknown: [])
        let preflight = ApplyPreflight(client: aws.client.with { $0.region = region }, caller: "arn:me")
        return try await preflight.foresight(of: plan).rooms[.buckets]?.map(\.limit)
    }

    private static let quota = "servicequotas:GetServiceQuota"

    @Test(arguments: [
        ("eu-west-1", "us-east-1"), ("us-east-1", "us-east-1"), ("us-gov-east-1", "us-gov-west-1"),
        ("cn-northwest-1", "cn-north-1"),
    ])
    func `the limit of buckets is asked in the one region of a partition that tells it`(
        region: String, told: String
    ) async throws {
        let raised = try await limit(
            in: Region(region), ["\(told)/\(Self.quota)": [.ok(#"{"Quota": {"Value": 50000.0}}"#)]])
        #expect(raised == .known(50_000))
    }

    @Test func `a limit that was never changed is that of every account, and one that may not be asked is not known`()
        async throws
    {
        let home = try await limit(in: ScriptedAWS.region, [Self.quota: [.error("NoSuchResourceException")]])
        #expect(home == .known(10_000))
        let denied = try await limit(in: ScriptedAWS.region, [Self.quota: [.error("AccessDeniedException", 403)]])
        #expect(denied != nil && denied?.value == nil)
    }
}
