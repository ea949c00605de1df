import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// A bucket whose replica is another one of the policy's, in another region.
@Suite("Replication of buckets")
struct BucketReplicationTests {
    private let estate: Estate
    private static let role = "knowledge-base-replication"

    init() throws {
        estate = try Estate.compliant().with {
            $0.ownReplica()
            $0.bucket.replication = .known(nil)
        }
    }

    /// What is planned for a control; nil when people have to do something.
    private func planned(_ control: ControlID, _ change: (inout Estate) -> Void = { _ in }) -> [Change]? {
        guard case .changes(let changes)? = estate.with(change).finding(control, on: Estate.bucketName)?.remedy else {
            return nil
        }
        return changes
    }

    /// The one rule that is planned; nil when there is none.
    private func rule(_ change: (inout Estate) -> Void = { _ in }) -> BucketReplication.Rule? {
        guard
            case .bucket(.putReplication(Estate.bucketName, let edit))? = planned("storage.replication", change)?.first
        else { return nil }
        return edit.after.rules.first
    }

    private func text(_ control: ControlID, _ change: (inout Estate) -> Void) -> String {
        switch estate.with(change).finding(control, on: Estate.bucketName)?.remedy {
        case .procedure(let text)?, .resolvesItself(let text)?: text
        case .changes(let changes)?: "\(changes)"
        case nil: ""
        }
    }

    @Test func `what KMS encrypts is replicated with the replica's own key, by the policy's own role`() {
        #expect(
            rule()
                == BucketReplication.Rule(
                    id: "drctl-replication", replica: "kb-copies-123456789012", takesEncrypted: true,
                    replicaKey: "arn:aws:kms:us-west-2:123456789012:alias/kb-copies"))
        let open = rule {
            $0.policy.storage[0].encryption = .s3
            $0.bucket.encryption = .known(BucketEncryption(algorithm: "AES256"))
        }
        #expect(open != nil && open?.takesEncrypted == false && open?.replicaKey == nil)
        guard case .bucket(.putReplication(_, let edit))? = planned("storage.replication")?.first else { return }
        #expect(edit.after.role == "arn:aws:iam::123456789012:role/\(Self.role)")
    }

    @Test func `a replica that is not there yet is waited for, and rules of others stay`() {
        for versioned in [Collected<Bool>?.none, .known(false), .unavailable(Estate.failure)] {
            #expect(rule { $0.bucket.isReplicaVersioned = versioned } == nil)
        }
        #expect(text("storage.replication") { $0.bucket.isReplicaVersioned = .known(false) }.contains("Apply again"))
        #expect(
            text("storage.replication") { $0.bucket.isReplicaVersioned = .unavailable(Estate.failure) }
                .contains("\(Estate.failure)"))
        #expect(
            text("storage.replication") { $0.bucket.replication = .known(Self.elsewhere) }.contains("rules of others"))
        #expect(rule { $0.bucket.replication = .known(Self.elsewhere) } == nil)
    }

    private static var elsewhere: BucketReplication {
        var rule = BucketReplication.Rule.toCopies
        rule.replica = "elsewhere"
        return BucketReplication(role: BucketReplication.toCopies.role, rules: [rule])
    }

    @Test func `what the bucket really encrypts with decides, whatever the policy says`() {
        func verdict(_ change: (inout Estate) -> Void) -> String? {
            estate.with {
                $0.policy.storage[0].encryption = .s3
                $0.bucket.replication = .known(
                    BucketReplication(
                        role: BucketReplication.toCopies.role,
                        rules: [.init(id: "a", replica: "kb-copies-123456789012")]))
                change(&$0)
            }.verdict("storage.replication", on: Estate.bucketName)
        }
        #expect(verdict { $0.bucket.encryption = .known(BucketEncryption(algorithm: "AES256")) } == "met")
        #expect(verdict { $0.bucket.encryption = .known(BucketEncryption(algorithm: "aws:kms")) } == "violated")
        #expect(verdict { $0.bucket.encryption = .unavailable(Estate.failure) } == "unknown")
        #expect(
            rule {
                $0.policy.storage[0].encryption = .s3
                $0.bucket.encryption = .known(BucketEncryption(algorithm: "aws:kms"))
            } == nil)
        // A second rule to the same bucket may be the one that decides.
        let two = estate.with {
            var rule = BucketReplication.Rule.toCopies
            (rule.id, rule.takesEncrypted, rule.isForAll) = ("b", false, false)
            $0.bucket.replication = .known(
                BucketReplication(role: BucketReplication.toCopies.role, rules: [.toCopies, rule]))
        }
        #expect(two.verdict("storage.replication", on: Estate.bucketName) == "violated")
    }

    @Test func `a role that may not replicate is a violation, whoever made it`() throws {
        let changes = try #require(planned("storage.replication-role"))
        guard case .role(.create(Self.role, let trust, nil, _))? = changes.first,
            case .role(.putPolicy(Self.role, let name, let policy))? = changes.last
        else {
            Issue.record("\(changes)")
            return
        }
        #expect(name == "drctl-replication-us-east-1")
        let made = RoleState.Role(
            arn: "arn:aws:iam::123456789012:role/\(Self.role)", trust: .known(trust),
            inlinePolicies: .known([name: policy.after]), attachedPolicies: .known([]))
        func verdict(_ change: (inout RoleState.Role) -> Void) -> String? {
            var role = made
            change(&role)
            return estate.with {
                $0.inventory.roles[Self.role] = RoleState(name: Self.role, role: .known(role))
            }.verdict("storage.replication-role", on: Estate.bucketName)
        }
        #expect(verdict { _ in } == "met")
        #expect(verdict { $0.trust = .known(AccessPolicy(statements: [])) } == "violated")
        #expect(verdict { $0.trust = .unavailable(Estate.failure) } == "unknown")
        #expect(verdict { $0.inlinePolicies = .unavailable(Estate.failure) } == "unknown")
        #expect(verdict { $0.boundaryPolicy = .known(AccessPolicy(statements: [])) } == "violated")
        for index in policy.after.statements.indices {
            #expect(
                verdict {
                    var less = policy.after
                    less.statements.remove(at: index)
                    $0.inlinePolicies = .known([name: less])
                } == "violated")
        }
        #expect(
            verdict {
                $0.inlinePolicies = .known([
                    name: policy.after,
                    "deny": AccessPolicy(statements: [
                        AccessStatement(.deny, actions: ["kms:*"], resources: ["*"])
                    ]),
                ])
            } == "violated")
        // Somebody's role is judged too, and left to them.
        let theirs = estate.with { $0.bucket.replication = .known(.toCopies) }
        #expect(theirs.verdict("storage.replication-role", on: Estate.bucketName) == "met")
        let powerless = theirs.with {
            $0.inventory.roles["s3-replication"] = RoleState(
                name: "s3-replication",
                role: RoleState.ofReplication.role.map { role in
                    var role = role
                    role?.inlinePolicies = .known([:])
                    return role
                })
        }
        #expect(powerless.verdict("storage.replication-role", on: Estate.bucketName) == "violated")
        #expect(
            powerless.finding("storage.replication-role")?.remedy.map { "\($0)".contains("s3-replication") } == true)
    }

    @Test func `a rule that people have extended loses nothing without consent`() throws {
        var extended = BucketReplication.Rule(
            id: BucketReplication.ruleID, replica: "kb-old", takesEncrypted: true, replicaKey: "k",
            besides: ["StorageClass": "GLACIER"])
        extended.isEnabled = true
        let present = BucketReplication(role: "arn:aws:iam::123456789012:role/theirs", rules: [extended])
        let changes = try #require(planned("storage.replication") { $0.bucket.replication = .known(present) })
        #expect(changes.first?.facts.takesAway == ["StorageClass of rule drctl-replication"])
        guard case .bucket(.putReplication(_, let edit))? = changes.first else { return }
        #expect(edit.after.role == present.role)
    }

    @Test func `a key or a bucket that denies it to the role is found too, where it is seen`() throws {
        let changes = try #require(planned("storage.replication-role"))
        guard case .role(.create(_, let trust, _, _))? = changes.first,
            case .role(.putPolicy(_, let name, let policy))? = changes.last
        else { return }
        let ready = estate.with {
            $0.inventory.roles[Self.role] = RoleState(
                name: Self.role,
                role: .known(
                    .init(
                        arn: "arn:aws:iam::123456789012:role/\(Self.role)", trust: .known(trust),
                        inlinePolicies: .known([name: policy.after]), attachedPolicies: .known([]))))
        }
        func verdict(_ change: (inout Estate) -> Void) -> String? {
            ready.with(change).verdict("storage.replication-role", on: Estate.bucketName)
        }
        #expect(verdict { _ in } == "met")
        #expect(verdict { $0.key?.policy = .known(AccessPolicy(statements: [])) } == "violated")
        #expect(verdict { $0.key?.policy = .unavailable(Estate.failure) } == "unknown")
        #expect(
            verdict {
                $0.bucket.policy = .known(
                    AccessPolicy(statements: [
                        AccessStatement(
                            .deny, principals: .init("AWS", ["*"]), actions: ["s3:GetObject*"],
                            resources: ["arn:aws:s3:::\(Estate.bucketName)/*"])
                    ]))
            } == "violated")
        #expect(verdict { $0.bucket.policy = .unavailable(Estate.failure) } == "unknown")
        #expect(verdict { $0.inventory.keys["kb-dr"]?.key = .unavailable(Estate.failure) } == "unknown")
        // Rights for what is replicated no more go.
        #expect(
            verdict {
                var more = policy.after
                more.statements.append(
                    AccessStatement(.allow, actions: ["s3:ReplicateObject"], resources: ["arn:aws:s3:::kb-former/*"]))
                $0.inventory.roles[Self.role]?.role = ready.inventory.roles[Self.role]!.role.map {
                    var role = $0
                    role?.inlinePolicies = .known([name: more])
                    return role
                }
            } == "violated")
    }

    @Test func `of two buckets each is judged by its own key and its own policy`() {
        // The one name begins with the other.
        let second = Estate.bucketName + "-2"
        func faults(_ change: (inout Estate) -> Void = { _ in }) -> String? {
            estate.with {
                var entry = $0.policy.storage[0]
                entry.bucket = "kb-backups-${account}-${region}-2"
                entry.encryption = .kms(key: "alias/kb-two", bucketKey: true)
                $0.policy.storage.append(entry)
                var bucket = $0.bucket
                bucket.name = second
                $0.inventory.buckets[second] = bucket
                guard var key = $0.key else { return }
                key.arn += "-two"
                $0.inventory.keys["kb-two"] = KeyState(alias: "kb-two", key: .known(key))
                let role = ReplicationRole(Self.role, for: $0.target.replicationRoutes, in: $0.context)
                guard case .changes(let changes) = role.remedy,
                    case .role(.putPolicy(_, let name, let policy))? = changes.last
                else { return }
                $0.inventory.roles[Self.role] = RoleState(
                    name: Self.role,
                    role: .known(
                        .init(
                            arn: "arn:aws:iam::123456789012:role/\(Self.role)", trust: .known(ReplicationRole.trust),
                            inlinePolicies: .known([name: policy.after]), attachedPolicies: .known([]))))
                change(&$0)
            }.verdict("storage.replication-role", on: second)
        }
        #expect(faults() == "met")
        #expect(faults { $0.inventory.keys["kb-two"]?.key = .unavailable(Estate.failure) } == "unknown")
        #expect(
            faults {
                guard case .known(var key?)? = $0.inventory.keys["kb-two"]?.key else { return }
                key.policy = .known(AccessPolicy(statements: []))
                $0.inventory.keys["kb-two"]?.key = .known(key)
            } == "violated")
        #expect(
            faults {
                $0.inventory.buckets[second]?.policy = .known(
                    AccessPolicy(statements: [
                        AccessStatement(
                            .deny, principals: .init("AWS", ["*"]), actions: ["s3:GetObject*"],
                            resources: ["arn:aws:s3:::\(second)/*"])
                    ]))
            } == "violated")
    }

    @Test func `who may apply may provision the replication, and make its role`() {
        let policies = estate.target.rolePolicies["kb-auditor"] ?? [:]
        let statements = policies.values.flatMap(\.statements)
        func resources(_ action: String) -> [String] {
            statements.filter { $0.actions.contains(action) }.flatMap { $0.resources }
        }
        #expect(resources("s3:PutReplicationConfiguration") == ["arn:aws:s3:::\(Estate.bucketName)"])
        for action in ["iam:PassRole", "iam:CreateRole", "iam:PutRolePolicy", "iam:GetRole"] {
            #expect(resources(action).contains("arn:aws:iam::123456789012:role/\(Self.role)"), "\(action)")
        }
    }

    @Test func `who writes backups may not write to the replica`() {
        let scope = DutyScope(target: estate.target)
        #expect(scope.writtenBuckets.map(\.name) == [Estate.bucketName])
        let copies = DutyScope(
            target: Target(estate.policy, account: estate.inventory.account, region: Region("us-west-2")))
        #expect(copies.writtenBuckets.isEmpty && copies.backupBuckets.map(\.name) == ["kb-copies-123456789012"])
        let statements = estate.target.rolePolicies.values.flatMap(\.values).flatMap(\.statements)
        let places: [String] = statements.filter { $0.actions.contains("s3:PutObject") }.flatMap { $0.resources }
        #expect(!places.isEmpty)
        #expect(!places.contains { $0.contains("kb-copies") })
    }

    @Test func `what the role may do is what S3 needs between these two buckets, and with their keys`() {
        let route = estate.target.replicationRoutes.first
        let statements = route?.statements(in: DutyScope(target: estate.target)) ?? []
        #expect(
            statements.flatMap { statement in statement.actions.map { "\($0) \(statement.resources.joined())" } } == [
                "s3:GetReplicationConfiguration arn:aws:s3:::\(Estate.bucketName)",
                "s3:ListBucket arn:aws:s3:::\(Estate.bucketName)",
                "s3:GetObjectLegalHold arn:aws:s3:::\(Estate.bucketName)/*",
                "s3:GetObjectRetention arn:aws:s3:::\(Estate.bucketName)/*",
                "s3:GetObjectVersionAcl arn:aws:s3:::\(Estate.bucketName)/*",
                "s3:GetObjectVersionForReplication arn:aws:s3:::\(Estate.bucketName)/*",
                "s3:GetObjectVersionTagging arn:aws:s3:::\(Estate.bucketName)/*",
                "s3:ReplicateDelete arn:aws:s3:::kb-copies-123456789012/*",
                "s3:ReplicateObject arn:aws:s3:::kb-copies-123456789012/*",
                "s3:ReplicateTags arn:aws:s3:::kb-copies-123456789012/*",
                "kms:Decrypt arn:aws:kms:us-east-1:123456789012:key/*",
                "kms:Encrypt arn:aws:kms:us-west-2:123456789012:key/*",
            ])
        #expect(
            statements.suffix(2).map(\.condition) == [
                [
                    "StringEquals": ["kms:ViaService": ["s3.us-east-1.amazonaws.com"]],
                    "ForAnyValue:StringEquals": ["kms:ResourceAliases": ["alias/kb-dr"]],
                ],
                [
                    "StringEquals": ["kms:ViaService": ["s3.us-west-2.amazonaws.com"]],
                    "ForAnyValue:StringEquals": ["kms:ResourceAliases": ["alias/kb-copies"]],
                ],
            ])
    }
}
