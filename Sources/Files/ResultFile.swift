#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The place that a user has named for a result: a file, a pipe or a device.
///
/// A file is replaced as a whole, so that a reader never sees half of one, and keeps its permissions; its folder is there
/// already. A link is refused, since it may be somebody else's who leads us to a file of ours; a pipe or a device is
/// written as it is. `/dev/stdout` and its like name what we have open, whatever that is.
package struct ResultFile: Sendable {
    private let path: String

    /// The place of a path.
    package init(_ path: String) { self.path = path }

    /// Writes the pieces.
    ///
    /// - Throws: `FileFailure`; then the old file is as it was.
    package func write(_ pieces: (_ piece: ([UInt8]) -> Void) -> Void) throws(FileFailure) {
        if let number = openNumber { return try Descriptor(dup(number), .write, path).write(pieces) }
        guard !path.hasSuffix("/"), let (folder, name) = FilePath.split(path) else {
            throw FileFailure(.write, path, .kind(.folder))
        }
        let parent = try FolderHandle(folder, .write, making: nil)
        switch try parent.kind(of: name) {
        case .missing, .regular:
            let permissions = try parent.status(of: name).map { $0.st_mode & 0o777 }
            try parent.writeAside(name, permissions: permissions ?? 0o644, pieces) {
                temporary throws(FileFailure) in
                // The umask is for what is new.
                if let permissions { parent.setPermissions(permissions, of: temporary) }
                try parent.rename(temporary, to: name)
            }
        case .pipe: try stream(pieces, to: name, in: parent, .pipe)
        case .characterDevice: try stream(pieces, to: name, in: parent, .characterDevice)
        case let kind: throw FileFailure(.write, path, .kind(kind))
        }
    }

    private func stream(
        _ pieces: (_ piece: ([UInt8]) -> Void) -> Void, to name: String, in parent: borrowing FolderHandle,
        _ kind: FileKind
    ) throws(FileFailure) {
        let file = try open(name, in: parent)
        guard FileKind(try file.status().st_mode) == kind else { throw FileFailure(.write, path, .kind(kind)) }
        try file.write(pieces)
    }

    private func open(_ name: String, in parent: borrowing FolderHandle) throws(FileFailure) -> Descriptor {
        do throws(FileFailure) {
            return try parent.open(name, O_WRONLY | O_NOCTTY)
        } catch {
            throw error.cause == .kind(.pipe) ? FileFailure(.write, path, .lonelyPipe) : error
        }
    }

    /// The descriptor that the path names.
    private var openNumber: Int32? {
        switch path {
        case "/dev/stdout": STDOUT_FILENO
        case "/dev/stderr": STDERR_FILENO
        default:
            ["/dev/fd/", "/proc/self/fd/"].lazy.filter(path.hasPrefix).compactMap { Int32(path.dropFirst($0.count)) }
                .first
        }
    }
}
