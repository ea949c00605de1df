import RecoveryModel
import Testing

@Suite struct ExactDecimalTests {
    private static let ascending = [
        "-10000000000000000000001", "-10000000000000000000000", "-12", "-2.5", "-0.001", "0", "0.001", "0.01", "0.1",
        "0.99", "1", "1.000000000000000000001", "2.5", "9", "10", "10000000000000000000000", "10000000000000000000001",
    ]

    @Test func `numbers of any size are in order, zero and fractions among them`() throws {
        let numbers = try Self.ascending.map { try #require(ExactDecimal($0)) }
        for (left, first) in numbers.enumerated() {
            for (right, second) in numbers.enumerated() {
                #expect((first < second) == (left < right), "\(first) and \(second)")
                #expect((first == second) == (left == right), "\(first) and \(second)")
            }
        }
    }
}
