/// A line of a file.
public struct FileLocation: Hashable, Sendable, CustomStringConvertible {
    /// As it was opened.
    public var path: String
    /// From 1.
    public var line: Int

    /// From its parts.
    public init(path: String, line: Int) {
        self.path = path
        self.line = line
    }

    /// As editors and compilers write it.
    public var description: String { "\(path):\(line)" }
}
