#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder in which drctl keeps files of its own: state, ledgers, evidence, tokens.
///
/// The folder is where the user says, links and all. Below it nothing is a link: names lead from folder to folder by
/// handles that follow none, and what stands in a file's place and is no file is refused. A file is replaced as a whole,
/// and is on the disk when the call returns; a kill at any moment leaves the old one or the new one.
package struct Folder: Sendable {
    /// Who may read what is made.
    package enum Readers: Sendable {
        /// The folders everybody whom the umask lets, the files their owner alone.
        case files
        /// Their owner alone, folders and files.
        case owner

        var folderPermissions: mode_t { self == .owner ? 0o700 : 0o777 }
    }

    /// As it was named.
    package let path: String
    private let readers: Readers

    /// The folder of a path; it is made when something is written to it.
    package init(_ path: String, readers: Readers = .files) {
        self.path = path
        self.readers = readers
    }

    /// The path of a file, for people.
    package func path(of name: String) -> String { FilePath.join(path, name) }

    /// The bytes of a file; nil when there is none.
    ///
    /// - Throws: `FileFailure`.
    package func read(_ name: String) throws(FileFailure) -> [UInt8]? {
        do throws(FileFailure) {
            let file = try parent(of: name, .read).open(Self.last(name), O_RDONLY)
            try file.requireRegular()
            return try file.readAll()
        } catch {
            guard error.cause == .system(ENOENT) else { throw error }
            return nil
        }
    }

    /// The names of all files in it and in its folders, sorted; temporary ones are left out.
    ///
    /// - Throws: `FileFailure` also for a link, which hides what is behind it.
    package func files() throws(FileFailure) -> [String] {
        do throws(FileFailure) {
            return try Self.files(in: FolderHandle(path, .read, making: nil), path, "").sorted()
        } catch {
            guard error.cause == .system(ENOENT) else { throw error }
            return []
        }
    }

    private static func files(
        in handle: borrowing FolderHandle, _ path: String, _ prefix: String
    ) throws(FileFailure) -> [String] {
        var files: [String] = []
        for name in try handle.names() where !TemporaryName.isOne(name) {
            switch try handle.kind(of: name) {
            case .regular: files.append(prefix + name)
            case .folder:
                files += try Self.files(
                    in: handle.folder(name, making: nil), FilePath.join(path, name), "\(prefix)\(name)/")
            case .missing: continue
            case let kind: throw FileFailure(.read, FilePath.join(path, name), .kind(kind))
            }
        }
        return files
    }

    /// The folder that a name with slashes stands in; when writing, what is missing is made.
    func parent(of name: String, _ action: FileFailure.Action) throws(FileFailure) -> FolderHandle {
        let permissions = action == .write ? readers.folderPermissions : nil
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !["", ".", ".."].contains($0) }) else {
            throw FileFailure(action, path(of: name), errno: EINVAL)
        }
        var handle = try FolderHandle(path, action, making: permissions)
        for part in parts.dropLast() { handle = try handle.folder(String(part), making: permissions) }
        return handle
    }

    /// What stands behind the last slash.
    static func last(_ name: String) -> String {
        String(name[(name.lastIndex(of: "/").map(name.index(after:)) ?? name.startIndex)...])
    }
}
