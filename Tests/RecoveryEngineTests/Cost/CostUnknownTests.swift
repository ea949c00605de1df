import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("What is not known of a cost")
struct CostUnknownTests {
    private let failure = CollectionFailure(operation: "rds:DescribeDBInstances", reason: "AccessDenied")

    @Test func `a region that the table lacks is not known, and never free`() throws {
        let sheet = CostSheet(
            CostFixtures.basis(CostFixtures.database(), in: Region("mx-central-1")), CostFixtures.prices)
        #expect(sheet.total == CostTotal(known: .zero, isComplete: false))
        #expect(sheet.total.shown == "at least 0.00 USD")
        #expect(
            sheet.items.map(\.reason)
                == Array(
                    repeating: "the table has no price of rds.backup-storage in mx-central-1", count: 2))
    }

    @Test func `nothing of a thing costs nothing, whatever its price`() {
        let sheet = CostSheet(
            CostFixtures.basis(CostFixtures.database(days: 0), in: Region("mx-central-1")), CostFixtures.prices)
        #expect(sheet.total == .nothing)
    }

    @Test func `a database that could not be seen is not known, and others keep their prices`() {
        let unseen = CostFixtures.database("unseen").with {
            $0.data = .unavailable(self.failure)
            $0.provisioned = .unavailable(self.failure)
        }
        let sheet = CostSheet(CostFixtures.basis(CostFixtures.database(), unseen), CostFixtures.prices)
        #expect(sheet.total == CostTotal(known: USD(millionths: 3_000_000), isComplete: false))
        #expect(Set(sheet.items.filter { $0.group == "unseen" }.map(\.reason)) == ["AccessDenied"])
    }

    @Test func `a difference is known only when all that differs is`() {
        let known = CostSheet(CostFixtures.basis(CostFixtures.database()), CostFixtures.prices)
        let unseen = CostFixtures.database("other").with { $0.data = .unavailable(self.failure) }
        let both = CostSheet(CostFixtures.basis(CostFixtures.database(), unseen), CostFixtures.prices)
        let more = CostSheet(CostFixtures.basis(CostFixtures.database(days: 35), unseen), CostFixtures.prices)
        #expect(known.change(to: both) == .unknown("AccessDenied"))
        #expect(
            both.change(to: more) == .known(USD(millionths: 500_000)), "what is alike on both sides does not matter")
        #expect(both.change(to: both) == .known(.zero))
    }

    @Test func `a bucket without a size, or in a class without a price, is not known`() {
        var basis = CostFixtures.basis()
        basis.buckets = [
            .init(name: "unsized"),
            .init(name: "odd", content: .init(classes: ["STANDARD": 0, "OUTPOSTS": 1], objects: 0, origin: "test")),
            .init(name: "copied", content: .init(classes: [:], objects: 0, origin: "test"), replica: "foreign"),
        ]
        let reasons = CostSheet(basis, CostFixtures.prices).items.compactMap(\.reason)
        #expect(
            reasons == [
                "the size of unsized is not known (--size unsized=SIZE)",
                "no price is known for the storage class OUTPOSTS",
                "foreign is none of the policy's buckets: its region is not known",
            ])
    }

    @Test func `objects cost by class, when they are written and when they move`() {
        var basis = CostFixtures.basis()
        let content = StorageSizes.Bucket(
            classes: ["STANDARD": CostFixtures.gibibyte, "GLACIER_IR": 3 * CostFixtures.gibibyte], origin: "test")
        basis.buckets = [.init(name: "kb", content: content, movesTo: ["GLACIER_IR"])]
        #expect(
            CostFixtures.amounts(basis) == [
                "Storage, STANDARD": USD(millionths: 1_000_000), "Storage, GLACIER_IR": USD(millionths: 3_000_000),
                // One for each 8 MiB.
                "Writes": USD(millionths: 512_000), "Moves to GLACIER_IR": USD(millionths: 512_000),
            ])
        basis.buckets[0].content?.objects = 10
        #expect(CostFixtures.amounts(basis)["Writes"] == USD(millionths: 10_000))
    }
}
