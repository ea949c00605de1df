/// The replication configuration of a bucket, which S3 takes as a whole.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationConfiguration.html
package struct BucketReplication: Document {
    package struct Rule: Hashable, Codable, Sendable {
        package var id: String
        /// The name of the bucket that receives the replicas.
        package var replica: String
        package var isEnabled: Bool
        /// False for a rule about some of the objects only.
        package var isForAll: Bool
        /// Whether objects that are encrypted with a key of KMS are replicated: S3 leaves them out otherwise.
        package var takesEncrypted: Bool
        /// What such replicas are encrypted with, as S3 was told it.
        package var replicaKey: String?
        /// Whatever else it has that drctl writes into no rule, by S3's name, with its value.
        package var besides: [String: String]

        package init(
            id: String, replica: String, isEnabled: Bool = true, isForAll: Bool = true, takesEncrypted: Bool = false,
            replicaKey: String? = nil, besides: [String: String] = [:]
        ) {
            self.id = id
            self.replica = replica
            self.isEnabled = isEnabled
            self.isForAll = isForAll
            self.takesEncrypted = takesEncrypted
            self.replicaKey = replicaKey
            self.besides = besides
        }

        /// The class in which replicas are stored; nil for the class of the object itself.
        package var storageClass: String? { besides["StorageClass"] }
    }

    /// The id of the one rule that drctl writes.
    package static let ruleID = "drctl-replication"

    /// The ARN of the role with which S3 reads and writes.
    package var role: String
    package var rules: [Rule]

    package init(role: String, rules: [Rule]) {
        self.role = role
        self.rules = rules
    }

    /// Whether every rule is drctl's own.
    package var isOwn: Bool { rules.allSatisfy { $0.id == Self.ruleID } }

    /// The buckets that receive every object, those aside that KMS encrypts; sorted.
    package var replicas: [String] { Set(rules.filter { $0.isEnabled && $0.isForAll }.map(\.replica)).sorted() }

    /// The name of the role, which is one in its account, whatever its path.
    package var roleName: String { role.split(separator: "/").last.map(String.init) ?? role }

    /// The role as permissions name it, with its path.
    package var rolePath: String {
        role.firstRange(of: ":role/").map { "role/\(role[$0.upperBound...])" } ?? "role/\(role)"
    }

    package var parts: [String: JSONValue] {
        var parts: [String: JSONValue] = ["role": .string(role)]
        for rule in rules {
            parts["rule \(rule.id)"] = .object(
                [
                    "replica": .string(rule.replica), "enabled": .bool(rule.isEnabled),
                    "all objects": .bool(rule.isForAll), "encrypted objects": .bool(rule.takesEncrypted),
                    "replica key": rule.replicaKey.map(JSONValue.string),
                ].compactMapValues { $0 })
            for (name, value) in rule.besides { parts["\(name) of rule \(rule.id)"] = .string(value) }
        }
        return parts
    }
}
