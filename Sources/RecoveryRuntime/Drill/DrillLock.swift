package import Files
package import RecoveryModel

/// Keeps two commands from drilling databases of one policy at once on this machine; the kernel lets go when the process ends.
package final class DrillLock: Sendable {
    private let file: LockFile

    /// Nil when another process holds it.
    ///
    /// - Throws: `FileFailure` when the folder cannot be written.
    package init?(folder: Folder, policy: String) throws(FileFailure) {
        guard let file = try LockFile(Self.name(policy), in: folder) else { return nil }
        self.file = file
    }

    /// Says whose lock it is, for `drills(folder:policy:)`.
    package func note(_ drills: [DrillID]) throws(FileFailure) {
        try file.note(drills.map(\.rawValue).joined(separator: " "))
    }

    /// The drills that a process is at right now, empty for a cleanup; nil when no process holds the lock. Reads only.
    package static func drills(folder: Folder, policy: String) throws(FileFailure) -> [DrillID]? {
        try LockFile.holder(of: name(policy), in: folder).map { text in
            text.split(separator: " ").map { DrillID(rawValue: String($0)) }
        }
    }

    private static func name(_ policy: String) -> String { "\(policy).lock" }
}
