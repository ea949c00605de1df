import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("What new lifecycle rules delete at once")
struct ExpiringObjectsTests {
    private let now = Instant("2026-11-29T00:00:00Z")!

    private func version(_ key: String, _ modified: String, latest: Bool, bytes: Int = 1_024) -> String {
        """
        <Version><Key>\(key)</Key><VersionId>\(modified)</VersionId><IsLatest>\(latest)</IsLatest>\
        <LastModified>\(modified)</LastModified><Size>\(bytes)</Size></Version>
        """
    }

    private func weakened(_ rule: LifecycleRule, over before: BucketLifecycle? = nil, _ listing: [String]) async throws
        -> [String]
    {
        let aws = ScriptedAWS([
            "s3:ListObjectVersions": [
                .ok("<ListVersionsResult><IsTruncated>false</IsTruncated>\(listing.joined())</ListVersionsResult>")
            ]
        ])
        let plan = Plan(
            policy: "kb", account: ScriptedAWS.account, region: ScriptedAWS.region, at: now,
            steps: [
                Step(
                    change: .bucket(.putLifecycle(bucket: "kb", Edit(before, to: BucketLifecycle([rule])))), reasons: []
                )
            ], unfixable: [], unknown: [])
        return try await ExpiringObjects(client: aws.client, now: now).counted(in: plan).steps[0].weakens
    }

    private func rule(_ prefix: String? = "daily/", days: Int? = 30, noncurrent: Int? = nil, keep: Int? = nil)
        -> LifecycleRule
    {
        var rule = LifecycleRule(id: "drctl-daily", filter: .init(prefix: prefix))
        (rule.expireDays, rule.noncurrentExpireDays, rule.noncurrentKeep) = (days, noncurrent, keep)
        return rule
    }

    @Test func `objects older than the rule allows are counted, with their size`() async throws {
        let old = [
            version("daily/a", "2026-10-01T00:00:00Z", latest: true),
            version("daily/b", "2026-10-30T00:00:00Z", latest: true),
            version("daily/c", "2026-10-30T00:00:01Z", latest: true),
        ]
        #expect(try await weakened(rule(), old) == ["rule drctl-daily deletes what is there already: 2 objects, 2 KiB"])
    }

    @Test func `a bucket with nothing old loses nothing`() async throws {
        #expect(try await weakened(rule(), [version("daily/a", "2026-11-28T00:00:00Z", latest: true)]).isEmpty)
        #expect(try await weakened(rule(), []).isEmpty)
    }

    @Test func `what another rule deletes as early is not new`() async throws {
        let old = [version("daily/a", "2026-10-01T00:00:00Z", latest: true)]
        #expect(try await weakened(rule(), over: BucketLifecycle([rule("", days: 30)]), old).isEmpty)
        #expect(try await !weakened(rule(), over: BucketLifecycle([rule("", days: 31)]), old).isEmpty)
        #expect(try await !weakened(rule(), over: BucketLifecycle([rule("monthly/", days: 1)]), old).isEmpty)
        var disabled = rule("", days: 1)
        disabled.enabled = false
        #expect(try await !weakened(rule(), over: BucketLifecycle([disabled]), old).isEmpty)
    }

    @Test func `an earlier version counts from when it was replaced or deleted, and the newest ones are kept`()
        async throws
    {
        let versions = [
            version("daily/a", "2026-11-27T00:00:00Z", latest: true),
            version("daily/a", "2026-01-01T00:00:00Z", latest: false),
            version("daily/b", "2026-03-01T00:00:00Z", latest: true),
            version("daily/b", "2026-02-01T00:00:00Z", latest: false),
            version("daily/b", "2026-01-01T00:00:00Z", latest: false),
        ]
        let all = try await weakened(rule(days: nil, noncurrent: 30), versions)
        #expect(all == ["rule drctl-daily deletes what is there already: 2 objects, 2 KiB"])
        let kept = try await weakened(rule(days: nil, noncurrent: 30, keep: 1), versions)
        #expect(kept == ["rule drctl-daily deletes what is there already: 1 object, 1 KiB"])
        let marker = """
            <DeleteMarker><Key>daily/c</Key><IsLatest>true</IsLatest><LastModified>2026-11-28T00:00:00Z</LastModified></DeleteMarker>
            """
        let deleted = [version("daily/c", "2026-01-01T00:00:00Z", latest: false), marker]
        #expect(try await weakened(rule(days: nil, noncurrent: 30), deleted).isEmpty)
    }

    @Test func `what cannot be counted is said, and counts as a loss`() async throws {
        let aws = ScriptedAWS(["s3:ListObjectVersions": [.denied]])
        let plan = Plan(
            policy: "kb", account: ScriptedAWS.account, region: ScriptedAWS.region, at: now,
            steps: [
                Step(
                    change: .bucket(.putLifecycle(bucket: "kb", Edit(nil, to: BucketLifecycle([rule()])))), reasons: [])
            ], unfixable: [], unknown: [])
        let weakens = try await ExpiringObjects(client: aws.client, now: now).counted(in: plan).steps[0].weakens
        #expect(weakens.count == 1 && weakens[0].contains("could not be counted"), "\(weakens)")
    }
}
