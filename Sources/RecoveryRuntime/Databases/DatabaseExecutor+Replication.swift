import AWSCore
import AWSServices
import RecoveryModel

extension ChangeExecutor {
    /// RDS is asked in the region that receives the copies. What it replicates there already, after a run that was
    /// killed or another one, is done; a refusal counts as that only when it is so.
    func replicate(_ replication: BackupReplication) async throws {
        func isDone() async throws -> Bool {
            let database = try await waiting.untilAvailable(.instance, replication.instance)
            return !isRehearsal && database.replicationRegions.contains(replication.region)
        }
        if try await isDone() { return }
        let there = client.with { $0.region = replication.region }
        do {
            _ = try await there.send(
                RDS.startDBInstanceAutomatedBackupsReplication,
                .init(
                    sourceDBInstanceArn: replication.source, backupRetentionPeriod: replication.days,
                    kmsKeyId: replication.key))
        } catch let error as ClientError {
            guard try await isDone() else { throw error }
        }
    }
}
