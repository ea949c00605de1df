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

    private let root: String
    /// Where in it; empty, or ends with a slash.
    private let prefix: String
    private let readers: Readers

    /// The folder of a path; it is made when something is written to it.
    package init(_ path: String, readers: Readers = .files) { self.init(root: path, prefix: "", readers: readers) }

    private init(root: String, prefix: String, readers: Readers) {
        (self.root, self.prefix, self.readers) = (root, prefix, readers)
    }

    /// A folder in this one, which is no link.
    package func folder(_ name: String) -> Folder {
        Folder(root: root, prefix: "\(prefix)\(name)/", readers: readers)
    }

    /// As it was named.
    package var path: String { prefix.isEmpty ? root : FilePath.join(root, String(prefix.dropLast())) }

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
    /// What is no file is among them, so that a link is not passed over but refused when it is read; no link is followed.
    ///
    /// - Throws: `FileFailure`.
    package func files() throws(FileFailure) -> [String] {
        do throws(FileFailure) {
            return try Self.files(in: handle(.read, below: []), "").sorted()
        } catch {
            guard error.cause == .system(ENOENT) else { throw error }
            return []
        }
    }

    private static func files(
        in handle: borrowing FolderHandle, _ prefix: String
    ) throws(FileFailure) -> [String] {
        var files: [String] = []
        for name in try handle.names() where !TemporaryName.isOne(name) {
            switch try handle.kind(of: name) {
            case .folder: files += try Self.files(in: handle.folder(name, making: nil), "\(prefix)\(name)/")
            case .missing: continue
            default: files.append(prefix + name)
            }
        }
        return files
    }

    /// The folder that a name with slashes stands in; when writing, what is missing is made.
    func parent(of name: String, _ action: FileFailure.Action) throws(FileFailure) -> FolderHandle {
        let names = name.split(separator: "/", omittingEmptySubsequences: false)
        guard names.allSatisfy({ !["", ".", ".."].contains($0) }) else {
            throw FileFailure(action, path(of: name), errno: EINVAL)
        }
        return try handle(action, below: names.dropLast())
    }

    private func handle(
        _ action: FileFailure.Action, below names: some Sequence<Substring>
    ) throws(FileFailure) -> FolderHandle {
        let permissions = action == .write ? readers.folderPermissions : nil
        var handle = try FolderHandle(root, action, making: permissions)
        for name in prefix.split(separator: "/") + names {
            handle = try handle.folder(String(name), making: permissions)
        }
        return handle
    }

    /// What stands behind the last slash.
    static func last(_ name: String) -> String {
        String(name[(name.lastIndex(of: "/").map(name.index(after:)) ?? name.startIndex)...])
    }
}
