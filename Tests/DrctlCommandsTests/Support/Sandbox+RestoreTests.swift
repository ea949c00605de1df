import Foundation

/// Restore tests of AWS Backup, which the sandbox begins when it is told to.
extension Sandbox {
    /// Has AWS Backup back up an instance now, into a vault that is made if it is missing.
    func backUp(_ instance: String, into vault: String = "kb-backups") async throws {
        try await engineer(
            """
            import boto3
            backup, rds = boto3.client("backup"), boto3.client("rds")
            if "\(vault)" not in [v["BackupVaultName"] for v in backup.list_backup_vaults()["BackupVaultList"]]:
                backup.create_backup_vault(BackupVaultName="\(vault)")
            arn = rds.describe_db_instances(DBInstanceIdentifier="\(instance)")["DBInstances"][0]["DBInstanceArn"]
            point = backup.start_backup_job(BackupVaultName="\(vault)", ResourceArn=arn,
                IamRoleArn="arn:aws:iam::123456789012:role/kb-backups-service")["RecoveryPointArn"]
            rds.get_waiter("db_snapshot_available").wait(DBSnapshotIdentifier=point.split(":", 6)[6],
                SnapshotType="awsbackup", WaiterConfig={"Delay": 1, "MaxAttempts": 120})
            """)
    }

    /// What became of a restore job, by DescribeRestoreJob.
    struct RestoreJob: Decodable, Sendable {
        var status: String
        var validation: String?
        var message: String?
        var deletion: String?

        private enum CodingKeys: String, CodingKey {
            case status = "Status"
            case validation = "ValidationStatus"
            case message = "ValidationStatusMessage"
            case deletion = "DeletionStatus"
        }
    }

    /// A restore test that AWS Backup has begun.
    struct RestoreTest: Sendable {
        var job: String
        /// The instance that it restores.
        var instance: String { "awsbackup-restore-test-\(job.prefix(8).lowercased())" }
    }

    /// Has AWS Backup begin a restore test of the newest recovery point of an instance.
    func beginRestoreTest(of instance: String) async throws -> RestoreTest {
        struct Begun: Decodable { var job: String }
        let begun = try JSONDecoder().decode(
            Begun.self, from: try await control("POST", "restore-tests/\(instance)"))
        guard !begun.job.isEmpty else { throw Failure(description: "\(instance) has no recovery point") }
        return RestoreTest(job: begun.job)
    }

    /// The same, once the instance is restored.
    func restoreTest(of instance: String) async throws -> RestoreTest {
        let test = try await beginRestoreTest(of: instance)
        try await eventually("the end of restore job \(test.job)") {
            try await restoreJob(test.job).status == "COMPLETED"
        }
        return test
    }

    /// What AWS Backup says of a restore job.
    func restoreJob(_ job: String) async throws -> RestoreJob {
        let file = "\(folder)/restore-job-\(job).json"
        try await engineer(
            """
            import boto3, json
            job = boto3.client("backup").describe_restore_job(RestoreJobId="\(job)")
            json.dump({key: value for key, value in job.items() if isinstance(value, str)}, open("\(file)", "w"))
            """)
        return try JSONDecoder().decode(RestoreJob.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    }
}
