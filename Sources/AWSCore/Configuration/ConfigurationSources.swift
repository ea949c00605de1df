import FoundationEssentials

/// The sources of the AWS configuration, which is read from nowhere else.
public struct ConfigurationSources: Sendable {
    /// The environment's variables.
    public var environment: [String: String]
    /// The file system.
    public var files: FileReader
    /// Used when `HOME` is not set; nil when the user has none.
    public var homeDirectory: String?

    /// Creates the value from its parts.
    public init(environment: [String: String], files: FileReader, homeDirectory: String? = nil) {
        self.environment = environment
        self.files = files
        self.homeDirectory = homeDirectory
    }

    /// The sources of this process.
    public static func process() -> ConfigurationSources {
        ConfigurationSources(
            environment: ProcessInfo.processInfo.environment, files: .system,
            homeDirectory: FileManager.default.homeDirectoryForCurrentUser.path(percentEncoded: false))
    }

    /// A variable's value; also nil when it is blank, which AWS's SDKs treat as not set.
    public func variable(_ name: String) -> String? {
        guard let value = environment[name], !value.allSatisfy(\.isWhitespace) else { return nil }
        return value
    }

    /// The user's home; nil when there is none.
    public var home: String? {
        guard let home = variable("HOME") ?? homeDirectory else { return nil }
        return home.count > 1 && home.hasSuffix("/") ? String(home.dropLast()) : home
    }

    /// A file's text; nil when it does not exist.
    func text(of path: String) throws -> String? {
        guard let bytes = try files.read(path) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FileReadError(path: path, reason: "not UTF-8 text")
        }
        return text
    }
}
