/// What a `[header]` of a shared file opens.
enum SectionHeader {
    /// A section that is read: which kind, its name, and whether the kind was written in front of the name.
    case kept(WritableKeyPath<SharedConfiguration, [String: ConfigurationSection]>, name: String, isPrefixed: Bool)
    /// One that other tools use, or that is mistyped: AWS's tools pass over it, and so do we.
    case ignored

    init(_ text: Substring, in kind: SharedConfigurationParser.Kind) {
        guard let words = text.shellWords, let first = words.first, !first.isEmpty else {
            self = .ignored
            return
        }
        switch kind {
        case .credentials:
            let isPrefix = words.count > 1 && ["profile", "sso-session", "services"].contains(first)
            self = isPrefix ? .ignored : .kept(\.profiles, name: String(text), isPrefixed: false)
        case .config:
            self =
                switch (first, words.count) {
                case ("default", 1): .kept(\.profiles, name: first, isPrefixed: false)
                case ("profile", 2): .kept(\.profiles, name: words[1], isPrefixed: true)
                case ("sso-session", 2): .kept(\.ssoSessions, name: words[1], isPrefixed: true)
                case ("services", 2): .kept(\.services, name: words[1], isPrefixed: true)
                default: .ignored
                }
        }
    }
}
