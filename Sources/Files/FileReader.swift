#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file of drctl's own that is too large to be held, read from its beginning to its end.
package final class FileReader: Sendable {
    private let file: Descriptor
    /// Bytes when it was opened.
    package let size: Int
    /// What is another whenever the file was written to or replaced.
    package let stamp: String

    /// Nil when there is no such file.
    ///
    /// - Throws: `FileFailure`; a link is refused.
    package init?(_ name: String, in folder: Folder) throws(FileFailure) {
        do throws(FileFailure) {
            file = try folder.parent(of: name, .read).open(Folder.last(name), O_RDONLY)
        } catch {
            guard error.cause == .system(ENOENT) else { throw error }
            return nil
        }
        try file.requireRegular()
        let status = try file.status()
        size = Int(status.st_size)
        stamp = "\(status.st_ino)-\(status.st_size)-\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }

    /// The next bytes, so many at most; nil at the end.
    ///
    /// - Throws: `FileFailure`.
    package func next(atMost count: Int) throws(FileFailure) -> [UInt8]? {
        var code: Int32 = 0
        let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
            var result = -1
            repeat { result = systemRead(file.number, buffer.baseAddress!, count) } while result < 0 && errno == EINTR
            code = result < 0 ? errno : 0
            read = max(0, result)
        }
        guard code == 0 else { throw FileFailure(.read, file.path, errno: code) }
        return piece.isEmpty ? nil : piece
    }
}

extension Folder {
    /// Takes a file away, and its folder when that was the last one in it; harmless when there is none.
    ///
    /// - Throws: `FileFailure`.
    package func delete(_ name: String) throws(FileFailure) {
        do throws(FileFailure) {
            let parent = try parent(of: name, .read)
            guard unlinkat(parent.descriptor.number, Self.last(name), 0) == 0 || errno == ENOENT else {
                throw FileFailure(.write, path(of: name))
            }
            parent.synchronize()
        } catch {
            guard error.cause == .system(ENOENT) else { throw error }
        }
        guard let slash = name.lastIndex(of: "/") else { return }
        let above = String(name[..<slash])
        guard let grandparent = try? parent(of: above, .read) else { return }
        // Fails as long as something is in it, which is what is wanted.
        unlinkat(grandparent.descriptor.number, Self.last(above), Int32(AT_REMOVEDIR))
    }
}
