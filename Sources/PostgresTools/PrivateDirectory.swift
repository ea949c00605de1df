import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder that only this user can read, for as long as a child needs a secret in a file.
///
/// In memory where the system offers it (`XDG_RUNTIME_DIR`, /dev/shm), so that no secret reaches a disk.
struct PrivateDirectory: Sendable {
    let path: String

    init() throws {
        let environment = ProcessInfo.processInfo.environment
        let candidates = [environment["XDG_RUNTIME_DIR"], "/dev/shm", environment["TMPDIR"], "/tmp"]
        for parent in candidates.compactMap({ $0 }) {
            var template = Array("\(parent)/drctl-XXXXXX".utf8CString)
            if mkdtemp(&template) != nil {
                path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
                return
            }
        }
        throw PostgresError(.tool, "no folder for temporary files: set TMPDIR")
    }

    /// Writes a file that only this user can read, and returns its path.
    func write(_ content: String, as name: String) throws -> String {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PostgresError(.tool, "cannot create a private file: errno \(errno)") }
        defer { close(descriptor) }
        var bytes = Array(content.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Self.writeBytes(descriptor, $0) }
            guard count > 0 else { throw PostgresError(.tool, "cannot write a private file: errno \(errno)") }
            bytes = bytes.dropFirst(count)
        }
        return file
    }

    private static func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    /// Removes the folder and what is in it; harmless when done twice.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
