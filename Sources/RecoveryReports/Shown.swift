import RecoveryModel

/// How reports show measures.
enum Shown {
    /// Such as `0.4 s`, `95 s`, `12 min 5 s`, `3 h 10 min`.
    static func seconds(_ value: Double) -> String {
        let value = max(0, value)
        if value < 10 { return "\((value * 10).rounded() / 10) s" }
        let whole = Int(value.rounded())
        switch whole {
        case ..<120: return "\(whole) s"
        case ..<7_200: return "\(whole / 60) min" + (whole % 60 == 0 ? "" : " \(whole % 60) s")
        default: return "\(whole / 3_600) h" + (whole / 60 % 60 == 0 ? "" : " \(whole / 60 % 60) min")
        }
    }

    /// A measured time, or that there is none.
    static func measured(_ span: TimeSpan?) -> String {
        span.map { seconds(Double($0.seconds)) } ?? "not measured"
    }
}
