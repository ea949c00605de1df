import AWSNames
import RecoveryModel

extension Pricing {
    /// The lines of databases. Backup storage of RDS up to what is provisioned in a region is free, whichever database it
    /// is of; of Aurora up to the data of each cluster.
    ///
    /// https://aws.amazon.com/blogs/database/demystifying-amazon-rds-backup-storage-costs/
    func databases(_ databases: [CostBasis.Database]) -> [CostItem] {
        let usages = databases.map(BackupUsage.init)
        let free = FreeAllocation(usages)
        return zip(databases, usages).flatMap { database, usage in
            backups(database, usage, free: free.bytes(of: usage)) + vaulted(database) + drills(database)
        }
    }

    private func backups(
        _ database: CostBasis.Database, _ usage: BackupUsage, free: Collected<Int>
    ) -> [CostItem] {
        let item = database.isAurora ? BillingItem.auroraBackup : .rdsBackup
        let data =
            database.data.value.map { "\(ByteCount(bytes: $0.bytes).shown) of data (\($0.origin))" } ?? "the data"
        let days = database.automatedDays.value.map { CountText.of($0, "day") } ?? "an unknown number of days"
        var items = [
            line(
                database.id, "Automated backups", usage.automated, item,
                basis: "\(data), and \(database.change) of it for each of \(days)")
        ]
        // Of a deleted database there are none.
        if database.provisioned.value == 0, database.automatedDays.value == 0 { items = [] }
        if database.manual.value != CostBasis.Points.nothing {
            items.append(
                line(
                    database.id, "Manual snapshots", usage.manual, item,
                    basis: "\(database.manual.value?.shown ?? "snapshots"), each with what changed until the next one"))
        }
        // Nothing is known of what has no name, and nothing of it is said to be free.
        if free.value != 0, !database.isNameless || database.provisioned.value != 0 {
            items.append(
                line(
                    database.id, "Free allocation", free.map { -$0 }, item,
                    basis: database.isAurora
                        ? "as much as the cluster's data"
                        : "as much as is provisioned by the policy's databases in the region"))
        }
        return items
    }

    /// Recovery points of AWS Backup, and copies in other regions with their transfer. None of them is free.
    private func vaulted(_ database: CostBasis.Database) -> [CostItem] {
        func bytes(_ points: CostBasis.Points) -> Collected<Int> {
            database.data.map { points.bytes(of: $0.bytes, database.change, hasBase: false) }
        }
        let vault = database.isAurora ? BillingItem.vaultOfAurora : .vaultOfRDS
        var items: [CostItem] = []
        if database.vaulted.value != CostBasis.Points.nothing {
            items.append(
                line(
                    database.id, "AWS Backup", database.vaulted.flatMap(bytes), vault,
                    basis: "\(database.vaulted.value?.shown ?? "recovery points"), in full once"))
        }
        switch database.copies {
        case .unavailable(let failure):
            items.append(
                line(database.id, "Copies", .unavailable(failure), vault, basis: "copies in other regions"))
        case .known(let copies):
            let backup = database.isAurora ? BillingItem.auroraBackup : .rdsBackup
            for copy in copies {
                let payer = copy.account == nil ? "" : ", billed to that account"
                items.append(
                    line(
                        database.id, "Copies in \(copy.place)", bytes(copy.points),
                        copy.isVaulted ? vault : backup, basis: "\(copy.points.shown), in full once\(payer)",
                        in: copy.region))
                // Within a region nothing is billed for the way.
                guard copy.region != region else { continue }
                items.append(
                    line(
                        database.id, "Transfer to \(copy.place)",
                        database.data.map { database.change.of($0.bytes, days: 1).times(Self.daysOfMonth) },
                        transferItem(to: copy.region), basis: "what changes in \(Self.daysOfMonth) days"))
            }
        }
        return items
    }

    /// What AWS bills the way to another region by.
    ///
    /// https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer
    func transferItem(to other: Region) -> BillingItem {
        Set([region.rawValue, other.rawValue]) == ["us-east-1", "us-east-2"] ? .transferOfUSEast : .transfer
    }

    /// The days that a month is reckoned as, of what happens daily.
    static let daysOfMonth = 30

    /// Drills, by the same rough prices as their own budget.
    private func drills(_ database: CostBasis.Database) -> [CostItem] {
        guard let drill = database.drill else { return [] }
        let basis =
            "one every \(drill.every), for \(drill.duration) each, on \(drill.instanceClass ?? "the source's class")"
        let storage = database.provisioned.value.map { ($0.plus((1 << 30) - 1)) >> 30 }
        let cost = drill.instanceClass.flatMap {
            DrillCost.estimate(instanceClass: $0, storageGiB: storage, milliseconds: drill.duration.seconds * 1_000)
        }
        let amount: CostItem.Amount =
            // By DrillCost, which holds where drctl's own table has prices; no file of prices says what an hour costs.
            if PriceTable.standard.prices[region] == nil {
                .unknown("drctl has no price of drills in \(region)")
            } else if let cost {
                // Months of 365 / 12 days, as TimeSpan reckons them.
                .known(USD(cost).times(TimeSpan(1, .months).seconds, per: drill.every.seconds))
            } else if storage == nil {
                .unknown(database.provisioned.failure?.reason ?? "the size is not known")
            } else {
                .unknown("no price is known for the class \(drill.instanceClass ?? "of the source")")
            }
        return [
            CostItem(
                group: database.id, title: "Drills", basis: basis, quantity: nil, item: nil, region: region, price: nil,
                amount: amount)
        ]
    }
}
