import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What subscription filters do to events")
struct EventFilterTests {
    private let estate: Estate

    /// An estate whose topic gets the events of RDS, and of AWS Backup where `jobs` says so.
    private func filtered(
        _ policy: JSONValue, body: Bool = true, jobs: Bool = false, _ change: (inout Estate) -> Void = { _ in }
    ) -> Estate {
        estate.with {
            if !jobs { $0.policy.backupPlans = [] }
            $0.topic?.subscriptions = .known([
                .init(
                    transport: "email", endpoint: "oncall@example.com", confirmed: true,
                    filter: .known(SubscriptionFilter(policy: policy, looksAtBody: body)))
            ])
            change(&$0)
        }
    }

    private func verdict(_ estate: Estate) -> String? { estate.verdict("alerting.filters-let-events-through") }

    init() throws { estate = try Estate.complete() }

    @Test func `a filter for alarms drops what RDS says`() {
        let alarms = filtered(["NewStateValue": ["ALARM"]])
        #expect(verdict(alarms) == "violated")
        #expect(alarms.verdict("alerting.filters-let-alarms-through") == "met")
        #expect(
            alarms.finding("alerting.filters-let-events-through")?.observed
                == "not every event to oncall@example.com")
    }

    @Test func `the filter that is advised lets everything through`() throws {
        for jobs in [false, true] {
            let alarms = filtered(["NewStateValue": ["ALARM"]], jobs: jobs)
            guard case .procedure(let text)? = alarms.finding("alerting.filters-let-events-through")?.remedy else {
                Issue.record("no advice")
                return
            }
            let start = try #require(text.firstIndex(of: "{"))
            let end = try #require(text.lastIndex(of: "}"))
            let advised = filtered(try JSONValue(parsing: String(text[start...end])), jobs: jobs)
            #expect(verdict(advised) == "met", "\(text)")
            #expect(advised.verdict("alerting.filters-let-alarms-through") == "met", "\(text)")
        }
    }

    @Test func `events are filtered by their source, or by their attributes`() {
        #expect(verdict(filtered(["Event Source": ["db-instance", "db-cluster"]])) == "met")
        #expect(verdict(filtered(["Event Source": ["db-snapshot"]])) == "violated")
        #expect(verdict(filtered(["Source ID": ["kb-dev"]])) == "violated")
        #expect(verdict(filtered(["Event ID": ["RDS-EVENT-0002"]])) == "unknown")
        #expect(verdict(filtered(["Resource": [["prefix": "arn:aws:rds:"]]], body: false)) == "met")
        #expect(verdict(filtered(["EventID": ["RDS-EVENT-0002"]], body: false)) == "unknown")
        #expect(verdict(filtered(["NewStateValue": [["exists": false]]])) == "met")
    }

    @Test func `jobs of AWS Backup are events too`() {
        let databases: JSONValue = ["Event Source": [["exists": true]]]
        #expect(verdict(filtered(databases)) == "met")
        #expect(verdict(filtered(databases, jobs: true)) == "violated")
        #expect(verdict(filtered(["$or": [databases, ["source": ["aws.backup"]]]], jobs: true)) == "met")
    }

    @Test func `a topic without events asks for none`() {
        let none = filtered(["NewStateValue": ["ALARM"]]) { $0.policy.databases = [] }
        #expect(verdict(none) == nil)
        #expect(verdict(filtered(["NewStateValue": ["ALARM"]]) { $0.policy.notifications?.subscribers = [] }) == nil)
    }
}
