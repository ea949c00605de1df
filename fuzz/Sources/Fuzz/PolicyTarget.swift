import RecoveryEngine
import RecoveryModel

/// Policies: text in, a policy or the reasons why there is none out.
enum PolicyTarget {
    private static let today = CalendarDay(daysSinceEpoch: 20_780)

    static func run(_ bytes: [UInt8]) {
        let result = PolicyParser.parse(bytes: bytes, file: "dr.yaml", today: today)
        _ = result.diagnostics.rendered()
    }
}
