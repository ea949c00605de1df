import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// What keeps a plan from working, besides permissions.
@Suite struct PlanObstaclesTests {
    private static let key = "arn:aws:kms:us-east-1:123456789012:key/k"
    private static let usable = PlanObstacles.UsedKey(
        state: "Enabled", usage: "ENCRYPT_DECRYPT", spec: "SYMMETRIC_DEFAULT")

    private func plan(_ changes: [Change]) -> Plan {
        Plan(
            policy: "kb", account: AccountID("123456789012")!, region: Region("us-east-1"), at: Instant(seconds: 0),
            steps: changes.map { Step(change: $0, reasons: []) }, unfixable: [], unknown: [])
    }

    private func encrypt(_ key: String) -> Change {
        .bucket(.putEncryption(bucket: "kb", Edit(nil, to: BucketEncryption(algorithm: "aws:kms", key: key))))
    }

    private func obstacles(
        _ changes: [Change], _ facts: PlanObstacles.Facts = .init(), roles: [String: RoleState] = [:]
    ) -> [[String]] {
        PlanObstacles.noted(in: plan(changes), facts, roles: roles).steps.map { $0.obstacles.map(\.cause) }
    }

    @Test func `keys that a step makes or enables are no obstacle, unless the step is left out`() {
        let alias = "arn:aws:kms:us-east-1:123456789012:alias/"
        let named = KeyChange.KeyReference(alias: "other", id: "k2")
        let steps = [
            encrypt(alias + "new"), .key(.create(alias: "new", policy: AccessPolicy(statements: []), tags: [:])),
            encrypt(alias + "aws/s3"), encrypt(Self.key), encrypt(Self.key + "2"), .key(.enable(named)),
            encrypt(alias + "other"), encrypt(alias + "theirs"),
            .topic(.create(name: "t", encryptionKey: alias + "topic", policy: AccessPolicy(statements: []), tags: [:])),
            .backupPlan(.createVault(name: "v", key: alias + "vault", tags: [:])),
            // Some calls take an alias without its ARN, or a bare id.
            .topic(.putEncryption(arn: "arn:aws:sns:us-east-1:123456789012:t", Edit(nil, to: "alias/new"))),
            .topic(.putEncryption(arn: "arn:aws:sns:us-east-1:123456789012:t", Edit(nil, to: "k2"))),
            .topic(.putEncryption(arn: "arn:aws:sns:us-east-1:123456789012:t", Edit(nil, to: "alias/brand/new"))),
        ]
        let used = PlanObstacles.keys(of: plan(steps))
        #expect(!used.contains(alias + "aws/s3") && used.count == 10)
        var facts = PlanObstacles.Facts()
        for name in used { facts.keys[name] = .known(nil) }
        func missing(_ steps: [Change]) -> [String] {
            obstacles(steps, facts).joined().compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
        }
        #expect(missing(steps) == [Self.key, alias + "theirs", alias + "topic", alias + "vault", "alias/brand/new"])
        let part = steps.filter { if case .key = $0 { false } else { true } }
        #expect(Set(missing(part)) == Set(used))
    }

    @Test func `a name that another account has stops what asks for the bucket, and nothing else`() throws {
        let taken = try Estate.bare().with { estate in
            let name = estate.bucket.name
            estate.inventory.buckets[name] = BucketState(name: name, failure: .nameTaken(name))
        }
        let whole = Planner.plan(taken.audit)
        func found(_ part: Plan, _ filter: PlanFilter = PlanFilter()) -> Int {
            PlanObstacles.takenNames(in: part, of: whole, filter).count
        }
        #expect(found(whole) == 1)
        var saved = whole
        saved.steps.removeLast()
        #expect(found(saved) == 0, "a part that was saved says what it is for")
        let topic = PlanFilter(only: [.init("alerting.topic-exists")])
        #expect(found(topic.part(of: whole), topic) == 0)
        let bucket = PlanFilter(only: [.init("storage.bucket-exists")])
        #expect(found(bucket.part(of: whole), bucket) == 1)
        let others = PlanFilter(exclude: [.init("storage.bucket-exists")])
        #expect(found(others.part(of: whole), others) == 0)
    }

    @Test(
        arguments: [
            (usable, nil), (nil, "does not exist"),
            (.init(state: "PendingDeletion", usage: "", spec: ""), "PendingDeletion"),
            (.init(state: "Disabled", usage: "", spec: ""), "is Disabled"),
            (.init(state: "Enabled", usage: "SIGN_VERIFY", spec: "RSA_2048"), "RSA_2048 for SIGN_VERIFY"),
            (.init(state: "Enabled", usage: "ENCRYPT_DECRYPT", spec: "RSA_2048"), "RSA_2048"),
        ] as [(PlanObstacles.UsedKey?, String?)])
    func `a key that services cannot encrypt with is an obstacle`(_ key: PlanObstacles.UsedKey?, _ words: String?) {
        var facts = PlanObstacles.Facts()
        facts.keys[Self.key] = .known(key)
        let found = PlanObstacles.noted(in: plan([encrypt(Self.key)]), facts, roles: [:]).steps[0].obstacles
        #expect(found.count == (words == nil ? 0 : 1))
        if let words {
            #expect(found.first?.cause.contains(words) == true && found.first?.isCertain == true, "\(found)")
        }
    }

    @Test func `what nobody was let to look at is said, and is not certain`() {
        var facts = PlanObstacles.Facts()
        facts.keys[Self.key] = .unavailable(Estate.failure)
        facts.rooms[.roles] = .unavailable(Estate.failure)
        let role = Change.role(.create(name: "r", trust: AccessPolicy(statements: []), boundary: nil, tags: [:]))
        let found = PlanObstacles.noted(in: plan([encrypt(Self.key), role]), facts, roles: [:]).steps
            .flatMap(\.obstacles)
        #expect(found.map(\.isCertain) == [false, false])
        #expect(found.map(\.fix).joined().contains("kms:DescribeKey"))
        #expect(found.map(\.fix).joined().contains("iam:GetAccountSummary"))
    }

    @Test(arguments: [(48, false), (49, true), (50, true)])
    func `a quota has room for all that the plan makes, or for none of it`(_ used: Int, _ isFull: Bool) {
        func make(_ kind: DatabaseKind, _ name: String) -> Change {
            .database(.createParameterGroup(.init(kind, name, for: "kb"), family: "postgres16", tags: [:]))
        }
        let steps = [make(.instance, "a"), make(.instance, "b"), make(.cluster, "c")]
        #expect(PlanObstacles.quotas(of: plan(steps)) == [.parameterGroups: 2, .clusterParameterGroups: 1])
        var facts = PlanObstacles.Facts()
        facts.rooms[.parameterGroups] = .known(.init(used: used, limit: 50))
        facts.rooms[.clusterParameterGroups] = .known(.init(used: 49, limit: 50))
        let full = "\(used) of 50 parameter groups of RDS are used, and the plan makes 2 more"
        #expect(obstacles(steps, facts) == [isFull ? [full] : [], isFull ? [full] : [], []])
    }

    @Test(arguments: [(98, []), (99, ["99 of 100 buckets of the account are used, and the plan makes 2 more"])])
    func `a new bucket and a new key count against the limits of their services`(_ used: Int, _ full: [String]) {
        let steps: [Change] = [
            .bucket(.create(name: "a", objectLock: false, tags: [:])),
            .bucket(.create(name: "b", objectLock: true, tags: [:])),
            .key(.create(alias: "kb", policy: AccessPolicy(statements: []), tags: [:])),
        ]
        #expect(PlanObstacles.quotas(of: plan(steps)) == [.buckets: 2, .keys: 1])
        var facts = PlanObstacles.Facts()
        facts.rooms[.buckets] = .known(.init(used: used, limit: 100))
        facts.rooms[.keys] = .known(.init(used: 100, limit: 100))
        let keys = "100 of 100 keys of KMS are used, and the plan makes 1 more"
        #expect(obstacles(steps, facts) == [full, full, [keys]])
    }

    @Test func `the inline policies of a role have to fit together, with those of others and without what is deleted`()
    {
        func policy(_ characters: Int) -> AccessPolicy {
            AccessPolicy(statements: [
                AccessStatement(
                    .allow, actions: ["s3:GetObject"], resources: [String(repeating: "x", count: characters)])
            ])
        }
        var role = RoleState.Role(
            arn: "arn", trust: .known(policy(1)), inlinePolicies: .known(["theirs": policy(6_000)]),
            attachedPolicies: .known([]))
        let put = Change.role(.putPolicy(role: "kb", name: "drctl-apply", Edit(nil, to: policy(5_000))))
        func found(_ changes: [Change]) -> [[String]] {
            obstacles(changes, roles: ["kb": RoleState(name: "kb", role: .known(role))])
        }
        #expect(found([put]).joined().first?.contains("IAM allows 10,240") == true)
        let delete = Change.role(.deletePolicy(role: "kb", name: "theirs", was: policy(6_000)))
        #expect(found([put, delete]) == [[], []])
        role.inlinePolicies = .known(["drctl-apply": policy(6_000)])
        #expect(found([put]) == [[]], "it replaces the one of its name")
        role.inlinePolicies = .unavailable(Estate.failure)
        #expect(found([put]) == [[]])
        #expect(obstacles([put]) == [[]], "a role that an earlier step makes has none")
    }
}
