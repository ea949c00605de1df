/// How values are shown to people when a control or a setting does not say.
package enum Shown {
    /// Booleans as enabled and disabled, lists with commas, nothing as `none`.
    package static func text<Value>(_ value: Value) -> String {
        switch value {
        case let flag as Bool: flag ? "enabled" : "disabled"
        case let list as [String]: list.isEmpty ? "none" : list.joined(separator: ", ")
        case let optional as any OptionalValue: optional.shown
        default: String(describing: value)
        }
    }

    /// `30 days`, `1 day`.
    package static func days(_ count: Int) -> String { count == 1 ? "1 day" : "\(count) days" }
}

/// Lets `Shown` look into optionals.
package protocol OptionalValue {
    var shown: String { get }
}

extension Optional: OptionalValue {
    package var shown: String { map { Shown.text($0) } ?? "none" }
}
