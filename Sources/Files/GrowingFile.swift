#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A new file that comes piece by piece, too large to be held, and takes its name when it is whole and on the disk.
///
/// Until then it has a temporary name that nobody lists. Its owner holds a lock on it, so that what a killed process has
/// left is known and removed by the next one.
package final class GrowingFile: Sendable {
    private let parent: FolderHandle
    private let file: Descriptor
    private let temporary: String
    private let name: String

    /// Begins a file for a name in a folder.
    ///
    /// - Throws: `FileFailure`.
    package init(_ name: String, in folder: Folder) throws(FileFailure) {
        parent = try folder.parent(of: name, .write)
        self.name = Folder.last(name)
        temporary = TemporaryName.new()
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        file = try Descriptor(openat(parent.descriptor.number, temporary, flags, 0o600), .write, parent.path(self.name))
        flock(file.number, LOCK_EX | LOCK_NB)
    }

    /// Adds bytes at the end.
    ///
    /// - Throws: `FileFailure`.
    package func append(_ bytes: [UInt8]) throws(FileFailure) { try file.write(bytes) }

    /// Gives the file its name, unless something has it: then false, and nothing is left of it.
    ///
    /// - Throws: `FileFailure`; then nothing is left of it.
    package func finish() throws(FileFailure) -> Bool {
        do throws(FileFailure) {
            try file.synchronize()
            let isPlaced = try parent.rename(temporary, toFree: name)
            if !isPlaced { parent.remove(temporary) }
            return isPlaced
        } catch {
            parent.remove(temporary)
            throw error
        }
    }

    /// Takes it away.
    package func abandon() { parent.remove(temporary) }
}

extension Folder {
    /// Removes what killed processes have left of growing files, here and in the folders below; returns how many there were.
    ///
    /// - Throws: `FileFailure`.
    package func removeAbandoned() throws(FileFailure) -> Int {
        do throws(FileFailure) {
            return try Self.removeAbandoned(in: parent(of: "any", .read))
        } catch {
            guard error.cause == .system(ENOENT) else { throw error }
            return 0
        }
    }

    private static func removeAbandoned(in handle: borrowing FolderHandle) throws(FileFailure) -> Int {
        var removed = 0
        for name in try handle.names() {
            switch try handle.kind(of: name) {
            case .folder: removed += try removeAbandoned(in: handle.folder(name, making: nil))
            case .regular where TemporaryName.isOne(name):
                let file = try handle.open(name, O_RDONLY)
                guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else { continue }
                handle.remove(name)
                removed += 1
            default: continue
            }
        }
        return removed
    }
}
