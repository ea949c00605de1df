import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Budget, forecast and the age of prices")
struct CostReportTests {
    private let name = TargetName(
        policy: "kb", account: AccountID("123456789012")!, region: CostFixtures.home)

    private func policy(
        budget: Int?, _ basis: CostBasis, now: CostBasis? = nil, unseen: [String] = []
    ) -> CostReport.Policy {
        let target = CostReport.Target(
            name: name, required: CostSheet(basis, CostFixtures.prices),
            now: now.map { CostSheet($0, CostFixtures.prices) },
            variations: [], forecast: (0...12).map { CostSheet(basis.grown(by: $0), CostFixtures.prices).total })
        return CostReport.Policy(
            name: "kb", budget: budget.map(USD.init(millionths:)), targets: [target], unseen: unseen)
    }

    @Test(arguments: [
        (Int?.some(3_000_000), CostReport.Verdict.within), (2_999_999, .over), (nil, .unlimited),
    ])
    func `the budget holds up to its last millionth`(budget: Int?, verdict: CostReport.Verdict) {
        #expect(policy(budget: budget, CostFixtures.basis(CostFixtures.database())).verdict == verdict)
    }

    @Test func `what there is now counts as much as what is required`() {
        let small = CostFixtures.basis(CostFixtures.database(days: 7))
        let large = CostFixtures.basis(CostFixtures.database(days: 35))
        #expect(policy(budget: 1_000_000, small, now: large).verdict == .over)
        #expect(policy(budget: 3_500_000, small, now: large).verdict == .within)
    }

    @Test func `with something unknown no budget is held, and one can be broken all the same`() {
        let failure = CollectionFailure(operation: "rds:DescribeDBInstances", reason: "AccessDenied")
        let unseen = CostFixtures.database("other").with { $0.data = .unavailable(failure) }
        let basis = CostFixtures.basis(CostFixtures.database(), unseen)
        #expect(policy(budget: 3_000_000, basis).verdict == .unknown)
        #expect(policy(budget: 2_000_000, basis).verdict == .over)
        #expect(policy(budget: nil, basis).verdict == .unknown)
        let elsewhere = policy(
            budget: 9_000_000, CostFixtures.basis(CostFixtures.database()), unseen: ["222222222222: no role"])
        #expect(elsewhere.verdict == .unknown)
    }

    @Test func `a report is as bad as its worst policy`() {
        let within = policy(budget: 3_000_000, CostFixtures.basis(CostFixtures.database()))
        let over = policy(budget: 0, CostFixtures.basis(CostFixtures.database()))
        let at = Instant(seconds: 1_795_410_600)
        #expect(CostReport(at: at, policies: [within, over], assumptions: []).verdict == .over)
        #expect(CostReport(at: at, policies: [within], assumptions: []).verdict == .within)
        #expect(CostReport(at: at, policies: [], assumptions: []).verdict == .unlimited)
    }

    @Test func `backups grow with the data, and what is provisioned with what would not fit`() {
        let growing = CostFixtures.database().with { $0.growth = 10 * CostFixtures.gibibyte }
        let policy = policy(budget: 4_000_000, CostFixtures.basis(growing))
        #expect(policy.forecast.count == 13)
        #expect(policy.forecast.first?.known == USD(millionths: 3_000_000))
        #expect(policy.forecast.last?.known == USD(millionths: 6_600_000))
        #expect(policy.overBudgetInMonth == 4, "3.00 and 0.30 a month: 4.20 after the fourth")
        let roomy = growing.with { $0.provisioned = .known(250 * CostFixtures.gibibyte) }
        #expect(CostFixtures.total(CostFixtures.basis(roomy).grown(by: 9)) == .zero, "247 of 250 GiB")
        #expect(CostFixtures.total(CostFixtures.basis(roomy).grown(by: 10)) == USD(millionths: 1_000_000))
    }

    @Test(arguments: [(180, Int?.none), (181, 181), (0, nil), (-1, nil)])
    func `prices older than half a year are said to be`(days: Int, overdue: Int?) {
        let at = Instant(seconds: CostFixtures.day.adding(days: days).daysSinceEpoch * 86_400)
        let report = CostReport(
            at: at, policies: [policy(budget: nil, CostFixtures.basis(CostFixtures.database()))], assumptions: [])
        #expect(report.daysOverdue == overdue)
        #expect(report.priceDates?.oldest == CostFixtures.day)
        #expect(report.sources == ["prices.yaml"])
    }

    @Test func `without a price used there is none to be old`() {
        let report = CostReport(at: Instant(seconds: 0), policies: [], assumptions: [])
        #expect(report.priceDates == nil && report.daysOverdue == nil && report.sources.isEmpty)
    }
}
