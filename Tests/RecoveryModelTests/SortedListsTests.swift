import AWSNames
import RecoveryModel
import Testing

@Suite("Lists of several policies")
struct SortedListsTests {
    /// The chains of three policies, in no order.
    private let chains = ["b", "a", "c"].map { policy in
        EvidenceChain(policy: policy, links: [], head: nil).verification(
            by: EvidenceTrust(keys: [:]) { _, _, _ in false }, at: Instant(seconds: 0))
    }

    @Test func `chains are listed by policy`() {
        #expect(EvidenceListing([], chains: chains).chains.map(\.policy) == ["a", "b", "c"])
        #expect(InventoryListing([], chains: chains).chains.map(\.policy) == ["a", "b", "c"])
        #expect(
            ObjectivesReport(at: Instant(seconds: 0), policies: [], chains: chains).chains.map(\.policy) == [
                "a", "b", "c",
            ])
    }

    @Test func `numbers are written whole as long as a double holds them`() {
        #expect(
            JSONValue.number(2.5).compact == "2.5" && JSONValue.number(999_999_999_999_999).compact == "999999999999999"
        )
        #expect(
            JSONValue.number(1e15).compact == "1000000000000000.0"
                && JSONValue.number(-1e15).compact == "-1000000000000000.0")
    }
}
