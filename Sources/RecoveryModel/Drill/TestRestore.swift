/// What was restored to be tested, by a drill or by AWS Backup: it carries its source's tags, is nobody's production, and
/// is deleted by who restored it.
///
/// AWS Backup names what it restores for a test, and deletes only what carries its tag:
/// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSServiceRolePolicyForBackupRestoreTesting.html
package enum TestRestore {
    /// How the names of AWS Backup's begin.
    package static let prefix = "awsbackup-restore-test-"
    /// The tag of AWS Backup's, whatever its value.
    package static let tag = "awsbackup-restore-test"

    /// Whether a database, or what was made of one, is such a copy.
    package static func made(_ id: String, tags: [String: String]) -> Bool {
        tags[DrillTag.drill] != nil || isOfAWSBackup(id, tags: tags)
    }

    /// Whether AWS Backup restored a database for a test.
    package static func isOfAWSBackup(_ id: String, tags: [String: String]) -> Bool {
        tags[tag] != nil || id.lowercased().hasPrefix(prefix)
    }
}
