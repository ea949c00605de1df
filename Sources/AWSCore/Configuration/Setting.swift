/// A value and where it comes from, so that `doctor` can say it.
public struct Setting<Value: Sendable>: Sendable {
    /// The value in force.
    public var value: Value
    /// Where it was found.
    public var origin: SettingOrigin

    /// From its parts.
    public init(_ value: Value, origin: SettingOrigin) {
        self.value = value
        self.origin = origin
    }
}

extension Setting: Equatable where Value: Equatable {}

extension Setting: Hashable where Value: Hashable {}

/// Where a setting's value was found.
public enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
    /// A flag of the command line, such as `--region`.
    case flag(String)
    /// An environment variable.
    case environment(String)
    /// A line of one of the shared files.
    case file(FileLocation)
    /// Nothing was said: the value that AWS's tools use then.
    case standard

    /// For people.
    public var description: String {
        switch self {
        case .flag(let name): name
        case .environment(let name): name
        case .file(let location): location.description
        case .standard: "default"
        }
    }
}
