import RecoveryModel

/// What the backups of a database take, in bytes.
struct BackupUsage: Sendable {
    let id: String
    let isAurora: Bool
    let automated: Collected<Int>
    let manual: Collected<Int>
    /// What may be free of charge.
    let provisioned: Collected<Int>

    init(_ database: CostBasis.Database) {
        id = database.id
        isAurora = database.isAurora
        provisioned = database.provisioned
        let change = database.change
        automated = database.automatedDays.flatMap { days in
            database.data.map {
                days == 0 ? 0 : $0.bytes.plus(change.of($0.bytes, days: 1).times(days))
            }
        }
        manual = database.manual.flatMap { points in
            database.automatedDays.flatMap { days in
                database.data.map { points.bytes(of: $0.bytes, change, hasBase: days > 0) }
            }
        }
    }

    var all: Collected<Int> { automated.flatMap { automated in manual.map(automated.plus) } }
}

/// How much of each database's backups is free of charge.
///
/// In RDS a region has one allowance. What a database leaves of its share goes to those that need more, in proportion to
/// what they lack. Other databases of the account share it too, and are not looked at.
struct FreeAllocation: Sendable {
    /// Of the databases whose sizes are known: what each needs beyond its own share, in bytes.
    private let excess: [String: Int]
    /// What the region is billed for, in bytes.
    private let billed: Int

    init(_ usages: [BackupUsage]) {
        var (used, provisioned) = (0, 0)
        var excess: [String: Int] = [:]
        for usage in usages where !usage.isAurora {
            guard let mine = usage.all.value, let own = usage.provisioned.value else { continue }
            used = used.plus(mine)
            provisioned = provisioned.plus(own)
            excess[usage.id] = max(0, mine - own)
        }
        self.excess = excess
        billed = max(0, used - provisioned)
    }

    func bytes(of usage: BackupUsage) -> Collected<Int> {
        usage.all.flatMap { used in
            usage.provisioned.map { own in
                guard !usage.isAurora, let mine = excess[usage.id] else { return min(used, own) }
                let sum = excess.values.reduce(0) { $0.plus($1) }
                guard sum > 0 else { return used }
                let (high, low) = billed.multipliedFullWidth(by: mine)
                return used - sum.dividingFullWidth((high, low)).quotient
            }
        }
    }
}
