import AWSNames
import RecoveryModel

extension LintRule {
    static let keyRules = [deletionWindowBelowRetention, unlistedKey]

    private static let deletionWindowBelowRetention = LintRule(
        id: "key-gone-before-backups", severity: .warning,
        reason: "Backups cannot be read once their key is deleted, and the deletion window is the time to notice."
    ) { subject in
        guard let retention = subject.databases.compactMap({ $0.1.backups.retention }).max() else { return [] }
        // AWS allows a deletion window of at most 30 days.
        let needed = min(retention, TimeSpan(30, .days))
        return subject.keys.compactMap { path, key in
            guard let window = key.deletionWindow, window < needed else { return nil }
            return Finding(
                path: path.appending("deletionWindow"),
                summary: "the key is deleted after \(window), but backups are retained for \(retention)",
                fix: "write `deletionWindow: \(needed.days)d`")
        }
    }

    private static let unlistedKey = LintRule(
        id: "key-not-listed", severity: .warning,
        reason:
            "Encrypted data is readable only as long as its key exists, so the policy should set requirements for the key."
    ) { subject in
        let listed = Set(subject.policy.keys.map { "alias/\($0.alias)" })
        let used =
            subject.databases.compactMap { path, database in
                database.protection.encryptionKey.map { (path.appending("protection").appending("encryption"), $0) }
            }
            + subject.buckets.compactMap { path, bucket -> (FieldPath, String)? in
                bucket.encryption?.key.map { (path.appending("encryption").appending("kms"), $0) }
            }
        return used.compactMap { path, key in
            guard key.hasPrefix("alias/"), !key.hasPrefix("alias/aws/"), !listed.contains(key) else { return nil }
            return Finding(
                path: path, summary: "`\(key)` is not listed in `keys`",
                fix: "add `- {alias: \(key.dropFirst(6))}` to `keys`")
        }
    }

    /// The finding for a key ARN in another region than what it is to encrypt.
    static func foreignRegion(of key: String, at path: FieldPath, _ own: [Region]) -> Finding? {
        guard let region = ARN(key)?.region, let other = own.first(where: { $0.rawValue != region }) else { return nil }
        return Finding(
            path: path, summary: "the key is in \(region), but is to encrypt what is in \(other)",
            fix: "use a key of the region, or an alias, which each region resolves separately")
    }
}
