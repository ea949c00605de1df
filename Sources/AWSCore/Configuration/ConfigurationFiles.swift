/// The paths of the two shared files.
///
/// https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
public struct ConfigurationFiles: Hashable, Sendable {
    /// `~/.aws/config` or the file of `AWS_CONFIG_FILE`; nil when the user has no home folder.
    public var config: String?
    /// `~/.aws/credentials` or the file of `AWS_SHARED_CREDENTIALS_FILE`; nil when the user has no home folder.
    public var credentials: String?

    /// Creates the paths from the environment.
    public init(_ sources: ConfigurationSources) {
        config = Self.path(sources, variable: "AWS_CONFIG_FILE", standard: "config")
        credentials = Self.path(sources, variable: "AWS_SHARED_CREDENTIALS_FILE", standard: "credentials")
    }

    private static func path(_ sources: ConfigurationSources, variable: String, standard: String) -> String? {
        guard let given = sources.variable(variable) else { return sources.home.map { "\($0)/.aws/\(standard)" } }
        return expand(given, sources)
    }

    /// Expands `~/`, `$NAME` and `${NAME}` like the AWS CLI; unset variables remain as written.
    private static func expand(_ path: String, _ sources: ConfigurationSources) -> String {
        var expanded = ""
        var rest = path[...]
        while let dollar = rest.firstIndex(of: "$") {
            expanded += rest[..<dollar]
            rest = rest[dollar...]
            let (name, end) = variableName(rest)
            if let name, let value = sources.environment[name] {
                expanded += value
            } else {
                expanded += rest[..<end]
            }
            rest = rest[end...]
        }
        expanded += rest
        if expanded == "~" || expanded.hasPrefix("~/"), let home = sources.home {
            return home + expanded.dropFirst()
        }
        return expanded
    }

    /// The name after a `$`, and the end of the reference.
    private static func variableName(_ text: Substring) -> (name: String?, end: Substring.Index) {
        let after = text.index(after: text.startIndex)
        if text[after...].first == "{" {
            guard let close = text.firstIndex(of: "}") else { return (nil, after) }
            return (String(text[text.index(after: after)..<close]), text.index(after: close))
        }
        let end = text[after...].firstIndex { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
        guard let end = end ?? Optional(text.endIndex), end != after else { return (nil, after) }
        return (String(text[after..<end]), end)
    }
}
