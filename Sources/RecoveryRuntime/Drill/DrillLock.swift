package import Files
package import RecoveryModel

/// Keeps two drills of one policy from running at once on this machine; the kernel lets go when the process ends.
package final class DrillLock: Sendable {
    private let file: LockFile

    /// Nil when another process holds it.
    ///
    /// - Throws: `FileFailure` when the folder cannot be written.
    package init?(folder: Folder, policy: String) throws(FileFailure) {
        guard let file = try LockFile(Self.name(policy), in: folder) else { return nil }
        self.file = file
    }

    /// Says whose lock it is, for `drill(folder:policy:)`.
    package func note(_ drill: DrillID) throws(FileFailure) { try file.note(drill.rawValue) }

    /// The drill that a process is at right now; nil when no process holds the lock. Reads only.
    package static func drill(folder: Folder, policy: String) throws(FileFailure) -> DrillID? {
        try LockFile.holder(of: name(policy), in: folder).map(DrillID.init(rawValue:))
    }

    private static func name(_ policy: String) -> String { "\(policy).lock" }
}
