import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("What a cost must not leave out")
struct CostGapTests {
    private static let east = Region("us-east-1")
    private static let account = AccountID("123456789012")!

    private func reasons(_ basis: CostBasis) -> [String] {
        CostSheet(basis, CostFixtures.prices).items.compactMap(\.reason)
    }

    private func bucket(_ content: StorageSizes.Bucket, movesTo: [String] = []) -> CostBasis {
        var basis = CostFixtures.basis()
        basis.buckets = [.init(name: "kb", content: content, movesTo: movesTo)]
        return basis
    }

    @Test func `moves to a class without a price are not known, and moves of nothing cost nothing`() {
        let moving = bucket(.init(classes: ["STANDARD": 1], origin: "test"), movesTo: ["INTELLIGENT_TIERING"])
        #expect(reasons(moving) == ["no price is known for moves to the storage class INTELLIGENT_TIERING"])
        let empty = bucket(.init(classes: [:], objects: 0, origin: "test"), movesTo: ["INTELLIGENT_TIERING"])
        #expect(reasons(empty).isEmpty)
    }

    @Test func `a class that CloudWatch does not say leaves all that depends on it unknown`() {
        var content = StorageSizes.Bucket(classes: ["STANDARD": 1 << 30], origin: "test")
        content.miss("GLACIER", because: "CloudWatch answered Forbidden")
        let basis = bucket(content)
        #expect(CostFixtures.amounts(basis) == ["Storage, STANDARD": USD(millionths: 1_000_000)])
        #expect(reasons(basis) == Array(repeating: "CloudWatch answered Forbidden", count: 2), "the writes too")
    }

    @Test func `sizes that are given take the place of their class alone`() {
        let measured = StorageSizes.Bucket(classes: ["STANDARD": 1, "GLACIER": 2], objects: 7, origin: "CloudWatch")
        let merged = measured.overridden(by: .init(classes: ["GLACIER": 5], origin: "--size"))
        #expect(merged.classes == ["STANDARD": 1, "GLACIER": 5] && merged.objects == 7)
        #expect(merged.sizes["STANDARD"]?.origin == "CloudWatch" && merged.sizes["GLACIER"]?.origin == "--size")
    }

    @Test func `sizes of the policy's word for a bucket leave what was measured of the others`() throws {
        let estate = try Estate.compliant()
        var sizes = StorageSizes()
        sizes.buckets[Estate.bucketName] = .init(
            classes: ["STANDARD": 1, "GLACIER": 2], objects: 7, origin: "CloudWatch")
        let word = try #require(estate.target.buckets.first { $0.name == Estate.bucketName }).word
        sizes.buckets[word] = .init(classes: ["STANDARD": 9], origin: "--size")
        let bucket = CostBasis(required: estate.context, sizes).buckets.first { $0.name == Estate.bucketName }
        #expect(bucket?.content?.classes == ["STANDARD": 9, "GLACIER": 2] && bucket?.content?.objects == 7)
    }

    @Test func `the largest sizes are reckoned, and stop at what an integer holds`() {
        let huge = CostFixtures.database().with {
            $0.data = .known(.init(bytes: .max, origin: "test"))
            $0.provisioned = .known(.max)
            $0.growth = .max
            $0.manual = .known(.monthly(12))
            $0.drill = .init(instanceClass: "db.t4g.medium", every: TimeSpan(90, .days), duration: TimeSpan(4, .hours))
            $0.copies = .known([.init(region: CostFixtures.elsewhere, points: .daily(30), isVaulted: true)])
        }
        var basis = CostFixtures.basis(huge, huge.with { $0.id = "other" })
        basis.buckets = [
            .init(
                name: "kb", content: .init(classes: ["STANDARD": .max, "GLACIER": .max], origin: "test"), growth: .max)
        ]
        let total = CostSheet(basis.grown(by: 12), CostFixtures.prices).total
        #expect(total.isComplete && total.known > .zero)
    }

    @Test func `a database of another kind than its entry is written for is required, and unknown`() throws {
        let estate = try Estate.compliant().with {
            $0.policy.databases[0].select.ids.append("kb-aurora")
            $0.inventory.namesakes["kb-aurora"] = .cluster(engine: "aurora-postgresql")
        }
        let missing = try #require(
            CostBasis(required: estate.context, StorageSizes()).databases.first { $0.id == "kb-aurora" })
        #expect(!reasons(CostFixtures.basis(missing)).isEmpty)
    }

    @Test func `however many databases have a policy's tags, none of their costs is known without AWS`() throws {
        let policy = try Estate.compliant().with {
            $0.policy.databases[0].select = .init(tags: ["app": "kb"])
        }.policy
        let context = ControlContext(unseen: Target(policy, account: Self.account, region: Self.east), now: Estate.now)
        var sizes = StorageSizes()
        sizes.databases[policy.databases[0].select.shown] = .init(bytes: 1, origin: "--size")
        let basis = CostBasis(required: context, sizes, isSeen: false)
        let sheet = CostSheet(CostFixtures.basis(basis.databases[0]), CostFixtures.prices)
        #expect(!sheet.items.isEmpty && sheet.items.allSatisfy { $0.known == nil }, "\(sheet.items)")
        #expect(sheet.items.first?.reason?.hasSuffix("is not known: AWS was not asked") == true, "\(sheet.items)")
        let names = context.costedNames(isSeen: false)
        #expect(names.databases.isEmpty && names.mayHaveOthers)
    }

    @Test func `snapshots that could not be read are not none`() throws {
        let estate = try Estate.compliant().with { $0.database.snapshots = .unavailable(Estate.failure) }
        let required = CostBasis(required: estate.context, StorageSizes()).databases[0]
        #expect(required.manual == .unavailable(Estate.failure))
        let stranded = try Estate.compliant().with {
            $0.inventory.strandedSnapshots[.instance] = .unavailable(Estate.failure)
        }
        let left = CostBasis(observed: stranded.context, StorageSizes()).databases.first { $0.isNameless }
        #expect(left.map { reasons(CostFixtures.basis($0)) } == ["AccessDenied"], "\(left as Any)")
    }

    @Test func `drills have a price where drctl has one, whatever a file of prices says`() {
        let drilled = CostFixtures.database().with {
            $0.drill = .init(instanceClass: "db.t4g.medium", every: TimeSpan(90, .days), duration: TimeSpan(4, .hours))
        }
        let far = Region("sa-east-1")
        let table = CostFixtures.prices.overridden(
            by: PriceTable([far: CostFixtures.prices.prices[CostFixtures.home]!]))
        let sheet = CostSheet(CostFixtures.basis(drilled, in: far), table)
        #expect(sheet.items.compactMap(\.reason) == ["drctl has no price of drills in sa-east-1"])
    }

    @Test func `no requirement of a database of unknown size is said to change nothing`() {
        let unseen = CostFixtures.database().with {
            $0.data = .unavailable(.unsized("kb-prod"))
            $0.manual = .known(.init([Estate.now, Estate.now], until: nil, shown: "2 snapshots"))
            $0.vaulted = .known(.daily(7))
        }
        let basis = CostFixtures.basis(unseen)
        let policy = RecoveryPolicy(
            name: "kb", scope: PolicyScope(accounts: [Self.account], regions: [Self.east]),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        let sheet = CostSheet(basis, CostFixtures.prices)
        let all = CostVariations(basis, sheet, CostFixtures.prices, policy).all
        #expect(all.count > 3)
        for variation in all {
            if case .known = variation.change { Issue.record("\(variation)") }
        }
    }
}
