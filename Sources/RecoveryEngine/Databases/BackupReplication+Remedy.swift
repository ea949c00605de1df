import AWSNames
import RecoveryModel

extension DatabaseSubject {
    /// What brings a copy to the regions that lack one: the replication of automated backups, where nothing else copies
    /// there already. RDS replicates an instance to one region, and has to be given a key of that region.
    func copyRemedy(_ required: RequiredCopies) -> Remedy {
        let lacking = required.regions.filter { region in
            let copies = context.restorable(database.copies[region]?.value ?? [], under: \.encryptionKey).usable
            return (newestAge(of: copies) ?? .max) > required.age.seconds
        }
        let young = lacking.flatMap { database.copies[$0]?.value ?? [] }.filter { isYoung([$0], required) }
        if let remedy = context.keyRemedy(young.map(\.encryptionKey)) { return remedy }
        let waiting = lacking.filter { database.replicationRegions.contains($0) || planCopies(to: $0) }
        guard let region = lacking.first(where: { !waiting.contains($0) }) else {
            return .procedure(
                "Wait until the first copy has arrived, and find out in RDS or AWS Backup why it is late: aws rds "
                    + "describe-db-instance-automated-backups --region \(lacking.first ?? required.regions[0])")
        }
        guard database.backupRetentionDays != .known(0) || database.kind == .cluster else {
            return .resolvesItself("Planned once automated backups are enabled: RDS replicates none before.")
        }
        guard database.kind == .instance, database.replicationRegions.isEmpty,
            !database.isManagedByAWSBackup, let key = replicationKey(in: region)
        else { return byHand(region) }
        let there = context.target.place.elsewhere(region)
        let days = policy.backups.retention?.days ?? database.backupRetentionDays.value ?? 7
        return .changes([
            .database(
                .replicateBackups(
                    BackupReplication(
                        instance: database.id, source: database.arn, replica: there.arn("rds", "auto-backup:*"),
                        region: region, days: min(max(days, 1), 35), key: key.arn)))
        ])
    }

    /// What people do where drctl does not know of a key, or RDS replicates nothing.
    private func byHand(_ region: Region) -> Remedy {
        .procedure(
            "Copy a snapshot there now, and let it be done daily by an AWS Backup plan with a copy action"
                + database.kind.pick(
                    instance:
                        " or by: aws rds start-db-instance-automated-backups-replication --region \(region) "
                        + "--source-db-instance-arn \(database.arn) --kms-key-id KEY",
                    cluster: ": aws rds copy-db-cluster-snapshot --region \(region) --source-region "
                        + "\(context.target.place.region) --kms-key-id KEY "
                        + "--source-db-cluster-snapshot-identifier ARN …"))
    }

    /// Whether the entry's plan of AWS Backup copies to a vault of that region.
    private func planCopies(to region: Region) -> Bool {
        guard let plan = context.policy.backupPlans.first(where: { $0.name == policy.backups.awsBackup }) else {
            return false
        }
        return plan.copyVaults(in: context.target.place).contains { ARN($0)?.region == region.rawValue }
    }

    /// The database's own key in that region, which has it when it is a multi-Region key that was replicated there; without
    /// encryption there is none. Nil when that is not known, or not so.
    func replicationKey(in region: Region) -> ReplicationKey? {
        guard case .known(let encrypted) = database.storageEncrypted else { return nil }
        guard encrypted else { return ReplicationKey(arn: nil) }
        guard case .known(let held?) = database.encryptionKey, let range = held.firstRange(of: ":key/") else {
            return nil
        }
        let keys = context.inventory.keys.values.compactMap { $0.key.value ?? nil }
        guard keys.contains(where: { $0.arn == held && $0.regions.contains(region.rawValue) }) else { return nil }
        let id = held[range.upperBound...]
        return ReplicationKey(arn: context.target.place.elsewhere(region).arn("kms", "key/\(id)"))
    }
}

/// What replicated backups are encrypted with.
struct ReplicationKey {
    /// Nil without encryption.
    var arn: String?
}
