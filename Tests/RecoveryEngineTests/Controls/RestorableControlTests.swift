import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Controls of what a restore relies on: met, violated, unknown, at the boundary, and what is nearly the same.
@Suite("Controls of what a restore relies on")
struct RestorableControlTests {
    private func verdict(
        _ control: ControlID, on resource: String? = nil, _ change: (inout Estate) throws -> Void
    ) throws -> String? {
        try Estate.compliant(withCluster: true).with(change).verdict(control, on: resource)
    }

    // MARK: The engine's version

    @Test(arguments: [(90, "met"), (89, "violated")])
    func `an engine must be supported up to the last day asked for`(days: Int, expected: String) throws {
        #expect(
            try verdict("database.engine-supported", on: "kb-prod") {
                $0.database.supportedUntil = .known(Estate.now + TimeSpan(days, .days))
            } == expected)
    }

    @Test func `a version that RDS lists no more is violated, one that could not be read unknown`() throws {
        #expect(try verdict("database.engine-supported") { $0.database.supportedUntil = .known(nil) } == "violated")
        #expect(
            try verdict("cluster.engine-supported") { $0.cluster.supportedUntil = .unavailable(Estate.failure) }
                == "unknown")
        #expect(
            try verdict("database.engine-supported") { $0.policy.databases[0].protection.engineSupportedFor = nil }
                == nil)
    }

    // MARK: Groups in the regions of copies

    private let home = Region("us-west-2")
    private func groups(_ parameters: Collected<Bool>, _ options: Collected<Bool> = .known(true)) -> CopiedGroups {
        CopiedGroups(hasParameterGroup: parameters, hasOptionGroup: options)
    }

    @Test func `a group of one's own must exist where copies are, a default one exists everywhere`() throws {
        func parameter(_ name: String, _ there: Collected<Bool>) throws -> String? {
            try verdict("database.parameter-group-restorable", on: "kb-prod") {
                $0.database.parameterGroup = .known(name)
                $0.database.groupsElsewhere = [home: groups(there)]
            }
        }
        #expect(try parameter("kb-tls", .known(true)) == "met")
        #expect(try parameter("kb-tls", .known(false)) == "violated")
        #expect(try parameter("default.postgres16", .known(false)) == "met")
        #expect(try parameter("default-of-ours", .known(false)) == "violated", "only `default.` is AWS's")
        #expect(try parameter("kb-tls", .unavailable(Estate.failure)) == "unknown")
        #expect(
            try verdict("database.option-group-restorable") {
                $0.database.groupsElsewhere = [home: groups(.known(true), .unavailable(Estate.failure))]
            } == "unknown")
        #expect(
            try verdict("database.option-group-restorable") { $0.database.optionGroup = .known("default:postgres-16") }
                == "met")
    }

    @Test func `one region without the group is a violation, whatever is unknown of another`() throws {
        #expect(
            try verdict("cluster.parameter-group-restorable") {
                $0.policy.databases[1].backups.copyTo = [home, Region("eu-west-1")]
                $0.cluster.parameterGroup = .known("kb-tls")
                $0.cluster.groupsElsewhere = [
                    home: groups(.unavailable(Estate.failure)), Region("eu-west-1"): groups(.known(false)),
                ]
            } == "violated")
    }

    @Test func `without copies elsewhere no group is asked for`() throws {
        #expect(
            try verdict("database.parameter-group-restorable", on: "kb-prod") {
                $0.policy.databases[0].backups.copyTo = [Region("us-east-1")]
            } == nil)
    }

    // MARK: What a deleted database left

    private func left(_ tags: [String: String], select: [String: String] = [:]) throws -> String? {
        try verdict("database.final-snapshot-tags", on: "kb-old") {
            if !select.isEmpty { $0.policy.databases[0].select = .init(ids: ["kb-old"], tags: select) }
            $0.inventory.strandedSnapshots = [
                .instance: .known([StrandedSnapshot(database: "kb-old", tags: tags, snapshot: .manual("kb-old-final"))])
            ]
        }
    }

    @Test func `a snapshot carries the tags that its database is selected by, with their values`() throws {
        #expect(try left(["app": "kb", "team": "x"], select: ["app": "kb"]) == "met")
        #expect(try left(["app": "other"], select: ["app": "kb"]) == "violated")
        #expect(try left(["App": "kb"], select: ["app": "kb"]) == "violated", "tags are case-sensitive")
    }

    @Test func `what is to be done names each tag with its value`() throws {
        let estate = try Estate.compliant().with {
            $0.policy.databases[0].select = .init(ids: ["kb-old"], tags: ["app": "kb"])
            $0.inventory.strandedSnapshots = [
                .instance: .known([StrandedSnapshot(database: "kb-old", tags: [:], snapshot: .manual("kb-old-final"))])
            ]
        }
        guard case .procedure(let text)? = estate.finding("database.final-snapshot-tags", on: "kb-old")?.remedy else {
            Issue.record("nothing is to be done")
            return
        }
        #expect(text.contains("--tags Key=app,Value=kb,"), "\(text)")
    }

    @Test func `snapshots that could not be listed are unknown`() throws {
        let estate = try Estate.compliant().with {
            $0.inventory.strandedSnapshots = [.instance: .unavailable(Estate.failure)]
        }
        #expect(estate.finding("database.final-snapshot-tags")?.verdict.word != "met")
    }

    // MARK: The newest object

    @Test(arguments: [(26 * 3_600, "met"), (26 * 3_600 + 1, "violated")])
    func `an object is young enough up to the last second`(age: Int, expected: String) throws {
        #expect(
            try verdict("storage.newest-object-age") {
                $0.bucket.newestObject = .known(Estate.now - TimeSpan(seconds: age))
            } == expected)
    }

    @Test func `an empty bucket is violated, one that was not read unknown, and one that is missing not judged`() throws
    {
        #expect(try verdict("storage.newest-object-age") { $0.bucket.newestObject = .known(nil) } == "violated")
        #expect(try verdict("storage.newest-object-age") { $0.bucket.newestObject = nil } == "unknown")
        #expect(
            try verdict("storage.newest-object-age") { $0.bucket.newestObject = .unavailable(Estate.failure) }
                == "unknown")
        #expect(
            try verdict("storage.newest-object-age", on: Estate.bucketName) { $0.bucket = .absent(Estate.bucketName) }
                == nil)
    }

    // MARK: Policies of secrets

    private func window(_ statements: [AccessStatement]) throws -> String? {
        try verdict("secrets.recovery-window") { $0.secret?.policy = .known(AccessPolicy(statements: statements)) }
    }

    private func denial(
        _ condition: AccessCondition, actions: [String] = ["secretsmanager:DeleteSecret"],
        principals: AccessStatement.Principals = .anyone
    ) -> AccessStatement {
        AccessStatement(.deny, principals: principals, actions: actions, resources: ["*"], condition: condition)
    }

    private let atOnce: AccessCondition = ["Bool": ["secretsmanager:ForceDeleteWithoutRecovery": ["true"]]]
    private func sooner(than days: Int) -> AccessCondition {
        ["NumericLessThan": ["secretsmanager:RecoveryWindowInDays": ["\(days)"]]]
    }

    @Test func `both ways of deleting too soon have to be denied to everybody`() throws {
        #expect(try window([denial(atOnce), denial(sooner(than: 30))]) == "met")
        #expect(try window([denial([:])]) == "met", "no deletion at all")
        #expect(try window([denial(atOnce, actions: ["secretsmanager:Del*"]), denial(sooner(than: 31))]) == "met")
        #expect(try window([denial(atOnce)]) == "violated")
        #expect(try window([denial(sooner(than: 30))]) == "violated")
        #expect(try window([denial(atOnce), denial(sooner(than: 29))]) == "violated", "a day is missing")
        #expect(
            try window([denial(atOnce, actions: ["secretsmanager:DeleteResourcePolicy"]), denial(sooner(than: 30))])
                == "violated")
        let one = AccessStatement.Principals("AWS", ["arn:aws:iam::123456789012:role/somebody"])
        #expect(try window([denial(atOnce, principals: one), denial(sooner(than: 30))]) != "met", "others may")
    }

    @Test func `a denial that depends on the request is not relied on, and an unread policy is unknown`() throws {
        let office = denial([
            "Bool": ["secretsmanager:ForceDeleteWithoutRecovery": ["true"], "aws:ViaAWSService": ["false"]]
        ])
        #expect(try window([office, denial(sooner(than: 30))]) == "violated")
        #expect(
            try verdict("secrets.recovery-window") { $0.secret?.policy = .unavailable(Estate.failure) } == "unknown")
        #expect(
            try verdict("secrets.cross-account-grants") { $0.secret?.policy = .unavailable(Estate.failure) }
                == "unknown")
    }

    @Test func `a stranger is one by account, organization or provider, unless the policy names it`() throws {
        func granted(_ principals: AccessStatement.Principals, sharedWith: [String] = []) throws -> String? {
            try verdict("secrets.cross-account-grants") {
                $0.policy.databases[0].secretRules.sharedWith = sharedWith
                $0.secret?.policy = .known(
                    AccessPolicy(statements: [
                        AccessStatement(
                            .allow, principals: principals, actions: ["secretsmanager:GetSecretValue"], resources: ["*"]
                        )
                    ]))
            }
        }
        let other = AccessStatement.Principals("AWS", ["arn:aws:iam::999999999999:role/reader"])
        #expect(try granted(other) == "violated")
        #expect(try granted(other, sharedWith: ["999999999999"]) == "met")
        #expect(try granted(.init("AWS", ["arn:aws:iam::123456789012:root"])) == "met", "the account itself")
        #expect(try granted(.init("AWS", ["AROAEXAMPLEEXAMPLE"])) == "met", "a deleted principal grants nobody")
        #expect(try verdict("secrets.cross-account-grants") { $0.secret?.policy = .known(nil) } == "met")
    }

    @Test func `a secret that is about to be deleted has no policy to judge`() throws {
        #expect(try verdict("secrets.recovery-window") { $0.secret?.deletedAt = Estate.now } == nil)
    }

    // MARK: Room in a role

    @Test func `what others wrote into a role takes room, and what duties need alone is judged at the limit`() throws {
        func size(_ count: Int) throws -> Finding? {
            try Estate.compliant().with { estate in
                let written = estate.role?.inlinePolicies ?? .known([:])
                estate.role?.inlinePolicies = written.map { policies in
                    policies.merging(["theirs": .allowing(String(repeating: "x", count: count))]) { first, _ in first }
                }
            }.finding("roles.size", on: "kb-drill-operator")
        }
        let small = try #require(try size(1))
        let used = try #require(small.observed.flatMap { Int($0.filter(\.isNumber)) })
        #expect(small.verdict == .met)
        #expect(try size(1 + PolicySize.inlineOfRole - used)?.verdict == .met)
        #expect(try size(2 + PolicySize.inlineOfRole - used)?.verdict == .violated)
        #expect(
            try verdict("roles.size", on: "kb-drill-operator") {
                $0.role?.inlinePolicies = .unavailable(Estate.failure)
            }
                == "unknown")
    }
}
