import AWSNames

/// The shared config and credentials files, merged: all profiles, sso-sessions and services sections.
///
/// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
public struct SharedConfiguration: Hashable, Sendable {
    /// By name, without the word `profile`.
    public internal(set) var profiles: [String: ConfigurationSection] = [:]
    /// By name, without the word `sso-session`.
    public internal(set) var ssoSessions: [String: ConfigurationSection] = [:]
    /// By name, without the word `services`.
    public internal(set) var services: [String: ConfigurationSection] = [:]

    /// Creates an empty configuration, as when no file exists.
    public init() {}

    /// Reads and merges the files that exist.
    ///
    /// - Throws: `ConfigurationError` when a file cannot be read or is malformed.
    public init(files: ConfigurationFiles, sources: ConfigurationSources) throws {
        self.init()
        if let bytes = try Self.read(files.config, sources) {
            try merge(SharedConfigurationParser(path: files.config ?? "", kind: .config).parse(bytes))
        }
        if let bytes = try Self.read(files.credentials, sources) {
            try merge(SharedConfigurationParser(path: files.credentials ?? "", kind: .credentials).parse(bytes))
        }
    }

    private static func read(_ path: String?, _ sources: ConfigurationSources) throws -> [UInt8]? {
        guard let path else { return nil }
        do {
            return try sources.files.read(path)
        } catch {
            throw ConfigurationError(origin: path, problem: "cannot be read: \(error.reason)")
        }
    }

    /// Properties of the later file take precedence: the credentials file is merged last.
    private mutating func merge(_ later: SharedConfiguration) {
        profiles.merge(later.profiles) { $0.overlaid(by: $1) }
        ssoSessions.merge(later.ssoSessions) { $0.overlaid(by: $1) }
        services.merge(later.services) { $0.overlaid(by: $1) }
    }
}

/// A profile, an sso-session or a services section.
public struct ConfigurationSection: Hashable, Sendable {
    /// The name without the section's kind.
    public var name: String
    /// The location of its first header.
    public var location: FileLocation
    /// The properties by name in lower case.
    public internal(set) var properties: [String: ConfigurationProperty] = [:]

    /// The property's text; nil when it is missing or blank.
    public func text(_ name: String) -> String? {
        guard let value = properties[name]?.value, !value.allSatisfy(\.isWhitespace) else { return nil }
        return value
    }

    func overlaid(by later: ConfigurationSection) -> ConfigurationSection {
        var merged = self
        merged.properties.merge(later.properties) { $1 }
        return merged
    }
}

/// A value and its location. Values may be secret keys, so description and dump never show them.
public struct ConfigurationProperty: Hashable, Sendable {
    /// One indented `name = value` line.
    public struct Nested: Hashable, Sendable {
        /// The value.
        public var value: String
        /// Its location.
        public var location: FileLocation
    }

    /// Its location.
    public var location: FileLocation
    /// The file that contains it.
    public var file: SharedConfigurationParser.Kind
    /// The nested properties, when it has no value itself, by name in lower case.
    public internal(set) var nested: [String: Nested] = [:]
    private var hidden: Redacted<String>

    init(value: String, location: FileLocation, file: SharedConfigurationParser.Kind) {
        self.hidden = Redacted(value)
        self.location = location
        self.file = file
    }

    /// The value; continuation lines are joined by line feeds.
    public internal(set) var value: String {
        get { hidden.secret }
        set { hidden = Redacted(newValue) }
    }
}
