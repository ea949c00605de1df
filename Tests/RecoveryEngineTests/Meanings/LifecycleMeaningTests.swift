import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What lifecycle rules do beyond what is asked for")
struct LifecycleMeaningTests {
    private let estate: Estate

    init() throws { estate = try Estate.compliant() }

    private func observed(
        _ rules: [LifecycleRule], _ wanted: [BucketPolicy.LifecycleRule]
    ) -> String? {
        estate.with {
            $0.policy.storage[0].lifecycle = wanted
            $0.bucket.lifecycle = .known(BucketLifecycle(rules))
        }.finding("storage.lifecycle")?.observed
    }

    private func rule(
        _ id: String, _ prefix: String?, expire: Int? = nil, noncurrent: Int? = nil, transition: (Int, String)? = nil
    ) -> LifecycleRule {
        var rule = LifecycleRule(id: id, filter: .init(prefix: prefix))
        rule.expireDays = expire
        rule.noncurrentExpireDays = noncurrent
        rule.transitions = transition.map { [.init(days: $0.0, storageClass: $0.1)] } ?? []
        return rule
    }

    private var daily: LifecycleRule { rule("drctl-daily", "daily/", expire: 30, noncurrent: 10) }

    @Test(arguments: ["", nil] as [String?])
    func `a rule on the whole bucket deletes what no rule of the policy is about`(_ prefix: String?) {
        let wanted = [Estate.rule("daily/", expire: 30, noncurrent: 10)]
        #expect(observed([daily], wanted) == "as required")
        #expect(
            observed([daily, rule("sweep", prefix, expire: 30, noncurrent: 10)], wanted)
                == "everything but daily/ expires after 30 days by sweep, unasked; "
                + "old versions of everything but daily/ expire after 10 days by sweep, unasked")
    }

    @Test func `a rule on the whole bucket archives what no rule of the policy is about`() {
        let wanted = [Estate.rule("monthly/", expire: 365, transition: (30, "GLACIER"))]
        let monthly = rule("drctl-monthly", "monthly/", expire: 365, transition: (30, "GLACIER"))
        #expect(observed([monthly], wanted) == "as required")
        #expect(
            observed([monthly, rule("chill", "", expire: 365, transition: (30, "GLACIER"))], wanted)
                == "everything but monthly/ expires after 365 days by chill, unasked; "
                + "everything but monthly/ moves to GLACIER after 30 days by chill, unasked")
    }

    @Test func `rules that cover parts of a prefix never cover it`() {
        let wanted = [
            Estate.rule("db/daily/", expire: 30), Estate.rule("db/weekly/", expire: 30),
            Estate.rule("db/daily/full/", expire: 30), Estate.rule("logs/", expire: 30),
        ]
        let own = ["db/daily/", "db/weekly/", "db/daily/full/", "logs/"].map { (prefix: String) in
            rule("drctl-\(prefix)", prefix, expire: 30)
        }
        #expect(
            observed(own + [rule("sweep", "db/", expire: 30)], wanted)
                == "db/ but db/daily/, db/weekly/ expires after 30 days by sweep, unasked")
        #expect(observed(own + [rule("sweep", "db/daily/x", expire: 30)], wanted) == "as required")
        // `dai` means more than the folder of that name.
        #expect(
            observed(own + [rule("sweep", "db/dai", expire: 30)], wanted)
                == "db/dai but db/daily/ expires after 30 days by sweep, unasked")
        #expect(observed(own + [rule("sweep", "db/daily", expire: 30)], wanted) == "as required")
    }

    @Test func `tags and sizes narrow what is unasked, and ask for nothing`() {
        let wanted = [Estate.rule("daily/", expire: 30, noncurrent: 10)]
        for filter in [
            LifecycleRule.Filter(prefix: "", tags: ["tmp": "1"]), .init(prefix: "", sizeGreaterThan: 1_000),
            .init(prefix: "", sizeLessThan: 1_000),
        ] {
            var sweep = rule("sweep", "", expire: 60)
            sweep.filter = filter
            #expect(
                observed([daily, sweep], wanted) == "everything but daily/ expires after 60 days by sweep, unasked")
            sweep.filter.prefix = "daily/"
            #expect(observed([daily, sweep], wanted) == "as required")
        }
    }

    @Test func `a rule that is disabled, or ends uploads, does nothing to what is kept`() {
        let wanted = [Estate.rule("daily/", expire: 30, noncurrent: 10)]
        var off = rule("sweep", "", expire: 1)
        off.enabled = false
        var uploads = rule("uploads", "")
        uploads.abortUploadsDays = 1
        #expect(observed([daily, off, uploads], wanted) == "as required")
    }

    @Test func `of the policy's own rules the earliest wins, as in S3`() {
        let wanted = [Estate.rule("", expire: 365), Estate.rule("daily/", expire: 30)]
        let all = rule("drctl-all", "", expire: 365)
        let own = rule("drctl-daily", "daily/", expire: 30)
        #expect(observed([all, own], wanted) == "as required")
        var early = own
        early.expireDays = 29
        #expect(observed([all, early], wanted) == "daily/ expires after 29 days by drctl-daily, not 30")
        #expect(
            observed([all, own, rule("x", "yearly/", expire: 30)], wanted)
                == "everything expires after 30 days by x, not 365")
    }
}
