import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

/// A list of the account instead of a call for each resource; what the list does not say is asked by itself.
@Suite("Reading many resources at once")
struct BulkReadingTests {
    private static let trust = Described.policy("Trust", action: "sts:AssumeRole")
    private static let permissions = Described.policy("Write")

    private static func names(_ count: Int) -> [String] { (10..<10 + count).map { "kb-\($0)" } }

    /// A policy of so many roles, or buckets with nothing but versioning.
    private func target(roles: Int = 0, buckets: Int = 0) throws -> Target {
        var policy = RecoveryPolicy(
            name: "kb", scope: PolicyScope(accounts: [ScriptedAWS.account], regions: [ScriptedAWS.region]),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        policy.roles = Self.names(roles).map {
            RolePolicy(name: $0, trust: .service("backup.amazonaws.com"), may: [.audit])
        }
        policy.storage = Self.names(buckets).map { name in
            var bucket = BucketPolicy(bucket: name)
            bucket.versioning = true
            return bucket
        }
        return Target(policy, account: ScriptedAWS.account, region: ScriptedAWS.region)
    }

    /// What is seen, and how often each operation was called.
    private func look(
        _ target: Target, _ script: ScriptedAWS.Script
    ) async throws -> (inventory: Inventory, calls: [String: Int]) {
        let aws = ScriptedAWS(script.merging(Self.boundary) { given, _ in given })
        let inventory = try await InventoryCollector(
            client: aws.client, account: ScriptedAWS.account, region: ScriptedAWS.region
        ).collect(target, at: CollectedPolicy.now)
        return (inventory, Dictionary(aws.calls.map { ($0.operation, 1) }, uniquingKeysWith: +))
    }

    // MARK: - Roles

    /// What the boundary of all roles says.
    private static let boundary: ScriptedAWS.Script = [
        "iam:GetPolicy": [.ok("<Policy><DefaultVersionId>v3</DefaultVersionId></Policy>")],
        "iam:GetPolicyVersion": [
            .ok(
                "<PolicyVersion><Document>%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D</Document>"
                    + "</PolicyVersion>")
        ],
    ]

    /// A role with one inline and one managed policy, as each of the two ways of reading it has it.
    private static func single(_ name: String) -> ScriptedAWS.Script {
        [
            "iam:GetRole(\(name))": [
                .ok(
                    "<Role>\(Described.role(name, trust: trust, boundary: "arn:aws:iam::123456789012:policy/b"))</Role>"
                )
            ],
            "iam:ListRolePolicies(\(name))": [.list("PolicyNames", ["drctl-audit"])],
            "iam:GetRolePolicy(\(name)/drctl-audit)": [Described.inlinePolicy(permissions)],
            "iam:ListAttachedRolePolicies(\(name))": [
                .list("AttachedPolicies", ["<PolicyArn>arn:aws:iam::aws:policy/ReadOnlyAccess</PolicyArn>"])
            ],
        ]
    }

    private static func detail(_ name: String) -> String {
        Described.role(name, trust: trust, boundary: "arn:aws:iam::123456789012:policy/b")
            + "<RolePolicyList><member><PolicyName>drctl-audit</PolicyName>\(Described.inlinePolicy(permissions).text)"
            + "</member></RolePolicyList><AttachedManagedPolicies><member>"
            + "<PolicyArn>arn:aws:iam::aws:policy/ReadOnlyAccess</PolicyArn></member></AttachedManagedPolicies>"
    }

    private static func details(_ names: [String]) -> Answer { .list("RoleDetailList", names.map(detail)) }

    private static func script(_ names: [String]) -> ScriptedAWS.Script {
        names.map(single).reduce(into: [:]) { $0.merge($1) { $1 } }
    }

    @Test func `many roles are read from the account's list, and are seen as one by one`() async throws {
        let names = Self.names(12)
        let (bulk, calls) = try await look(
            try target(roles: 12),
            ["iam:GetAccountAuthorizationDetails": [Self.details(names + ["somebody-elses"])]])
        let (denied, single) = try await look(
            try target(roles: 12),
            Self.script(names).merging(["iam:GetAccountAuthorizationDetails": [.denied]]) { $1 })
        // The boundary and the managed policy that all of them have are read once.
        #expect(calls == ["iam:GetAccountAuthorizationDetails": 1, "iam:GetPolicy": 2, "iam:GetPolicyVersion": 2])
        #expect(bulk.roles["kb-10"]?.role.value??.boundaryPolicy.value != nil)
        let attached = bulk.roles["kb-10"]?.role.value??.managedPolicies
        #expect(attached == ["arn:aws:iam::aws:policy/ReadOnlyAccess": .known(AccessPolicy(statements: []))])
        #expect(single["iam:GetRole"] == 12)
        #expect(bulk.roles == denied.roles)
        #expect(bulk.roles["kb-10"]?.role.value??.inlinePolicies == .known(["drctl-audit": Self.permissions]))
    }

    @Test func `a few roles are read one by one, without the permission to list all`() async throws {
        let (inventory, calls) = try await look(try target(roles: 3), Self.script(Self.names(3)))
        #expect(calls["iam:GetAccountAuthorizationDetails"] == nil && calls["iam:GetRole"] == 3)
        #expect(inventory.roles.count == 3)
    }

    @Test func `pages are read until every role was found`() async throws {
        let names = Self.names(12)
        func page(_ names: ArraySlice<String>, next: String) -> Answer {
            .ok(Self.details(Array(names)).text + "<IsTruncated>true</IsTruncated><Marker>\(next)</Marker>")
        }
        let (inventory, calls) = try await look(
            try target(roles: 12),
            ["iam:GetAccountAuthorizationDetails": [page(names[..<5], next: "2"), page(names[5...], next: "3")]])
        #expect(calls["iam:GetAccountAuthorizationDetails"] == 2 && calls["iam:GetRole"] == nil)
        #expect(inventory.roles.values.allSatisfy { $0.role.value != .some(nil) })
    }

    @Test func `a role that the list does not have is asked for before it is missing`() async throws {
        let names = Self.names(12)
        let script = Self.single(names[1]).merging([
            "iam:GetAccountAuthorizationDetails": [Self.details(Array(names.dropFirst(2)))],
            "iam:GetRole(\(names[0]))": [.error("NoSuchEntity", 404)],
        ]) { $1 }
        let (inventory, calls) = try await look(try target(roles: 12), script)
        #expect(calls["iam:GetRole"] == 2)
        #expect(inventory.roles[names[0]]?.role == .known(nil))
        #expect(
            inventory.roles[names[1]]
                == inventory.roles[names[2]].map {
                    RoleState(
                        name: names[1],
                        role: $0.role.map { role in
                            role.map {
                                var renamed = $0; renamed.arn = "arn:aws:iam::123456789012:role/\(names[1])";
                                return renamed
                            }
                        })
                })
    }

    @Test(arguments: ["RolePolicyList", "AttachedManagedPolicies", "Arn"])
    func `a list that leaves something out is no evidence`(_ member: String) async throws {
        let names = Self.names(12)
        let (inventory, calls) = try await look(
            try target(roles: 12),
            Self.script(names).merging([
                "iam:GetAccountAuthorizationDetails": [Self.details(names).without(member)]
            ]) { $1 })
        #expect(calls["iam:GetRole"] == 12)
        #expect(inventory.roles["kb-10"]?.role.value??.attachedPolicies.value?.count == 1)
    }

    // MARK: - Buckets

    private static let versioned: ScriptedAWS.Script = [
        "s3control:GetPublicAccessBlock": [.error("NoSuchPublicAccessBlockConfiguration", 404)],
        "s3:GetBucketVersioning": [
            .ok("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
        ],
    ]

    private static func list(_ names: [String], region: String = "us-east-1") -> Answer {
        .ok(
            "<ListAllMyBucketsResult><Buckets>"
                + names.map { "<Bucket><Name>\($0)</Name><BucketRegion>\(region)</BucketRegion></Bucket>" }.joined()
                + "</Buckets></ListAllMyBucketsResult>")
    }

    @Test func `many buckets are known to exist from one list, and only what the policy asks for is read`() async throws
    {
        let (inventory, calls) = try await look(
            try target(buckets: 12), Self.versioned.merging(["s3:ListBuckets": [Self.list(Self.names(12))]]) { $1 })
        #expect(
            calls == ["s3:ListBuckets": 1, "s3:GetBucketVersioning": 12, "s3control:GetPublicAccessBlock": 1])
        #expect(inventory.buckets.values.allSatisfy { $0.exists == .known(true) && $0.versioning == .known(true) })
        #expect(inventory.buckets.values.allSatisfy { $0.lifecycle.failure != nil && $0.policy.failure != nil })
    }

    @Test func `a bucket that the list does not have in this region is asked for by itself`() async throws {
        let names = Self.names(12)
        let script = Self.versioned.merging([
            "s3:ListBuckets": [Self.list(Array(names.dropFirst(2)))],
            "s3:HeadBucket(\(names[0]))": [.error("404", 404)], "s3:HeadBucket(\(names[1]))": [.error("403", 403)],
        ]) { $1 }
        let (inventory, calls) = try await look(try target(buckets: 12), script)
        #expect(calls["s3:HeadBucket"] == 2)
        #expect(inventory.buckets[names[0]] == .absent(names[0]))
        #expect(inventory.buckets[names[1]]?.exists.failure?.operation == "s3:HeadBucket")
        let elsewhere = Self.versioned.merging([
            "s3:ListBuckets": [Self.list(names, region: "eu-west-1")], "s3:HeadBucket": [.ok()],
        ]) { $1 }
        #expect(try await look(try target(buckets: 12), elsewhere).calls["s3:HeadBucket"] == 12)
    }

    @Test func `buckets that cannot be listed are asked for one by one`() async throws {
        let script = Self.versioned.merging(["s3:ListBuckets": [.denied], "s3:HeadBucket": [.ok()]]) { $1 }
        let (inventory, calls) = try await look(try target(buckets: 12), script)
        #expect(calls["s3:HeadBucket"] == 12)
        #expect(inventory.buckets.values.allSatisfy { $0.versioning == .known(true) })
    }

    @Test func `a policy that was cut off is read again, one that is none is unknown`() async throws {
        let whole = Described.policy("Whole").json.compact
        let observation = { (answers: [Answer]) in
            let aws = ScriptedAWS(["s3:GetBucketPolicy": answers])
            let policy = try await BucketObservation(
                observer: Observer(client: aws.client), account: ScriptedAWS.account
            ).policy("kb")
            return (policy, aws.calls.count)
        }
        let (repaired, asked) = try await observation([.ok(String(whole.prefix(20))), .ok(whole)])
        #expect(repaired.value == Described.policy("Whole") && asked == 2)
        let (broken, often) = try await observation([.ok(String(whole.prefix(20)))])
        #expect(broken.failure?.operation == "s3:GetBucketPolicy" && often == 3)
    }

    // MARK: - Permissions

    @Test func `the permission to list is asked for where lists are read`() throws {
        func actions(_ target: Target) -> Set<String> {
            Set(Catalogue.families.flatMap { $0.reads(target) }.map(\.action))
        }
        let lists: Set = ["iam:GetAccountAuthorizationDetails", "s3:ListAllMyBuckets"]
        #expect(actions(try target(roles: 12, buckets: 12)).isSuperset(of: lists))
        #expect(actions(try target(roles: 3, buckets: 3)).isDisjoint(with: lists))
    }
}
