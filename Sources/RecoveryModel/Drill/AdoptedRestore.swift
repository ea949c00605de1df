/// A restore that AWS Backup made for a restore test: a drill verifies what is there instead of restoring, and leaves its
/// deletion to AWS Backup.
///
/// https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
package struct AdoptedRestore: Hashable, Sendable, Codable {
    /// The restore job's id.
    package var job: String
    /// The snapshot that was restored, by its identifier.
    package var snapshot: String
    /// What AWS Backup created, by its identifier.
    package var database: String
    /// When the recovery point was made; nil when AWS Backup does not say, and then the snapshot is looked for.
    package var time: Instant?
    /// How long the job took, in milliseconds: part of the recovery time.
    package var milliseconds: Int

    package init(job: String, snapshot: String, database: String, time: Instant?, milliseconds: Int) {
        self.job = job
        self.snapshot = snapshot
        self.database = database
        self.time = time
        self.milliseconds = milliseconds
    }
}
