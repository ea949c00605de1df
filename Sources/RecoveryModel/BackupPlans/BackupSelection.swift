/// What a plan of AWS Backup is for. It cannot be changed: another one takes its place.
///
/// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
package struct BackupSelection: Sendable, Hashable, Codable {
    /// A condition on a tag.
    package struct TagCondition: Sendable, Hashable, Codable {
        package enum Operator: String, Sendable, Hashable, Codable, CaseIterable {
            case equals = "StringEquals"
            case notEquals = "StringNotEquals"
            case like = "StringLike"
            case notLike = "StringNotLike"
        }

        package var comparison: Operator
        /// The tag's key, without `aws:ResourceTag/`.
        package var key: String
        package var value: String

        package init(_ comparison: Operator, key: String, value: String) {
            self.comparison = comparison
            self.key = key
            self.value = value
        }
    }

    package var name: String
    /// The ARN of the role that AWS Backup assumes.
    package var role: String
    /// The role's name, which is one in its account, whatever its path.
    package var roleName: String { role.split(separator: "/").last.map(String.init) ?? role }
    /// ARNs in which `*` stands for any text.
    package var resources: [String]
    package var notResources: [String] = []
    /// Any of these is enough.
    package var anyTag: [TagCondition] = []
    /// All of these have to hold.
    package var conditions: [TagCondition] = []
    /// AWS Backup's id; nil for one that is not made yet.
    package var id: String?

    package init(name: String, role: String, resources: [String]) {
        self.name = name
        self.role = role
        self.resources = resources
    }

    /// For people.
    package var shown: String {
        let conditions = conditions.map { "\($0.key) \($0.comparison.rawValue) \($0.value)" }
        return (resources + conditions).joined(separator: ", ")
    }
}
