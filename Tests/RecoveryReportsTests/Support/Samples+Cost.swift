import AWSNames
import RecoveryModel
import RecoveryReports

extension Samples {
    private var home: Region { Region("us-east-1") }

    private func item(
        _ group: String, _ title: String, _ quantity: Int?, _ item: BillingItem, _ millionths: Int?, basis: String
    ) -> CostItem {
        let price = Price(
            amount: USD(millionths: item == .rdsBackup ? 95_000 : 1_000_000), date: CalendarDay("2026-03-01")!,
            source: "https://aws.amazon.com/rds/postgresql/pricing/\(mark)", isConfirmed: item != .key)
        return CostItem(
            group: group, title: title, basis: basis, quantity: quantity, item: item, region: home,
            price: millionths == nil ? nil : price,
            amount: millionths.map { .known(USD(millionths: $0)) }
                ?? .unknown("the table has no price of s3.glacier in us-east-1\(mark)"))
    }

    private func backups(days: Int, _ millionths: Int) -> CostItem {
        item(
            "kb-prod\(mark)", "Automated backups", (100 + 2 * days) << 30, .rdsBackup, millionths,
            basis: "100 GiB of data (CloudWatch FreeStorageSpace\(mark)), and 2 % of it for each of \(days) days")
    }

    private func free(_ gibibytes: Int, _ millionths: Int) -> CostItem {
        item(
            "kb-prod\(mark)", "Free allocation", -gibibytes << 30, .rdsBackup, -millionths,
            basis: "as much as is provisioned by the policy's databases in the region")
    }

    private var target: CostReport.Target {
        let key = item(
            "shared", "Key alias/kb-dr\(mark)", 3, .key, 3_000_000, basis: "a key with the two rotations that KMS bills"
        )
        let bucket = item("kb-backups\(mark)", "Storage, GLACIER", 9 << 30, .glacier, nil, basis: "9 GiB (--size)")
        return CostReport.Target(
            name: TargetName(policy: "knowledge-base\(mark)", account: AccountID("123456789012")!, region: home),
            required: CostSheet([backups(days: 30, 15_200_000), free(100, 9_500_000), bucket, key]),
            now: CostSheet([backups(days: 7, 10_830_000), free(100, 9_500_000), bucket]),
            variations: [
                .init(
                    requirement: "kb-prod\(mark): retention", from: "30 days", to: "35 days",
                    change: .known(USD(millionths: 950_000))),
                .init(
                    requirement: "kb-prod\(mark): retention", from: "30 days", to: "21 days",
                    change: .known(USD(millionths: -1_710_000))),
                .init(
                    requirement: "kb-new\(mark): retention", from: "30 days", to: "35 days",
                    change: .unknown("the size of kb-new is not known (--size kb-new=SIZE)\(mark)")),
            ], forecast: (0...12).map { CostTotal(known: USD(millionths: 8_700_000 + $0 * 60_000), isComplete: false) })
    }

    /// A policy that is over its budget, beside one that holds it and a place that was not seen.
    func costs() -> [(name: String, result: any Renderable)] {
        let at = Instant(seconds: 1_795_410_600)
        var within = target
        within.name.policy = "invoices"
        within.required.items.removeAll { $0.known == nil }
        within.now = nil
        within.variations = []
        within.forecast = [within.required.total]
        let over = CostReport.Policy(
            name: "knowledge-base\(mark)", budget: USD(millionths: 8_000_000), targets: [target],
            unseen: ["222222222222 · eu-west-1: no role\(mark)"])
        var growing = over
        growing.budget = USD(millionths: 9_000_000)
        let held = CostReport.Policy(
            name: "invoices", budget: USD(millionths: 20_000_000), targets: [within], unseen: [])
        let assumptions = ["2 % of the data changes in a day", "growth: 2 GiB a month of kb-prod\(mark) (--growth)"]
        return [
            ("cost", CostReport(at: at, policies: [growing], assumptions: assumptions)),
            ("cost-over", CostReport(at: at, policies: [over, held], assumptions: assumptions)),
            ("cost-within", CostReport(at: CalendarDay("2026-04-01")!.midnight, policies: [held], assumptions: [])),
        ]
    }
}

extension CalendarDay {
    fileprivate var midnight: Instant { Instant(seconds: daysSinceEpoch * 86_400) }
}
