import AWSNames
import RecoveryModel

/// What one state of a target keeps that AWS bills, before prices: with every requirement met, or as AWS shows it.
struct CostBasis: Sendable {
    /// A database with its recovery points.
    struct Database: Sendable {
        /// Recovery points in another region.
        struct Copy: Sendable {
            var region: Region
            var points: Points
            /// Whether AWS Backup keeps them.
            var isVaulted: Bool
            /// Whether they are kept as long as automated backups.
            var followsRetention = false
            /// The account whose vault keeps them and which is billed for them; nil for the database's own.
            var account: String?

            /// For people, such as `eu-west-1 of account 210987654321`.
            var place: String { region.rawValue + (account.map { " of account \($0)" } ?? "") }
        }

        var id: String
        var isAurora: Bool
        /// Whether it stands for databases whose number and names are not known.
        var isNameless = false
        /// What it holds; with why that is, where it is known.
        var data: Collected<StorageSizes.Size>
        /// What is provisioned, in bytes: so much of backups is free. Of Aurora its data.
        var provisioned: Collected<Int>
        var change: DailyChange
        /// Bytes in a month.
        var growth = 0
        /// 0 when automated backups are off.
        var automatedDays: Collected<Int>
        /// Manual snapshots.
        var manual: Collected<Points>
        /// Recovery points of AWS Backup in the database's own region.
        var vaulted: Collected<Points>
        var copies: Collected<[Copy]>
        var drill: Drill?
    }

    /// Recovery points that share what did not change between them.
    struct Points: Sendable, Equatable {
        /// For each point the days of changes that it alone holds.
        var days: [Int]
        /// For people, such as `12 monthly`.
        var shown: String

        static let nothing = Points(days: [], shown: "none")

        /// So many of a day each.
        static func daily(_ days: Int) -> Points {
            Points(days: Array(repeating: 1, count: days), shown: "\(CountText.of(days, "day")) of recovery points")
        }

        /// - Parameter hasBase: Whether another chain holds all the data already.
        func bytes(of data: Int, _ change: DailyChange, hasBase: Bool) -> Int {
            guard !days.isEmpty else { return 0 }
            return days.reduce(hasBase ? 0 : data) { $0.plus(change.of(data, days: $1)) }
        }
    }

    /// A drill that is made again and again.
    struct Drill: Sendable, Equatable {
        /// Nil where the policy does not say it.
        var instanceClass: String?
        var every: TimeSpan
        /// How long what it restores is supposed to exist.
        var duration: TimeSpan
    }

    struct Bucket: Sendable {
        var name: String
        /// Nil where it is not known.
        var content: StorageSizes.Bucket?
        /// Bytes in a month.
        var growth = 0
        /// The storage classes to which lifecycle rules move objects, by S3's word, sorted.
        var movesTo: [String] = []
        /// A bucket that receives a replica of everything, and is none of the policy's.
        var replica: String?
        /// The other region in which a bucket of the policy's own receives a replica of everything.
        var replicaRegion: Region?
    }

    /// So many of one thing that is billed by the month.
    struct Thing: Sendable {
        var title: String
        var basis: String
        var count: Collected<Int>
        var item: BillingItem
        var region: Region
    }

    var region: Region
    var databases: [Database]
    var buckets: [Bucket]
    /// Keys, secrets, alarms, dashboards.
    var things: [Thing]

    /// The same after so many months. What is provisioned grows when the data would not fit any more.
    func grown(by months: Int) -> CostBasis {
        var other = self
        for index in other.databases.indices {
            var database = other.databases[index]
            let growth = database.growth.times(months)
            database.data = database.data.map { .init(bytes: max(0, $0.bytes.plus(growth)), origin: $0.origin) }
            if let data = database.data.value {
                database.provisioned = database.provisioned.map { database.isAurora ? data.bytes : max($0, data.bytes) }
            }
            other.databases[index] = database
        }
        for index in other.buckets.indices {
            let growth = other.buckets[index].growth.times(months)
            // New objects are standard, wherever they move later.
            if growth != 0 { other.buckets[index].content?.add(growth, to: "STANDARD", origin: "growth") }
        }
        return other
    }
}
