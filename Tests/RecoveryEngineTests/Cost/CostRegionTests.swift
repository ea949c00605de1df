import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("What is billed between regions")
struct CostRegionTests {
    private static let east = Region("us-east-1")
    private static let west = Region("us-west-2")
    private static let account = AccountID("123456789012")!

    @Test func `a key's replica is counted once, in its own region where that has requirements`() throws {
        let estate = try Estate.compliant().with {
            $0.policy.scope.regions.append(Self.west)
            $0.policy.databases[0].regions = [Self.east, Self.west]
        }
        let keys = [Self.east, Self.west].flatMap { region in
            let target = Target(estate.policy, account: Self.account, region: region)
            return CostedThings(ControlContext(unseen: target, now: Estate.now)).required.filter { $0.item == .key }
        }
        #expect(keys.map(\.region) == [Self.east, Self.west], "\(keys)")
        let alone = try Estate.compliant()
        let replicas = CostedThings(alone.context).required.filter { $0.item == .key }.map(\.region)
        #expect(replicas == [Self.east, Self.west], "a region without requirements counts nothing itself")
    }

    @Test func `the way of copies is billed between regions, and another account's vault to that account`() {
        let copied = CostFixtures.database().with {
            $0.copies = .known([
                .init(region: CostFixtures.home, points: .daily(30), isVaulted: true, account: "222222222222"),
                .init(region: CostFixtures.elsewhere, points: .daily(30), isVaulted: true),
            ])
        }
        let items = CostSheet(CostFixtures.basis(copied), CostFixtures.prices).items
        #expect(items.map(\.title).filter { $0.hasPrefix("Transfer") } == ["Transfer to eu-west-1"])
        let foreign = items.first { $0.title == "Copies in us-east-1 of account 222222222222" }
        #expect(foreign?.basis.hasSuffix("billed to that account") == true)
    }

    @Test func `between us-east-1 and us-east-2 a gigabyte costs a cent`() {
        let pricing = { (region: String) in Pricing(prices: .standard, region: Region(region)) }
        #expect(pricing("us-east-1").transferItem(to: Region("us-east-2")) == .transferOfUSEast)
        #expect(pricing("us-east-2").transferItem(to: Self.east) == .transferOfUSEast)
        #expect(pricing("us-east-1").transferItem(to: Self.west) == .transfer)
        #expect(PriceTable.standard[Self.east, .transferOfUSEast]?.amount == USD(millionths: 10_000))
    }

    @Test func `replication to a bucket of the policy's in another region is billed for the way`() throws {
        var basis = CostFixtures.basis()
        basis.buckets = [
            .init(
                name: "kb", content: .init(classes: ["STANDARD": 1 << 30], origin: "test"),
                replicaRegion: CostFixtures.elsewhere)
        ]
        #expect(CostFixtures.amounts(basis)["Transfer to eu-west-1"] == USD(millionths: 20_000))
        let estate = try Estate.compliant().with {
            var copy = BucketPolicy(bucket: "kb-copies-123456789012")
            copy.regions = [Self.west]
            $0.policy.scope.regions.append(Self.west)
            $0.policy.storage.append(copy)
            $0.policy.storage[0].replicateTo = copy.bucket
        }
        let replicated = CostBasis(required: estate.context, StorageSizes()).buckets.first {
            $0.name == Estate.bucketName
        }
        #expect(replicated?.replicaRegion == Self.west && replicated?.replica == nil)
    }
}
