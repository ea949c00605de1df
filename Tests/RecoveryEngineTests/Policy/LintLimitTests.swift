import RecoveryModel
import Testing

@testable import RecoveryEngine

/// A rule ends exactly where AWS's limit is, and looks at nothing that another rule or nobody asks for.
@Suite("Where rules of the lint end")
struct LintLimitTests {
    struct Limit: Sendable, CustomTestStringConvertible {
        var id: String
        /// Pieces of the whole policy, each with what stands in its place.
        var changes: KeyValuePairs<String, String>
        var isFound: Bool

        var testDescription: String { "\(id): \(changes.map(\.value))" }
    }

    private static func limit(_ id: String, _ changes: KeyValuePairs<String, String>, isFound: Bool) -> Limit {
        Limit(id: id, changes: changes, isFound: isFound)
    }

    private static let noMonthly = "retention: 30d\n      monthly: {keep: 12}"
    private static let glacier = "{after: 30d, to: GLACIER_IR}, expire: 12mo"

    static let limits = [
        limit("rpo-below-pitr", ["rpo: 24h": "rpo: 5m"], isFound: false),
        limit("rpo-below-pitr", ["rpo: 24h": "rpo: 299s"], isFound: true),
        limit("rpo-without-pitr", [noMonthly: "retention: null", "rpo: 24h": "rpo: 24h"], isFound: false),
        limit("rpo-without-pitr", [noMonthly: "retention: null", "rpo: 24h": "rpo: 23h"], isFound: true),
        limit("rto-below-restore", ["rto: 4h": "rto: 15m"], isFound: false),
        limit("rto-below-restore", ["rto: 4h": "rto: 14m"], isFound: true),
        limit("retention-beyond-automated-backups", [noMonthly: "retention: 35d"], isFound: false),
        limit("retention-beyond-automated-backups", [noMonthly: "retention: 36d"], isFound: true),
        limit("monthly-below-retention", ["retention: 30d": "retention: 12mo"], isFound: false),
        limit("monthly-below-retention", ["retention: 30d": "retention: 13mo"], isFound: true),
        limit("monthly-below-retention", ["keep: 12": "keep: 1"], isFound: false),
        limit("retention-below-rpo", [noMonthly: "retention: 7d", "rpo: 24h": "rpo: 7d"], isFound: false),
        limit("retention-below-rpo", [noMonthly: "retention: 7d", "rpo: 24h": "rpo: 8d"], isFound: true),
        limit("expiry-below-retention", ["daily/, expire: 30d": "daily/, expire: 29d"], isFound: true),
        limit("expiry-below-retention", ["daily/, expire: 30d": "daily/, expire: 30d"], isFound: false),
        limit("transition-after-expiry", [glacier: "{after: 365d, to: GLACIER_IR}, expire: 365d"], isFound: true),
        limit("transition-after-expiry", [glacier: "{after: 364d, to: GLACIER_IR}, expire: 365d"], isFound: false),
        limit("transition-too-young", [glacier: "{after: 29d, to: STANDARD_IA}, expire: 12mo"], isFound: true),
        limit("transition-too-young", [glacier: "{after: 30d, to: STANDARD_IA}, expire: 12mo"], isFound: false),
        limit("transition-too-young", [glacier: "{after: 1d, to: GLACIER_IR}, expire: 12mo"], isFound: false),
        limit("storage-class-minimum", [glacier: "{after: 30d, to: GLACIER_IR}, expire: 120d"], isFound: false),
        limit("storage-class-minimum", [glacier: "{after: 30d, to: GLACIER_IR}, expire: 119d"], isFound: true),
        limit("storage-class-minimum", [glacier: "{after: 90d, to: GLACIER_IR}, expire: 90d"], isFound: false),
        limit("storage-class-minimum", [glacier: "{after: 30d, to: STANDARD_IA}, expire: 60d"], isFound: false),
        limit("storage-class-minimum", [glacier: "{after: 30d, to: STANDARD_IA}, expire: 59d"], isFound: true),
        limit("storage-class-minimum", [glacier: "{after: 30d, to: DEEP_ARCHIVE}, expire: 210d"], isFound: false),
        limit("storage-class-minimum", [glacier: "{after: 30d, to: DEEP_ARCHIVE}, expire: 209d"], isFound: true),
        limit(
            "retrieval-beyond-rto", [glacier: "{after: 30d, to: GLACIER}, expire: 12mo", "rto: 4h": "rto: 12h"],
            isFound: false),
        limit("retrieval-beyond-rto", [glacier: "{after: 30d, to: GLACIER}, expire: 12mo"], isFound: true),
        limit(
            "retrieval-beyond-rto", [glacier: "{after: 30d, to: DEEP_ARCHIVE}, expire: 12mo", "rto: 4h": "rto: 48h"],
            isFound: false),
        limit("lock-beyond-expiry", ["governance, retention: 30d": "governance, retention: 31d"], isFound: true),
        limit("lock-beyond-expiry", ["governance, retention: 30d": "governance, retention: 30d"], isFound: false),
        limit("drill-beyond-retention", ["every: 90d": "every: 360d"], isFound: false),
        limit("drill-beyond-retention", [noMonthly: "retention: 30d", "every: 90d": "every: 30d"], isFound: false),
        limit("drill-beyond-retention", [noMonthly: "retention: 30d", "every: 90d": "every: 31d"], isFound: true),
        limit("drill-point-out-of-reach", ["1h ago": "30d ago"], isFound: false),
        limit("drill-point-out-of-reach", ["1h ago": "31d ago"], isFound: true),
        limit("heartbeat-too-long", ["audit: 26h": "audit: 7d"], isFound: false),
        limit("heartbeat-too-long", ["audit: 26h": "audit: 8d"], isFound: true),
        limit("alarm-past-objective", ["backup: 26h": "backup: 40h"], isFound: true),
        limit("key-gone-before-backups", ["deletionWindow: 30d": "deletionWindow: 29d"], isFound: true),
        limit(
            "key-gone-before-backups", [noMonthly: "retention: 7d", "deletionWindow: 30d": "deletionWindow: 7d"],
            isFound: false),
        limit(
            "key-gone-before-backups", [noMonthly: "retention: 8d", "deletionWindow: 30d": "deletionWindow: 7d"],
            isFound: true),
        limit("waiver-expired", ["expires: 2027-03-31": "expires: 2026-11-23"], isFound: false),
        limit("waiver-expired", ["expires: 2027-03-31": "expires: 2026-11-22"], isFound: true),
        limit("waiver-too-long", ["expires: 2027-03-31": "expires: 2027-11-24"], isFound: false),
        limit("waiver-too-long", ["expires: 2027-03-31": "expires: 2027-11-25"], isFound: true),
        limit("key-not-listed", ["{alias: kb-dr,": "{alias: kb-other,"], isFound: true),
        limit(
            "key-not-listed",
            ["{alias: kb-dr,": "{alias: kb-other,", "encryption: alias/kb-dr": "encryption: alias/aws/rds"],
            isFound: true),
        limit(
            "check-cannot-pass", ["authors a on a.id = e.author_id where a.id is null, expect: 0": "b, expect: -1"],
            isFound: true),
        limit(
            "check-cannot-pass", ["a on a.id = e.author_id where a.id is null, expect: 0": "a, expect: {atMost: -1}"],
            isFound: true),
        limit(
            "check-cannot-pass", ["a on a.id = e.author_id where a.id is null, expect: 0": "a, expect: {atMost: 0}"],
            isFound: false),
        limit("check-cannot-pass", ["where a.id is null, expect: 0": "where true, expect: 1.5"], isFound: true),
        limit("same-prefix", ["prefix: monthly/": "prefix: daily/"], isFound: true),
        limit(
            "same-prefix", ["{noncurrent: {expire: 30d}": "{prefix: daily/, noncurrent: {expire: 30d}"], isFound: false),
    ]

    @Test(arguments: limits) func `a rule finds what is beyond its limit, and nothing at it`(_ limit: Limit) {
        var text = PolicySamples.whole
        for (piece, other) in limit.changes {
            #expect(text.contains(piece), "\(piece)")
            text = text.replacing(piece, with: other, maxReplacements: 1)
        }
        let found = PolicyParser.parse(text, file: "dr.yaml", today: PolicySamples.today).diagnostics
        #expect(found.contains { $0.id == limit.id } == limit.isFound, "\(found.rendered())")
    }
}
