package import AWSNames

/// What a policy requires in one region of its scope, with the place of each entry in the policy as it was written.
package struct RegionalPart: Sendable, Equatable {
    /// Only the entries of the region; roles and the dashboard, which an account has once, and databases outside RDS, only
    /// in the primary region.
    package let policy: RecoveryPolicy
    /// The policy with every region.
    package let whole: RecoveryPolicy
    /// For each entry of `databases` its place in the written policy; likewise below.
    package let databases: [Int]
    package let storage: [Int]
    package let keys: [Int]
    /// Every plan that keeps a vault in the region: where its databases are, and where its copies go.
    package let vaults: [BackupPlanPolicy]

    fileprivate init(of whole: RecoveryPolicy, in region: Region) {
        self.whole = whole
        var part = whole
        let isPrimary = region == whole.scope.regions.first
        databases = whole.databases.indices.filter { whole.regions(of: whole.databases[$0]).contains(region) }
        storage = whole.storage.indices.filter { whole.regions(of: whole.storage[$0]).contains(region) }
        let used = Set(databases.compactMap { whole.databases[$0].backups.awsBackup })
        if !whole.backupPlans.isEmpty { part.backupPlans = whole.backupPlans.filter { used.contains($0.name) } }
        vaults = whole.backupPlans.filter { used.contains($0.name) || $0.copyRegions.contains(region) }
        // With every entry in the region the two share one list.
        if databases.count < whole.databases.count { part.databases = databases.map { whole.databases[$0] } }
        if storage.count < whole.storage.count { part.storage = storage.map { whole.storage[$0] } }
        if isPrimary {
            keys = Array(whole.keys.indices)
        } else {
            part.roles = []
            part.dashboard = nil
            part.selfManaged = []
            // Alarms and events need the topic where the databases are; an alarm without one notifies nobody.
            if part.databases.isEmpty {
                part.notifications = nil
                part.alarms = nil
            }
            var used = Set(
                part.databases.compactMap(\.protection.encryptionKey) + part.storage.compactMap(\.encryption?.key)
                    + vaults.compactMap(\.encryptionKey))
            // The topic is encrypted with the policy's first key.
            if part.notifications != nil, let first = whole.keys.first { used.insert("alias/\(first.alias)") }
            keys = whole.keys.indices.filter { used.contains("alias/\(whole.keys[$0].alias)") }
            part.keys = keys.map { whole.keys[$0] }
        }
        policy = part
    }

    /// True when nothing is required in the region.
    package var isEmpty: Bool {
        policy.databases.isEmpty && policy.selfManaged.isEmpty && policy.storage.isEmpty && policy.keys.isEmpty
            && policy.roles.isEmpty && policy.notifications == nil && policy.dashboard == nil && vaults.isEmpty
    }
}

extension RecoveryPolicy {
    /// The regions of an entry: those that it names, else the scope's first.
    package func regions(of database: DatabasePolicy) -> [Region] { named(database.regions) }

    /// The regions of an entry: those that it names, else the scope's first.
    package func regions(of bucket: BucketPolicy) -> [Region] { named(bucket.regions) }

    private func named(_ regions: [Region]) -> [Region] {
        regions.isEmpty ? Array(scope.regions.prefix(1)) : regions
    }

    /// What the policy requires in a region.
    package func part(in region: Region) -> RegionalPart { RegionalPart(of: self, in: region) }

    /// The regions of the scope in which the policy requires something, the primary one first. A region that only
    /// receives copies is none: its copies are judged with the databases that they are of.
    ///
    /// A policy that requires nothing has its primary region all the same, so that the result can say so.
    package var targetRegions: [Region] {
        var seen: Set<Region> = []
        let required = scope.regions.filter { seen.insert($0).inserted && !part(in: $0).isEmpty }
        return required.isEmpty ? Array(scope.regions.prefix(1)) : required
    }

    /// The regions that receive copies of the policy's databases.
    package var copyRegions: Set<Region> { Set(databases.flatMap(\.backups.copyTo)) }
}

extension BucketPolicy.Encryption {
    /// The key, by its alias (including `alias/`) or ARN; nil for SSE-S3.
    package var key: String? { if case .kms(let key, _) = self { key } else { nil } }
}
