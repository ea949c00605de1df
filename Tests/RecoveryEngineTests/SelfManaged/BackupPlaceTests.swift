import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("The place of backups")
struct BackupPlaceTests {
    @Test(arguments: [
        ("s3://kb", "kb", ""), ("s3://kb/", "kb", ""), ("s3://kb/dumps", "kb", "dumps/"),
        ("s3://kb/dumps/", "kb", "dumps/"), ("s3://kb/a/b", "kb", "a/b/"),
    ])
    func `a prefix ends with a slash, or is empty`(place: String, bucket: String, prefix: String) {
        var policy = SelfManagedPolicy(database: "kb")
        policy.backups = SelfManagedPolicy.Backups()
        policy.backups?.to = place
        #expect(policy.bucket?.name == bucket && policy.bucket?.prefix == prefix)
    }

    @Test func `a folder is no bucket`() {
        var policy = SelfManagedPolicy(database: "kb")
        policy.backups = SelfManagedPolicy.Backups()
        policy.backups?.to = "/var/backups"
        #expect(policy.bucket == nil)
        policy.backups = nil
        #expect(policy.bucket == nil)
    }
}
