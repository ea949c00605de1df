/// Why the AWS configuration cannot be used: always the user's to mend, so it says where and how.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file and line, or the variable or flag, that holds the mistake.
    public var origin: String
    /// What is wrong there; never repeats a value that may be secret.
    public var problem: String
    /// What to do about it; nil when the problem says it all.
    public var hint: String?

    /// From its parts.
    public init(origin: String, problem: String, hint: String? = nil) {
        self.origin = origin
        self.problem = problem
        self.hint = hint
    }

    init(_ location: FileLocation, _ problem: String, hint: String? = nil) {
        self.init(origin: location.description, problem: problem, hint: hint)
    }

    /// For people.
    public var description: String { "\(origin): \(problem)" + (hint.map { "\nhint: \($0)" } ?? "") }
}
