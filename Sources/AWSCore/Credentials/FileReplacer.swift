public import AWSNames
import Files

/// Replaces a file that contains a secret: completely or not at all, readable only by its owner.
public struct FileReplacer: Sendable {
    /// Writes the content. Throws `FileReplaceError`.
    public var replace: @Sendable (_ path: String, _ content: Redacted<[UInt8]>) throws(FileReplaceError) -> Void

    /// From a function.
    public init(
        replace: @escaping @Sendable (_ path: String, _ content: Redacted<[UInt8]>) throws(FileReplaceError) -> Void
    ) {
        self.replace = replace
    }

    /// The machine's own files: replaced as a whole, and never through a link.
    public static let system = FileReplacer { path, content throws(FileReplaceError) in
        guard path.hasPrefix("/"), let slash = path.lastIndex(of: "/") else {
            throw FileReplaceError(path: path, reason: "not absolute")
        }
        let folder = Folder(path[..<slash].isEmpty ? "/" : String(path[..<slash]), readers: .owner)
        do throws(FileFailure) {
            try folder.replace(String(path[path.index(after: slash)...]), with: content.secret)
        } catch {
            throw FileReplaceError(path: error.path, reason: error.reason)
        }
    }
}

/// A file that could not be replaced; the old one is unchanged.
public struct FileReplaceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public var path: String
    /// The system's error.
    public var reason: String

    /// Creates the value from its parts.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// For people.
    public var description: String { "\(path): \(reason)" }
}
