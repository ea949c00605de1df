import AWSNames
import RecoveryModel
import Testing

@Suite("What has an order")
struct OrderTests {
    /// Each is before all that follow, and before nothing else.
    private func expectOrdered<Value: Comparable>(_ values: [Value]) {
        for (place, left) in values.enumerated() {
            for (other, right) in values.enumerated() {
                #expect((left < right) == (place < other), "\(left) \(right)")
                #expect((left > right) == (place > other), "\(left) \(right)")
            }
        }
    }

    @Test func `phases and stages come one after the other, as they are listed`() {
        expectOrdered(DrillPhase.allCases)
        expectOrdered(Stage.allCases)
    }

    @Test func `names, sizes and money are compared by their values`() {
        expectOrdered([DrillID(rawValue: "a"), DrillID(rawValue: "ab"), DrillID(rawValue: "b")])
        expectOrdered([ByteCount(bytes: 1_023), ByteCount(bytes: 1_024), ByteCount(gibibytes: 1)])
        expectOrdered([USD(millionths: -1), USD(millionths: 0), USD(millionths: 1)])
    }

    @Test func `sums and products end at what an integer holds`() {
        #expect(1.plus(2) == 3 && Int.max.plus(1) == .max && Int.min.plus(-1) == .min + 1 && Int.max.plus(0) == .max)
        #expect(2.times(3) == 6 && Int.max.times(2) == .max && Int.max.times(-2) == .min + 1)
        #expect(Int.min.times(-2) == .max && Int.min.times(2) == .min + 1 && 0.times(.max) == 0)
    }
}
