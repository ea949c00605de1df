import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder that only this user can read, for a secret that a child process needs in a file.
///
/// It is in memory where the system offers it (`XDG_RUNTIME_DIR`, /dev/shm), so that no secret reaches a disk. Its
/// owner holds a lock on it; the folder of a killed owner is deleted when the next one is created.
final class PrivateDirectory: Sendable {
    let path: String
    private let lock: Int32
    private static let prefix = "drctl-secret-"

    convenience init() throws {
        let environment = ProcessInfo.processInfo.environment
        try self.init(
            in: [environment["XDG_RUNTIME_DIR"], "/dev/shm", environment["TMPDIR"], "/tmp"].compactMap { $0 })
    }

    /// In the first of these folders that can be written.
    init(in parents: [String]) throws {
        // A loop: the first element of a lazy map is made twice, and one of the two would be left.
        for parent in parents {
            guard let made = Self.make(in: parent) else { continue }
            (path, lock) = made
            return
        }
        throw PostgresError(.tool, "no folder for temporary files can be written: set TMPDIR")
    }

    deinit { close(lock) }

    private static func make(in parent: String) -> (path: String, lock: Int32)? {
        removeAbandoned(in: parent)
        var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return nil }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 { return (path, lock) }
        if lock >= 0 { close(lock) }
        rmdir(path)
        return nil
    }

    /// Deletes this user's abandoned folders: those whose lock is free and that are not just being created.
    static func removeAbandoned(in parent: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for path in names.filter({ $0.hasPrefix(prefix) }).map({ "\(parent)/\($0)" }) {
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_uid == getuid(), status.st_mtim.tv_sec < time(nil) - 60,
                flock(descriptor, LOCK_EX | LOCK_NB) == 0
            else { continue }
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// Writes a file that only this user can read, and returns its path.
    func write(_ content: String, as name: String) throws -> String {
        let file = "\(path)/\(name)"
        try Self.write(Array(content.utf8), to: file, O_CREAT | O_EXCL)
        return file
    }

    /// Adds bytes to a file that was written here.
    func append(_ bytes: [UInt8], to file: String) throws { try Self.write(bytes, to: file, O_APPEND) }

    private static func write(_ content: [UInt8], to file: String, _ flags: Int32) throws {
        let descriptor = open(file, O_WRONLY | O_CLOEXEC | flags, 0o600)
        guard descriptor >= 0 else { throw failure(file) }
        defer { close(descriptor) }
        var bytes = content[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { writeBytes(descriptor, $0) }
            guard count > 0 else { throw failure(file) }
            bytes = bytes.dropFirst(count)
        }
    }

    private static func failure(_ file: String) -> PostgresError {
        PostgresError(.tool, "failed to write \(file): \(String(cString: strerror(errno)))")
    }

    private static func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    /// Deletes the folder with its contents; it can be repeated safely.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
