import AWSNames
package import RecoveryModel

extension PriceTable {
    /// AWS's public list prices of some regions, each as a public source has it on its day (`evidence`), or, where none was
    /// found, as it was entered from memory and is said to be. A region or an item without a price here is not known until a
    /// file of prices says it.
    package static let standard = PriceTable(
        Dictionary(
            uniqueKeysWithValues: regions.map { region, own in
                (
                    Region(region),
                    Dictionary((everywhere + own).map { ($0.item, $0.price(in: region)) }) { _, later in later }
                )
            }))

    /// An item, the millionths of a dollar for a unit of it, AWS's page of it, and the day on which it was entered.
    private struct Row {
        let item: BillingItem
        let millionths: Int
        let page: String
        let day: CalendarDay

        init(_ item: BillingItem, _ millionths: Int, _ page: String, _ day: CalendarDay) {
            self.item = item
            self.millionths = millionths
            self.page = page
            self.day = day
        }

        func price(in region: String) -> Price {
            let amount = USD(millionths: millionths)
            guard let seen = PriceTable.evidence(of: item, in: region, millionths: millionths) else {
                return Price(
                    amount: amount, date: day, source: "https://aws.amazon.com/\(page)/pricing/", isConfirmed: false)
            }
            return Price(amount: amount, date: seen.date, source: seen.source)
        }
    }

    private static let known = CalendarDay(year: 2025, month: 6, day: 1)!

    /// The same in every commercial region.
    private static let everywhere = [
        Row(.key, 1_000_000, "kms", known), Row(.secret, 400_000, "secrets-manager", known),
        Row(.alarm, 100_000, "cloudwatch", known), Row(.dashboard, 3_000_000, "cloudwatch", known),
    ]

    /// Northern Virginia, Ohio and Oregon have the same prices.
    private static let unitedStates = [
        Row(.rdsBackup, 95_000, "rds/postgresql", known), Row(.auroraBackup, 21_000, "rds/aurora", known),
        Row(.vaultOfRDS, 95_000, "backup", known), Row(.vaultOfAurora, 21_000, "backup", known),
        Row(.transfer, 20_000, "ec2/on-demand", known), Row(.standard, 23_000, "s3", known),
        Row(.standardIA, 12_500, "s3", known), Row(.oneZoneIA, 10_000, "s3", known),
        Row(.glacierIR, 4_000, "s3", known), Row(.glacier, 3_600, "s3", known),
        Row(.deepArchive, 990, "s3", known), Row(.puts, 5_000, "s3", known),
        Row(.movesToIA, 10_000, "s3", known), Row(.movesToGlacierIR, 20_000, "s3", known),
        Row(.movesToGlacier, 30_000, "s3", known), Row(.movesToDeepArchive, 50_000, "s3", known),
    ]

    private static let east = [Row(.transferOfUSEast, 10_000, "ec2/on-demand", known)]

    private static let ireland = [
        Row(.rdsBackup, 95_000, "rds/postgresql", known), Row(.auroraBackup, 21_000, "rds/aurora", known),
        Row(.vaultOfRDS, 95_000, "backup", known),
        Row(.transfer, 20_000, "ec2/on-demand", known), Row(.standard, 23_000, "s3", known),
        Row(.standardIA, 12_500, "s3", known), Row(.oneZoneIA, 10_000, "s3", known),
        Row(.glacierIR, 4_000, "s3", known), Row(.glacier, 3_600, "s3", known),
        Row(.deepArchive, 990, "s3", known), Row(.puts, 5_000, "s3", known),
        Row(.movesToIA, 10_000, "s3", known), Row(.movesToGlacierIR, 20_000, "s3", known),
    ]

    /// Without the prices of backup storage, which no page that we could read says.
    private static let frankfurt = [
        Row(.transfer, 20_000, "ec2/on-demand", known), Row(.standard, 24_500, "s3", known),
        Row(.standardIA, 13_500, "s3", known), Row(.oneZoneIA, 10_800, "s3", known),
        Row(.glacierIR, 5_000, "s3", known), Row(.deepArchive, 1_800, "s3", known),
        Row(.puts, 5_400, "s3", known),
    ]

    private static let regions: [(String, [Row])] = [
        ("us-east-1", unitedStates + east), ("us-east-2", unitedStates + east), ("us-west-2", unitedStates),
        ("eu-west-1", ireland),
        ("eu-central-1", frankfurt),
    ]
}
