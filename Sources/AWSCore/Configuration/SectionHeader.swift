/// What a `[header]` of a shared file opens.
enum SectionHeader {
    /// A section that is read: which kind, its name, and whether the kind was written in front of the name.
    case kept(WritableKeyPath<SharedConfiguration, [String: ConfigurationSection]>, name: String, isPrefixed: Bool)
    /// One that other tools use, or that is mistyped: AWS's tools pass over it, and so do we.
    case ignored

    init(_ text: Substring, in kind: SharedConfigurationParser.Kind) {
        switch kind {
        case .credentials:
            self = Self.isWord(text) ? .kept(\.profiles, name: String(text), isPrefixed: false) : .ignored
        case .config:
            self = text.shellWords.map(Self.section) ?? .ignored
        }
    }

    private static func section(_ words: [String]) -> SectionHeader {
        guard let last = words.last, isName(last) else { return .ignored }
        return switch (words[0], words.count) {
        case ("default", 1): .kept(\.profiles, name: last, isPrefixed: false)
        case ("profile", 2): .kept(\.profiles, name: last, isPrefixed: true)
        case ("sso-session", 2): .kept(\.ssoSessions, name: last, isPrefixed: true)
        case ("services", 2): .kept(\.services, name: last, isPrefixed: true)
        default: .ignored
        }
    }

    /// Whether the text may name a profile, an sso-session or a services section. A name with spaces is one word only
    /// in quotes, as the AWS CLI writes it.
    ///
    /// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
    static func isName(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        return !words.isEmpty && words.allSatisfy(isWord)
    }

    private static func isWord(_ text: Substring) -> Bool { !text.isEmpty && text.utf8.allSatisfy(\.isNameByte) }
}
