import Files

/// Reads files; passed in, so that tests can replace the file system.
public struct FileReader: Sendable {
    /// The whole file; nil when it does not exist. Throws `FileReadError` for any other failure.
    public var read: @Sendable (_ path: String) throws(FileReadError) -> [UInt8]?

    /// From a function.
    public init(read: @escaping @Sendable (_ path: String) throws(FileReadError) -> [UInt8]?) { self.read = read }

    /// Files in memory, by path.
    public static func memory(_ files: [String: String]) -> FileReader {
        FileReader { path throws(FileReadError) in files[path].map { Array($0.utf8) } }
    }

    /// The machine's files, including pipes (`AWS_CONFIG_FILE=<(…)`). No configuration or token is nearly as large as 8
    /// MiB.
    public static let system = system(mebibytes: 8)

    /// The machine's files up to a size in MiB; a larger file is a mistake.
    public static func system(mebibytes: Int) -> FileReader {
        FileReader { path throws(FileReadError) in
            do throws(FileFailure) {
                return try InputFile(path, mebibytes: mebibytes).read()
            } catch {
                throw FileReadError(path: path, reason: error.reason)
            }
        }
    }
}

/// A file that exists but cannot be read.
public struct FileReadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path as it was opened.
    public var path: String
    /// The system's error.
    public var reason: String

    /// Creates the value from its parts.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// A description for people.
    public var description: String { "\(path): \(reason)" }
}
