/// Why the AWS configuration cannot be used. The user can always fix it, so it has a location and usually a hint.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file and line, or the variable or flag, with the problem.
    public var origin: String
    /// The problem; it never repeats a value that may be secret.
    public var problem: String
    /// The fix; nil when the problem is self-explanatory.
    public var hint: String?

    /// Creates the value from its parts.
    public init(origin: String, problem: String, hint: String? = nil) {
        self.origin = origin
        self.problem = problem
        self.hint = hint
    }

    init(_ location: FileLocation, _ problem: String, hint: String? = nil) {
        self.init(origin: location.description, problem: problem, hint: hint)
    }

    /// A description for people.
    public var description: String { "\(origin): \(problem)" + (hint.map { "\nhint: \($0)" } ?? "") }
}
