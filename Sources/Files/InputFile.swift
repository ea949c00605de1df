#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that somebody else has written and a user, a variable or a configuration names: a policy, a key, a token.
///
/// Links are followed. Pipes work (`--policy <(…)`), and what is read from never keeps us waiting for long: a named pipe
/// that nobody writes to, a terminal, or a device without end is an error.
package struct InputFile: Sendable {
    private let path: String
    private let mebibytes: Int
    /// Seconds until a pipe must have a writer, and in which something must come.
    private let patience: (writer: Int, bytes: Int)

    /// The file of a path; one that is larger is a mistake.
    package init(_ path: String, mebibytes: Int, patience: (writer: Int, bytes: Int) = (1, 10)) {
        self.path = path
        self.mebibytes = mebibytes
        self.patience = patience
    }

    /// All bytes; nil when there is no such file.
    ///
    /// - Throws: `FileFailure`.
    package func read() throws(FileFailure) -> [UInt8]? {
        do throws(FileFailure) {
            let file = try open()
            let kind = FileKind(try file.status().st_mode)
            guard kind != .folder else { throw FileFailure(.read, path, .kind(kind)) }
            return try content(of: file, isPipe: kind == .pipe)
        } catch {
            guard error.cause == .system(ENOENT) || error.cause == .system(ENOTDIR) else { throw error }
            return nil
        }
    }

    /// The text of a file that nobody else can read; judged by what was opened, so that nobody can change it in between.
    ///
    /// - Throws: `FileFailure`, never with a part of the text in it; also when there is no such file.
    package func secret() throws(FileFailure) -> String {
        let file = try open()
        try file.requireRegular()
        guard try file.status().st_mode & 0o077 == 0 else { throw FileFailure(.read, path, .readableByOthers) }
        return String(decoding: try content(of: file, isPipe: false), as: UTF8.self)
    }

    private func open() throws(FileFailure) -> Descriptor {
        // A named pipe without a writer would keep us here.
        try Descriptor(systemOpen(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY), .read, path)
    }

    private func content(of file: borrowing Descriptor, isPipe: Bool) throws(FileFailure) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        var mayLackWriter = isPipe
        while true {
            let count = systemRead(file.number, &chunk, chunk.count)
            if count > 0 {
                content += chunk[..<count]
                guard content.count <= mebibytes << 20 else {
                    throw FileFailure(.read, path, .larger(mebibytes: mebibytes))
                }
            } else if count == 0 {
                guard mayLackWriter, content.isEmpty else { return content }
                // No writer has the pipe open, or one had it and wrote nothing.
                mayLackWriter = false
                guard isReady(file, within: patience.writer) else { throw FileFailure(.read, path, .lonelyPipe) }
            } else if errno == EAGAIN {
                guard isReady(file, within: patience.bytes) else {
                    throw FileFailure(.read, path, .silent(seconds: patience.bytes))
                }
            } else if errno != EINTR {
                throw FileFailure(.read, path)
            }
        }
    }

    private func isReady(_ file: borrowing Descriptor, within seconds: Int) -> Bool {
        var waiting = pollfd(fd: file.number, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, Int32(seconds * 1_000)) != 0
    }
}
