#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension FolderHandle {
    /// Writes a new file beside the place of another, sees it on the disk, and lets it be put there.
    ///
    /// Its name is made up, and it is never an old file or a link that somebody has laid for it.
    ///
    /// - Parameters:
    ///   - name: The file that is meant, which errors name.
    ///   - pieces: Hands over the content.
    ///   - place: Puts the new file where it belongs, by its temporary name.
    func writeAside<Result>(
        _ name: String, permissions: mode_t, _ pieces: (_ piece: ([UInt8]) -> Void) -> Void,
        place: (_ temporary: String) throws(FileFailure) -> Result
    ) throws(FileFailure) -> Result {
        let temporary = TemporaryName.new()
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = try Descriptor(
            openat(descriptor.number, temporary, flags, permissions), .write, path(name))
        do throws(FileFailure) {
            try file.write(pieces)
            try file.synchronize()
            return try place(temporary)
        } catch {
            remove(temporary)
            throw error
        }
    }
}

extension Descriptor {
    /// Writes the pieces; after a failure the rest is thrown away.
    func write(_ pieces: (_ piece: ([UInt8]) -> Void) -> Void) throws(FileFailure) {
        var failure: FileFailure?
        pieces { piece in
            guard failure == nil else { return }
            do throws(FileFailure) {
                try write(piece)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}

/// Names of files that are not yet in their place.
enum TemporaryName {
    private static let prefix = ".drctl-"

    /// One that nobody can foresee.
    static func new() -> String { "\(prefix)\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp" }

    /// Whether a file was left by a process that was killed.
    static func isOne(_ name: String) -> Bool { name.hasPrefix(prefix) && name.hasSuffix(".tmp") }
}
