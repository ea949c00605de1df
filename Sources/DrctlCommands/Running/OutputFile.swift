import Glibc

/// A file for results: written beside its place, synced, and renamed into it, so that a reader never sees half of one.
///
/// What is no regular file (`/dev/stdout`, a pipe) is written as it is: renaming over it would replace it.
struct OutputFile: ~Copyable {
    /// What the system said.
    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ code: Int32 = errno) { description = String(cString: strerror(code)) }
    }

    private let descriptor: Int32

    /// Writes the pieces to the file of a path.
    static func write(to path: String, _ pieces: (_ piece: ([UInt8]) -> Void) -> Void) throws(Failure) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            guard status.st_mode & S_IFMT != S_IFDIR else { throw Failure(EISDIR) }
            return try OutputFile(open: path, O_WRONLY).write(pieces)
        }
        let temporary = "\(path).\(getpid()).tmp"
        // Made anew, never followed: in a container a killed run may have left one of the same process number.
        unlink(temporary)
        do throws(Failure) {
            try OutputFile(open: temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW).write(pieces, sync: true)
            guard rename(temporary, path) == 0 else { throw Failure() }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    private init(open path: String, _ flags: Int32) throws(Failure) {
        descriptor = open(path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure() }
    }

    deinit { close(descriptor) }

    private consuming func write(_ pieces: (_ piece: ([UInt8]) -> Void) -> Void, sync: Bool = false) throws(Failure) {
        var failure: Failure?
        pieces { piece in
            if failure == nil { failure = put(piece) }
        }
        if let failure { throw failure }
        guard !sync || fsync(descriptor) == 0 else { throw Failure() }
    }

    private func put(_ piece: [UInt8]) -> Failure? {
        var bytes = piece[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return Failure() }
            bytes = bytes.dropFirst(count)
        }
        return nil
    }
}
