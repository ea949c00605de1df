#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open file, closed when its owner is done with it.
struct Descriptor: ~Copyable {
    let number: Int32
    /// What errors name.
    let path: String
    let action: FileFailure.Action

    /// Takes over what a system call has just opened.
    ///
    /// - Throws: `FileFailure` when it has opened nothing.
    init(_ number: Int32, _ action: FileFailure.Action, _ path: String) throws(FileFailure) {
        guard number >= 0 else { throw FileFailure(action, path) }
        (self.number, self.action, self.path) = (number, action, path)
    }

    deinit { close(number) }

    /// What was really opened, whatever the name stands for by now.
    func status() throws(FileFailure) -> stat {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw FileFailure(action, path) }
        return status
    }

    /// Refuses what is no regular file.
    func requireRegular() throws(FileFailure) {
        let kind = FileKind(try status().st_mode)
        guard kind == .regular else { throw FileFailure(action, path, .kind(kind)) }
    }

    /// Refuses what would change under another name too when it is written in place.
    func requireOwnFile() throws(FileFailure) {
        try requireRegular()
        guard try status().st_nlink == 1 else { throw FileFailure(action, path, .hardLink) }
    }

    /// Everything from here to the end.
    func readAll() throws(FileFailure) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = systemRead(number, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileFailure(action, path) }
            if count == 0 { return content }
            content += chunk[..<count]
        }
    }

    /// Writes all of it.
    func write(_ bytes: [UInt8]) throws(FileFailure) { try writeAll(bytes, to: number, path) }

    /// Sees to it that what was written survives a loss of power.
    func synchronize() throws(FileFailure) {
        guard fsync(number) == 0 else { throw FileFailure(action, path) }
    }
}

/// Writes all bytes to a descriptor, however many calls it takes; one that does not block is waited for.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(FileFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&waiting, 1, -1)
        } else if errno != EINTR {
            throw FileFailure(.write, path)
        }
    }
}
