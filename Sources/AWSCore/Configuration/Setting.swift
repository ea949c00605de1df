/// A value and its origin, which `doctor` shows.
public struct Setting<Value: Sendable>: Sendable {
    /// The effective value.
    public var value: Value
    /// Its origin.
    public var origin: SettingOrigin

    /// Creates the value from its parts.
    public init(_ value: Value, origin: SettingOrigin) {
        self.value = value
        self.origin = origin
    }
}

extension Setting: Equatable where Value: Equatable {}

extension Setting: Hashable where Value: Hashable {}

/// The origin of a setting's value.
public enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
    /// A flag of the command line, such as `--region`.
    case flag(String)
    /// An environment variable.
    case environment(String)
    /// A line of one of the shared files.
    case file(FileLocation)
    /// The default of AWS's tools.
    case standard

    /// A description for people.
    public var description: String {
        switch self {
        case .flag(let name): name
        case .environment(let name): name
        case .file(let location): location.description
        case .standard: "default"
        }
    }
}
