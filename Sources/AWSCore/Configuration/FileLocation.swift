/// A line of a file.
public struct FileLocation: Hashable, Sendable, CustomStringConvertible {
    /// The path as it was opened.
    public var path: String
    /// The line, from 1.
    public var line: Int

    /// Creates the value from its parts.
    public init(path: String, line: Int) {
        self.path = path
        self.line = line
    }

    /// The location as editors and compilers write it.
    public var description: String { "\(path):\(line)" }
}
