/// What was verified of a backup, stored beside it when all of it was good.
package struct BackupVerification: Hashable, Sendable, Codable {
    /// How far a verification went; each includes the ones before it.
    package enum Depth: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
        /// The parts have the checksums of the manifest.
        case checksums
        /// The parts can be decrypted and decompressed to their ends, and pg_restore reads the archives.
        case archive
        /// A restore into a scratch database has every row.
        case restore

        /// By how much they prove.
        package static func < (left: Depth, right: Depth) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    /// The beginning of its name, beside the manifest; its time follows.
    package static let filePrefix = "verified-"

    package var backup: String
    /// Of the manifest that it was verified by.
    package var digest: String
    package var at: Instant
    package var depth: Depth
    /// By part: what is another when the stored object was written again.
    package var stamps: [String: String]
    package var milliseconds: Int

    package init(
        backup: String, digest: String, at: Instant, depth: Depth, stamps: [String: String], milliseconds: Int
    ) {
        self.backup = backup
        self.digest = digest
        self.at = at
        self.depth = depth
        self.stamps = stamps
        self.milliseconds = milliseconds
    }

    /// Whether it still says all that one of this depth would: nothing was written since.
    package func covers(_ depth: Depth, of digest: String, stamps: [String: String]) -> Bool {
        self.depth >= depth && self.digest == digest && self.stamps == stamps
    }
}

/// What `drctl backup verify` found of one backup.
package struct BackupCheckup: Hashable, Sendable {
    package var name: String
    package var depth: BackupVerification.Depth
    /// What is wrong, one sentence each; empty when it is good.
    package var problems: [String]
    /// What a reader should know though nothing is wrong.
    package var remarks: [String]
    /// Set where nothing was read again, because nothing changed since then.
    package var since: Instant?
    package var milliseconds: Int
    /// What the policy's checks found in the restored data; empty unless it was restored by a policy with checks.
    package var checks: [CheckResult] = []
    /// The scratch database that could not be dropped; nil when nothing is left.
    package var leftover: String?

    package init(name: String, depth: BackupVerification.Depth) {
        self.name = name
        self.depth = depth
        problems = []
        remarks = []
        milliseconds = 0
    }
}

/// The backups that `drctl backup verify` looked at.
package struct BackupCheckups: Hashable, Sendable {
    package var place: String
    package var checkups: [BackupCheckup]

    package init(place: String, checkups: [BackupCheckup]) {
        self.place = place
        self.checkups = checkups
    }

    /// True when nothing is wrong with any.
    package var isGood: Bool { checkups.allSatisfy(\.problems.isEmpty) }
}
