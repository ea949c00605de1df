#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open folder. What is done to its files is done by name within it, so that nobody can put another folder in its
/// place meanwhile, and a name that is a link is never followed.
struct FolderHandle: ~Copyable {
    let descriptor: Descriptor
    private var action: FileFailure.Action { descriptor.action }

    /// The folder of a path, which may lead through links: it is the user who has named it.
    ///
    /// - Parameter permissions: Those of folders that are made where they are missing; nil to make none.
    init(_ path: String, _ action: FileFailure.Action, making permissions: mode_t?) throws(FileFailure) {
        let number = systemOpen(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if number < 0, errno == ENOENT, let permissions, let (parent, name) = FilePath.split(path) {
            self = try FolderHandle(parent, action, making: permissions).folder(name, making: permissions)
        } else {
            descriptor = try Descriptor(number, action, path)
        }
    }

    private init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    /// A folder in this one, which is no link.
    func folder(_ name: String, making permissions: mode_t?) throws(FileFailure) -> FolderHandle {
        if let permissions, mkdirat(descriptor.number, name, permissions) == 0 {
            synchronize()
        } else if permissions != nil, errno != EEXIST {
            throw FileFailure(action, path(name))
        }
        return FolderHandle(try open(name, O_RDONLY | O_DIRECTORY))
    }

    /// A file in this folder, which is no link; never waits for the other end of a pipe.
    func open(_ name: String, _ flags: Int32, permissions: mode_t = 0) throws(FileFailure) -> Descriptor {
        let number = openat(descriptor.number, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, permissions)
        guard number < 0 else { return try Descriptor(number, action, path(name)) }
        let code = errno
        switch (code, try kind(of: name)) {
        case (ELOOP, let kind), (ENOTDIR, let kind), (EISDIR, let kind), (ENXIO, let kind):
            throw FileFailure(action, path(name), .kind(kind))
        default: throw FileFailure(action, path(name), errno: code)
        }
    }

    /// What stands under a name; a link is a link, wherever it leads.
    func kind(of name: String) throws(FileFailure) -> FileKind {
        try status(of: name).map { FileKind($0.st_mode) } ?? .missing
    }

    /// Nil when nothing stands under the name.
    func status(of name: String) throws(FileFailure) -> stat? {
        var status = stat()
        if fstatat(descriptor.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return status }
        guard errno == ENOENT else { throw FileFailure(action, path(name)) }
        return nil
    }

    /// Puts a file under another name, in place of what is there.
    func rename(_ name: String, to other: String) throws(FileFailure) {
        guard renameat(descriptor.number, name, descriptor.number, other) == 0 else {
            throw FileFailure(action, path(other))
        }
        synchronize()
    }

    /// Puts a file under a name that is free; false when it is not, and the file stays where it is.
    func rename(_ name: String, toFree other: String) throws(FileFailure) -> Bool {
        // A second name is refused where it is taken, which a rename is not.
        if linkat(descriptor.number, name, descriptor.number, other, 0) == 0 {
            remove(name)
            synchronize()
            return true
        }
        switch errno {
        case EEXIST: return false
        case EPERM, ENOTSUP, ENOSYS:
            // The file system knows no second names: an empty file takes the name first.
            let number = openat(descriptor.number, other, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            if number < 0, errno == EEXIST { return false }
            _ = try Descriptor(number, action, path(other))
            try rename(name, to: other)
            return true
        default: throw FileFailure(action, path(other))
        }
    }

    /// Who may read and write a file; nil when nothing stands under the name.
    func permissions(of name: String) throws(FileFailure) -> mode_t? { try status(of: name).map { $0.st_mode & 0o777 } }

    /// Sets who may read and write a file, whatever the umask says.
    func setPermissions(_ permissions: mode_t, of name: String) {
        fchmodat(descriptor.number, name, permissions, 0)
    }

    /// Takes a name away; harmless when there is none.
    func remove(_ name: String) { unlinkat(descriptor.number, name, 0) }

    /// Sees to it that names survive a loss of power; some file systems know no such thing.
    func synchronize() { fsync(descriptor.number) }

    /// The names in it, sorted.
    func names() throws(FileFailure) -> [String] {
        guard let stream = fdopendir(dup(descriptor.number)) else { throw FileFailure(action, descriptor.path) }
        defer { closedir(stream) }
        rewinddir(stream)
        var names: [String] = []
        while let entry = readdir(stream), let offset = MemoryLayout<dirent>.offset(of: \.d_name) {
            let name = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
            names.append(String(cString: name))
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    /// The path of a name, for people.
    func path(_ name: String) -> String { FilePath.join(descriptor.path, name) }
}

/// Paths as texts.
enum FilePath {
    /// The folder and the last name; nil when there is no such name, as in `/` or `..`.
    static func split(_ path: String) -> (folder: String, name: String)? {
        let parts = path.split(separator: "/")
        guard let name = parts.last, name != ".", name != ".." else { return nil }
        let folder = parts.dropLast().joined(separator: "/")
        guard !path.hasPrefix("/") else { return ("/" + folder, String(name)) }
        return (folder.isEmpty ? "." : folder, String(name))
    }

    /// A name in a folder.
    static func join(_ folder: String, _ name: String) -> String {
        folder == "." ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }
}
