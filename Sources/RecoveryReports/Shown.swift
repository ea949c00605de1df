import RecoveryModel

/// Measured times in reports.
enum Shown {
    /// A length of time, never negative: two clock readings may be out of order.
    static func seconds(_ value: Double) -> String { ElapsedText.of(max(0, value)) }

    /// A measured time, or `not measured`.
    static func measured(_ span: TimeSpan?) -> String {
        span.map { seconds(Double($0.seconds)) } ?? "not measured"
    }
}
