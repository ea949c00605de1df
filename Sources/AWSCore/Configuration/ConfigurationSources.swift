import FoundationEssentials

/// What the AWS configuration is read from. Nothing below looks anywhere else.
public struct ConfigurationSources: Sendable {
    /// The environment's variables.
    public var environment: [String: String]
    /// The file system.
    public var files: FileReader
    /// Used when `HOME` is not set; nil when the user has none.
    public var homeDirectory: String?

    /// From its parts.
    public init(environment: [String: String], files: FileReader, homeDirectory: String? = nil) {
        self.environment = environment
        self.files = files
        self.homeDirectory = homeDirectory
    }

    /// This process's own.
    public static func process() -> ConfigurationSources {
        ConfigurationSources(
            environment: ProcessInfo.processInfo.environment, files: .system,
            homeDirectory: FileManager.default.homeDirectoryForCurrentUser.path(percentEncoded: false))
    }

    /// A variable's value; nil also when it is blank, which AWS's SDKs treat as not set.
    public func variable(_ name: String) -> String? {
        guard let value = environment[name], !value.allSatisfy(\.isWhitespace) else { return nil }
        return value
    }

    /// The user's home; nil when there is none.
    public var home: String? {
        guard let home = variable("HOME") ?? homeDirectory else { return nil }
        return home.count > 1 && home.hasSuffix("/") ? String(home.dropLast()) : home
    }

    /// A file's text; nil when there is no such file.
    func text(of path: String) throws -> String? {
        guard let bytes = try files.read(path) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FileReadError(path: path, reason: "not UTF-8 text")
        }
        return text
    }
}
