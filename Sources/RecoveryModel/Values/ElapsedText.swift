/// Lengths of time for people: `850 ms`, `12.3 s`, `4 min 10 s`, `3 h 5 min`, `2 d 4 h`.
package enum ElapsedText {
    /// From seconds.
    package static func of(_ seconds: Double) -> String { of(milliseconds: Int((seconds * 1_000).rounded())) }

    /// From milliseconds.
    package static func of(milliseconds: Int) -> String {
        if milliseconds < 0 { return "-" + of(milliseconds: -milliseconds) }
        if milliseconds < 1_000 { return "\(milliseconds) ms" }
        let seconds = milliseconds / 1_000
        switch seconds {
        case ..<60: return "\(seconds).\(milliseconds % 1_000 / 100) s"
        case ..<3_600: return "\(seconds / 60) min \(seconds % 60) s"
        case ..<86_400: return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
        default: return "\(seconds / 86_400) d \(seconds % 86_400 / 3_600) h"
        }
    }
}
