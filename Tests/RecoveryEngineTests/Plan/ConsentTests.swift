import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("What an apply may do beyond protecting more")
struct ConsentTests {
    private func step(_ change: Change, _ control: String) -> Step {
        Step(
            change: change,
            reasons: [.init(control: ControlID(control), title: "t", required: "r", observed: "o")])
    }

    private func plan(_ steps: [Step]) -> Plan {
        Plan(
            policy: "kb", account: AccountID("123456789012")!, region: Region("us-east-1"), at: Instant(seconds: 0),
            steps: steps, unfixable: [], unknown: [])
    }

    private let detach = Change.role(.detachPolicy(role: "kb", arn: "arn:aws:iam::aws:policy/X"))
    private let lock = Change.bucket(
        .putObjectLock(
            bucket: "kb",
            Edit(
                nil,
                to: {
                    var lock = ObjectLockState(); (lock.enabled, lock.mode, lock.days) = (true, "COMPLIANCE", 30);
                    return lock
                }())))

    @Test func `what others made is replaced only with the option of its control and resource`() throws {
        let plan = plan([step(detach, "roles.no-extra-policies")])
        let objection = try #require(ApplyConsent().objections(to: plan).first)
        #expect(objection.cure == "--allow-replace roles.no-extra-policies:kb")
        for allowed in ["roles.no-extra-policies", "roles.no-extra-policies:kb"] {
            #expect(ApplyConsent(replacing: [.init(allowed)]).objections(to: plan).isEmpty)
        }
        for other in ["roles.no-extra-policies:other", "roles.trust-exact", "roles.no-extra-policies:"] {
            #expect(ApplyConsent(replacing: [.init(other)]).objections(to: plan).count == 1)
        }
        #expect(ApplyConsent(weakening: [.init("roles.no-extra-policies")]).objections(to: plan).count == 1)
    }

    @Test func `consent that no step needs is named with its option`() {
        let plan = plan([step(detach, "roles.no-extra-policies"), step(lock, "storage.object-lock")])
        let given = ApplyConsent(
            replacing: [
                .init("roles.no-extra-policies"), .init("roles.no-extra-policies:other"), .init("roles.trust-exact"),
            ],
            weakening: [.init("roles.no-extra-policies")], irreversible: [.init("storage.object-lock:kb")])
        #expect(
            given.unneeded(by: [plan]).map { "\($0.option) \($0.selector)" } == [
                "--allow-replace roles.no-extra-policies:other", "--allow-replace roles.trust-exact",
                "--allow-weakening roles.no-extra-policies",
            ])
        #expect(given.unneeded(by: []).count == 5)
    }

    @Test func `what cannot be undone needs its resource by name`() {
        let plan = plan([step(lock, "storage.object-lock")])
        #expect(ApplyConsent().objections(to: plan).map(\.kind) == [.irreversible])
        #expect(ApplyConsent(irreversible: [.init("storage.object-lock")]).objections(to: plan).count == 1)
        #expect(ApplyConsent(irreversible: [.init("storage.object-lock:kb")]).objections(to: plan).isEmpty)
    }

    static let weaker: [(Change, Bool)] = [
        (.database(.modify(kind: .instance, id: "kb", [.backupRetention(days: Edit(35, to: 7))])), true),
        (.database(.modify(kind: .instance, id: "kb", [.backupRetention(days: Edit(7, to: 35))])), false),
        (.database(.modify(kind: .instance, id: "kb", [.deletionProtection(Edit(true, to: false))])), true),
        (.database(.modify(kind: .cluster, id: "kb", [.publicAccess(Edit(false, to: true))])), true),
        (.database(.modify(kind: .instance, id: "kb", [.publicAccess(Edit(true, to: false))])), false),
        (.database(.modify(kind: .instance, id: "kb", [.storageLimit(Edit(200, to: 100))])), true),
        (
            .bucket(
                .putEncryption(bucket: "kb", Edit(.init(algorithm: "aws:kms:dsse"), to: .init(algorithm: "aws:kms")))),
            true
        ),
        (
            .bucket(.putEncryption(bucket: "kb", Edit(.init(algorithm: "AES256"), to: .init(algorithm: "aws:kms")))),
            false
        ),
        (.key(.enableRotation(.init(alias: "kb", id: "k"), period: Edit(90, to: 365))), true),
        (.key(.enableRotation(.init(alias: "kb", id: "k"), period: Edit(nil, to: 365))), false),
    ]

    @Test(arguments: weaker) func `a setting that protects less than before is weaker`(
        _ change: (Change, isWeaker: Bool)
    ) {
        #expect(change.0.weakens.isEmpty == !change.isWeaker, "\(change.0.weakens)")
    }

    private func trust(_ principals: [String]) -> AccessPolicy {
        AccessPolicy(statements: [
            AccessStatement(
                sid: "T", .allow, principals: .init("AWS", principals), actions: ["sts:AssumeRole"], resources: [])
        ])
    }

    @Test func `a trust policy that lets in somebody new is weaker, and one that lets in fewer is not`() {
        func weakens(_ before: [String], _ after: [String]) -> [String] {
            Change.role(.putTrust(role: "kb", Edit(trust(before), to: trust(after)))).weakens
        }
        let (root, user) = ("arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:user/anna")
        let foreign = "arn:aws:iam::999999999999:role/x"
        #expect(weakens([root], [user]).isEmpty)
        #expect(weakens(["123456789012"], [user]).isEmpty)
        #expect(weakens(["*"], [foreign]).isEmpty)
        #expect(weakens([user], [root]) == ["it lets in \(root)"])
        #expect(weakens([root], [root, foreign]) == ["it lets in \(foreign)"])
    }

    @Test func `a denial that goes is a weakening of every document`() {
        let deny = AccessStatement(
            sid: "Emergency", .deny, principals: .anyone, actions: ["s3:DeleteObject"], resources: ["*"])
        let edit = Edit(AccessPolicy(statements: [deny]), to: AccessPolicy(statements: []))
        for change in [
            Change.bucket(.putPolicy(bucket: "kb", edit)), .key(.putPolicy(.init(alias: "kb", id: "k"), edit)),
            .topic(.putPolicy(arn: "arn:aws:sns:us-east-1:123456789012:kb", edit)),
            .role(.putPolicy(role: "kb", name: "drctl-x", edit)),
        ] {
            #expect(change.weakens == ["statement Emergency no longer denies what it denied"])
        }
    }

    @Test func `a part of a plan has what it relies on, and lacks what relies on what is left out`() {
        let group = DatabaseChange.ParameterGroup(.instance, "kb", for: "kb")
        let plan = plan([
            step(.database(.createParameterGroup(group, family: "postgres15", tags: [:])), "database.force-tls"),
            step(.bucket(.enableVersioning(bucket: "kb")), "storage.versioning"),
            step(.database(.setParameter(group, name: "p", Edit("0", to: "1"), isDynamic: false)), "database.log"),
            step(.database(.restart(kind: .instance, id: "kb", members: [])), "database.log"),
        ])
        func numbers(_ filter: PlanFilter) -> [Int] {
            filter.part(of: plan).steps.map { plan.steps.firstIndex(of: $0)! }
        }
        #expect(numbers(PlanFilter()) == [0, 1, 2, 3])
        #expect(PlanFilter(exclude: [.init("storage.versioning")]).part(of: plan).leftOut == 1)
        #expect(numbers(PlanFilter(only: [.init("database.log")])) == [0, 2, 3])
        #expect(numbers(PlanFilter(only: [.init("storage.versioning:kb")])) == [1])
        #expect(numbers(PlanFilter(only: [.init("storage.versioning:other")])) == [])
        #expect(numbers(PlanFilter(exclude: [.init("database.force-tls")])) == [1])
        #expect(numbers(PlanFilter(exclude: [.init("storage.versioning")])) == [0, 2, 3])
    }
}
