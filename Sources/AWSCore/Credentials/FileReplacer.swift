public import AWSNames

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

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

    /// Files of this machine: written beside the target, synced, and renamed.
    public static let system = FileReplacer { path, content throws(FileReplaceError) in
        guard let slash = path.lastIndex(of: "/") else { throw FileReplaceError(path: path, reason: "not absolute") }
        let folder = String(path[..<slash])
        try makeFolder(folder)
        let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0...UInt32.max)).tmp"
        do throws(FileReplaceError) {
            try write(content.secret, to: temporary)
            guard rename(temporary, path) == 0 else { throw FileReplaceError(path: path, code: errno) }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    private static func makeFolder(_ path: String) throws(FileReplaceError) {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw FileReplaceError(path: path, code: errno)
        }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileReplaceError(path: path, code: errno) }
    }

    private static func write(_ content: [UInt8], to path: String) throws(FileReplaceError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileReplaceError(path: path, code: errno) }
        defer { close(descriptor) }
        var rest = content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileReplaceError(path: path, code: errno) }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw FileReplaceError(path: path, code: errno) }
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

    fileprivate init(path: String, code: Int32) { self.init(path: path, reason: String(cString: strerror(code))) }

    /// A description for people.
    public var description: String { "\(path): \(reason)" }
}

/// The system's write(2), under a name that the method `write` does not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
