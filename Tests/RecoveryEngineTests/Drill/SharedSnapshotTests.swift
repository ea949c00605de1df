import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Drills of a snapshot that another account shares.
@Suite struct SharedSnapshotTests {
    private static let arn = "arn:aws:rds:us-east-1:222222222222:snapshot:kb-prod-vault"
    private static let foreign = "arn:aws:kms:us-east-1:222222222222:key/theirs"
    private static let own = "arn:aws:kms:us-east-1:123456789012:key/ours"

    private static func world(_ change: (inout DrillFacts) -> Void = { _ in }) -> SimulatedWorld {
        var snapshot = SnapshotFacts(
            id: arn, type: "manual", status: "available", createdAt: DrillFixtures.snapshotTime, engine: "postgres",
            instance: "kb-prod")
        snapshot.encryptionKey = foreign
        var world = SimulatedWorld()
        world.facts.shared = DrillFacts.Shared(
            snapshot: snapshot, key: DrillFacts.Key(id: foreign, state: "Enabled"))
        world.facts.key = DrillFacts.Key(id: own, state: "Enabled")
        change(&world.facts)
        return world
    }

    private func drill(_ world: SimulatedWorld) throws -> (record: DrillRecord, world: SimulatedWorld) {
        var world = world
        var machine = DrillMachine(DrillFixtures.request(.shared(arn: Self.arn)))
        world.run(&machine)
        return (try #require(world.record), world)
    }

    @Test func `is copied under the source's key, restored from the copy, and the copy is deleted`() throws {
        let (record, world) = try drill(Self.world())
        #expect(record.verdict == .verified, "\(record.summary)")
        let copies = world.performed.compactMap { action -> [String?]? in
            if case .copySnapshot(let id, let from, let key, _) = action { [id, from, key] } else { nil }
        }
        let id = DrillFixtures.request().snapshotToTake
        #expect(copies == [[id, Self.arn, Self.own]])
        #expect(record.recoveryPoint?.snapshot == id)
        #expect(record.recoveryPoint?.reason == "copied from \(Self.arn)")
        #expect(record.recoveryPoint?.original == Self.arn)
        #expect(world.deletedSnapshots == [id] && world.deleted == [record.target])
    }

    @Test func `that is not encrypted gets the source's key with its copy`() throws {
        let (record, world) = try drill(Self.world { $0.shared?.key = nil })
        #expect(record.verdict == .verified)
        #expect(
            world.performed.contains { action in
                if case .copySnapshot(_, _, let key, _) = action { key == Self.own } else { false }
            })
    }

    @Test func `the caller is asked whether it may copy it, use both keys and delete the copy`() {
        let request = DrillFixtures.request(.shared(arn: Self.arn))
        let questions = DrillPermissions.questions(
            request, of: DrillFixtures.source(), to: nil, key: RestoredKey(arn: Self.own, aliases: nil),
            sharedKey: RestoredKey(arn: Self.foreign, aliases: nil))
        let copy = "arn:aws:rds:us-east-1:123456789012:snapshot:\(request.snapshotToTake)"
        func resources(_ action: String) -> [[String]] {
            questions.filter { $0.actions == [action] }.map(\.resources)
        }
        #expect(resources("rds:CopyDBSnapshot") == [[Self.arn, copy]])
        #expect(resources("rds:DeleteDBSnapshot") == [[copy]])
        #expect(resources("kms:CreateGrant") == [[Self.own], [Self.foreign]])
        #expect(resources("rds:CreateDBSnapshot").isEmpty)
        // What RDS does with the other account's key in the caller's name, besides the grant.
        let reads = questions.filter { $0.actions == ["kms:Decrypt", "kms:ReEncryptFrom"] }
        #expect(reads.map(\.resources) == [[Self.foreign]])
        #expect(reads.first?.context["kms:ViaService"] == ["rds.us-east-1.amazonaws.com"])
        #expect(reads.first?.perhaps == ["kms:Decrypt", "kms:ReEncryptFrom"])
    }

    private static let marks: [(tag: String?, original: String?, refusal: String?)] = [
        ("own", arn, nil), (nil, arn, "does not carry the tag drctl:drill"),
        ("another", arn, "does not carry the tag drctl:drill"), ("own", nil, "not of \(arn)"),
        ("own", "\(arn)-2", "not of \(arn)"),
    ]

    @Test(arguments: marks)
    func `a copy is the drill's own by its tag and by what it is a copy of`(
        _ tag: String?, _ original: String?, _ refusal: String?
    ) {
        let request = DrillFixtures.request(.shared(arn: Self.arn))
        let tags = tag.map { [DrillTag.drill: $0 == "own" ? request.id.rawValue : $0] } ?? [:]
        let found = TeardownGuard.refusal(
            ofSnapshot: request.snapshotToTake, tags: tags, original: original, request)
        #expect((found == nil) == (refusal == nil))
        if let refusal { #expect(found?.contains(refusal) == true, "\(found ?? "")") }
    }

    @Test(arguments: [RecoveryPointSelection.fresh, .shared(arn: arn)])
    func `a snapshot that has the drill's name and is not the drill's is neither used nor deleted`(
        _ selection: RecoveryPointSelection
    ) throws {
        var world = Self.world()
        world.fault = { action, _ in
            switch action {
            case .takeSnapshot, .copySnapshot: .snapshotIsForeign(reason: "not ours")
            default: nil
            }
        }
        var machine = DrillMachine(DrillFixtures.request(selection))
        world.run(&machine)
        let record = try #require(world.record)
        #expect(record.verdict == .refused && record.summary.contains("not ours"), "\(record.summary)")
        #expect(world.deletedSnapshots.isEmpty && world.deleted.isEmpty && world.performed.count == 2)
    }

    @Test func `a snapshot that is found to be another's in the end stays, and the drill says so`() throws {
        var world = Self.world()
        world.fault = { action, _ in
            if case .deleteSnapshot = action { .snapshotIsForeign(reason: "not ours") } else { nil }
        }
        let (record, ended) = try drill(world)
        #expect(record.verdict == .failed && record.summary.contains("not ours"), "\(record.summary)")
        #expect(ended.deletedSnapshots.isEmpty && ended.deleted == [record.target])
    }

    @Test func `the time of the copy is part of the recovery's`() throws {
        let (shared, _) = try drill(Self.world())
        var world = SimulatedWorld()
        var machine = DrillMachine(DrillFixtures.request(.fresh))
        world.run(&machine)
        let fresh = try #require(world.record)
        // Of the same steps, a second each, the snapshot of a drill is exempt and the copy is not.
        #expect((shared.objectives.rtoVerified ?? 0) > (fresh.objectives.rtoVerified ?? 0))
    }

    private static let refusals: [(String, @Sendable (inout DrillFacts) -> Void)] = [
        ("kb-prod-vault not found", { $0.shared = DrillFacts.Shared(snapshot: nil) }),
        ("not found: access denied", { $0.shared = DrillFacts.Shared(snapshot: nil, failure: "access denied") }),
        ("is of kb-other, and the checks compare with kb-prod", { $0.shared?.snapshot?.instance = "kb-other" }),
        ("kb-prod-vault is copying", { $0.shared?.snapshot?.status = "copying" }),
        ("key/theirs is PendingDeletion", { $0.shared?.key?.state = "PendingDeletion" }),
        (
            "key/theirs could not be read: AccessDenied",
            { $0.shared?.key = DrillFacts.Key(id: foreign, state: nil, failure: "AccessDenied") }
        ),
        ("no key for its copy", { $0.key = nil }),
    ]

    @Test(arguments: refusals)
    func `what would fail is refused before anything is copied`(
        _ reason: String, _ change: @Sendable (inout DrillFacts) -> Void
    ) throws {
        let (record, world) = try drill(Self.world(change))
        #expect(record.verdict == .refused)
        #expect(record.summary.contains(reason), "\(record.summary)")
        #expect(world.performed == [.gatherFacts])
    }

    private func selection(
        _ text: String, sharedFrom: [String] = ["222222222222"]
    ) -> (RecoveryPointSelection?, [Diagnostic]) {
        var drill = DrillPolicy()
        drill.sharedFrom = sharedFrom.compactMap { AccountID($0) }
        let here = DrillRequestBuilder.Circumstances(
            scope: DrillScope(account: DrillFixtures.account, region: Region("us-east-1")), now: DrillFixtures.start,
            suffix: "4f2a", selected: ["kb-prod"], policyDigest: "d1")
        var problems: [Diagnostic] = []
        let selection = DrillRequestBuilder.snapshot(arn: text, drill, here, &problems)
        return (selection, problems)
    }

    @Test func `an account that the policy does not name, and another region, are refused with the way out`() {
        #expect(selection(Self.arn).0 == .shared(arn: Self.arn))
        #expect(
            selection("arn:aws:rds:us-east-1:123456789012:snapshot:rds:kb-1").0 == .snapshot("rds:kb-1"), "its own")
        for (text, accounts, hint) in [
            (Self.arn, [], "sharedFrom"),
            (Self.arn.replacing("us-east-1", with: "eu-west-1"), ["222222222222"], "region"),
            ("arn:aws:rds:us-east-1:222222222222:cluster-snapshot:kb", ["222222222222"], "write it as"),
            ("arn:nonsense", ["222222222222"], "write it as"),
        ] {
            let (found, problems) = selection(text, sharedFrom: accounts)
            #expect(found == nil)
            #expect(problems.count == 1 && problems[0].hint?.contains(hint) == true, "\(text): \(problems)")
        }
    }

    @Test func `the drill's role may copy from the accounts that the policy names, and from no others`() throws {
        func actions(_ accounts: [String]) throws -> [AccessStatement] {
            let estate = try Estate.bare().with { $0.policy.drill?.sharedFrom = accounts.compactMap { AccountID($0) } }
            return LeastPrivilege.statements(for: .drill, on: [estate.target]).filter { statement in
                statement.actions.contains("rds:CopyDBSnapshot")
            }
        }
        #expect(try actions([]).isEmpty)
        let resources = try actions(["222222222222"]).flatMap(\.resources)
        #expect(resources.contains("arn:aws:rds:us-east-1:222222222222:snapshot:*"))
        #expect(resources.allSatisfy { $0.contains(":222222222222:") || $0.contains(":snapshot:drctl-drill-") })
    }
}
