#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A lock that one process holds at a time on this machine; the kernel lets go when the process ends. The file stays, and
/// says what its holder wrote into it.
package final class LockFile: Sendable {
    private let number: Int32
    private let path: String

    /// Nil when another process holds it.
    ///
    /// - Throws: `FileFailure`.
    package init?(_ name: String, in folder: Folder) throws(FileFailure) {
        let parent = try folder.parent(of: name, .write)
        let file = try parent.open(Folder.last(name), O_RDWR | O_CREAT, permissions: 0o600)
        // It is emptied in place.
        try file.requireOwnFile()
        path = file.path
        number = fcntl(file.number, F_DUPFD_CLOEXEC, 0)
        guard number >= 0 else { throw FileFailure(.write, path) }
        // Somebody who looks whether it is held holds it for a moment.
        for attempt in 1... {
            if flock(number, LOCK_EX | LOCK_NB) == 0 { break }
            guard attempt < 5 else { return nil }
            usleep(20_000)
        }
        // What a process before this one was at is over.
        ftruncate(number, 0)
    }

    deinit { close(number) }

    /// Says what it is held for.
    ///
    /// - Throws: `FileFailure`.
    package func note(_ text: String) throws(FileFailure) {
        let bytes = Array(text.utf8)
        guard ftruncate(number, 0) == 0, pwrite(number, bytes, bytes.count, 0) == bytes.count else {
            throw FileFailure(.write, path)
        }
    }

    /// What a process holds it for at this moment; nil when none does.
    ///
    /// - Throws: `FileFailure`.
    package static func holder(of name: String, in folder: Folder) throws(FileFailure) -> String? {
        do throws(FileFailure) {
            let file = try folder.parent(of: name, .read).open(Folder.last(name), O_RDONLY)
            try file.requireRegular()
            guard flock(file.number, LOCK_SH | LOCK_NB) != 0 else { return nil }
            return String(decoding: try file.readAll(), as: UTF8.self)
        } catch {
            guard error.cause == .system(ENOENT) else { throw error }
            return nil
        }
    }
}
