import Digests

extension RecoveryPolicy {
    /// The name of the policy's restore testing plan; nil when AWS Backup tests nothing for it.
    package var restoreTestingPlan: String? {
        guard drill?.engine == .awsBackup, databases.contains(where: { $0.kind == .instance }) else { return nil }
        return Self.shortened("drctl_\(name.replacing("-", with: "_"))", to: 50, joining: "_")
    }

    /// The name of the role that AWS Backup restores with.
    package var restoreTestingRole: String { Self.shortened("\(name)-restore-tests", to: 64, joining: "-") }

    /// The name of the role with which S3 replicates the policy's buckets.
    package var replicationRole: String { Self.shortened("\(name)-replication", to: 64, joining: "-") }

    /// A name that AWS takes: what is cut off is told by a digest, so that two names stay two.
    private static func shortened(_ name: String, to length: Int, joining: String) -> String {
        guard name.count > length else { return name }
        return "\(name.prefix(length - 9))\(joining)\(SHA256.hex(name.utf8).prefix(8))"
    }
}
