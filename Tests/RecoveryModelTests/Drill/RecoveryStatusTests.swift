import RecoveryModel
import Testing

@Suite("Recoveries that nobody has finished")
struct RecoveryStatusTests {
    @Test func `ledgers that cannot be read are told in the order of their names`() {
        let names = ["c", "a", "b"].map { DrillID(rawValue: $0) }
        #expect(RecoveryStatus([], unreadable: names).unreadable.map(\.rawValue) == ["a", "b", "c"])
    }
}
