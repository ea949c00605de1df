import FoundationEssentials
package import RecoveryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Prevents two drills of one policy from running at once on this machine; the kernel releases it when the process
/// ends.
package final class DrillLock: Sendable {
    private let descriptor: Int32

    /// Nil when another process holds the lock. Throws when the folder cannot be written.
    package init?(folder: String, policy: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(folder)/\(policy).lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw DrillLedger.Failure(path: path, reason: String(cString: strerror(errno)))
        }
        // A process that checks whether a drill is running holds it for a moment.
        for attempt in 1... {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { break }
            guard attempt < 5 else {
                close(descriptor)
                return nil
            }
            usleep(20_000)
        }
        // The drill of an earlier process is no longer running.
        ftruncate(descriptor, 0)
    }

    /// Records which drill holds the lock, for `drill(folder:policy:)`.
    package func note(_ drill: DrillID) throws {
        let bytes = Array(drill.rawValue.utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw DrillLedger.Failure(path: drill.rawValue, reason: String(cString: strerror(errno)))
        }
    }

    /// The drill that is running now; nil when no process holds the lock. It only reads.
    package static func drill(folder: String, policy: String) -> DrillID? {
        let path = "\(folder)/\(policy).lock"
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, let text = FileManager.default.contents(atPath: path) else {
            return nil
        }
        return DrillID(rawValue: String(decoding: text, as: UTF8.self))
    }

    deinit { close(descriptor) }
}
