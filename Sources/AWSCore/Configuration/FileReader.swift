import Files

/// How files are read: passed in, so that tests have a file system of their own.
public struct FileReader: Sendable {
    /// The whole file; nil when there is none. Throws `FileReadError` for any other failure.
    public var read: @Sendable (_ path: String) throws(FileReadError) -> [UInt8]?

    /// From a function.
    public init(read: @escaping @Sendable (_ path: String) throws(FileReadError) -> [UInt8]?) { self.read = read }

    /// Files held in memory, by path.
    public static func memory(_ files: [String: String]) -> FileReader {
        FileReader { path throws(FileReadError) in files[path].map { Array($0.utf8) } }
    }

    /// The machine's own files; pipes (`AWS_CONFIG_FILE=<(…)`) work too. No configuration or token comes near 8 MiB.
    public static let system = system(mebibytes: 8)

    /// The machine's own files, none of them larger than so many MiB: a larger one is a mistake.
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

/// A file that is there but cannot be read.
public struct FileReadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// As it was opened.
    public var path: String
    /// What the system said.
    public var reason: String

    /// From its parts.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// For people.
    public var description: String { "\(path): \(reason)" }
}
