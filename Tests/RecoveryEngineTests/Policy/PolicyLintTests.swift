import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Each contradiction is made by changing one thing of a policy that has none.
@Suite struct PolicyLintTests {
    struct Contradiction: Sendable, CustomTestStringConvertible {
        var id: String
        var piece: String
        var replacement: String
        var line: Int

        init(_ id: String, _ piece: String, _ replacement: String, line: Int) {
            self.id = id
            self.piece = piece
            self.replacement = replacement
            self.line = line
        }

        var testDescription: String { "\(id): \(replacement)" }
    }

    /// Where databases may be recovered, before the waivers.
    private static func recovering(_ accounts: String...) -> String {
        let places = accounts.map {
            "{account: \"\($0)\", region: us-east-1, subnetGroup: dr, securityGroups: [sg-0123456789abcdef0]}"
        }
        return "recover: {into: [\(places.joined(separator: ", "))]}\nwaivers:"
    }

    static let contradictions = [
        Contradiction("rpo-below-pitr", "rpo: 24h", "rpo: 4m", line: 13),
        Contradiction("rpo-without-pitr", "retention: 30d", "retention: null", line: 22),
        Contradiction("severity-of-nothing", "waivers:", "severities: {database.multi-as: high}\nwaivers:", line: 89),
        Contradiction("rto-below-restore", "rto: 4h", "rto: 10m", line: 12),
        Contradiction("recover-into-own-account", "waivers:", Self.recovering("123456789012"), line: 89),
        Contradiction("recover-into-twice", "waivers:", Self.recovering("222222222222", "222222222222"), line: 89),
        Contradiction(
            "recover-without-network", "waivers:",
            "recover: {into: [{account: \"222222222222\", region: us-east-1}]}\nwaivers:", line: 89),
        Contradiction(
            "retention-beyond-automated-backups", "retention: 30d\n      monthly: {keep: 12}", "retention: 60d",
            line: 22),
        Contradiction(
            "monthly-below-retention", "retention: 30d\n      monthly: {keep: 12}",
            "retention: 1y\n      monthly: {keep: 6}", line: 23),
        Contradiction("retention-below-rpo", "rpo: 24h", "rpo: 2y", line: 22),
        Contradiction("window-touches-maintenance", "window: 02:00-02:30", "window: 04:15-04:45", line: 21),
        Contradiction("kind-of-another-engine", "engine: postgres", "kind: cluster", line: 18),
        Contradiction("kind-of-another-engine", "engine: postgres", "engine: mariadb\n    kind: cluster", line: 19),
        Contradiction(
            "kind-of-another-engine", "engine: postgres", "engine: aurora-postgresql\n    kind: instance", line: 19),
        Contradiction(
            "log-type-of-another-engine", "exportLogs: [postgresql, upgrade]", "exportLogs: [postgresql, upgrades]",
            line: 34),
        Contradiction("log-type-of-another-engine", "engine: postgres", "engine: aurora-postgresql", line: 34),
        Contradiction("tls-without-parameter", "engine: postgres", "engine: oracle-ee", line: 33),
        Contradiction("tls-without-parameter", "engine: postgres", "engine: db2-se", line: 33),
        Contradiction("iam-authentication-of-another-engine", "engine: postgres", "engine: sqlserver-se", line: 32),
        Contradiction("drill-of-another-engine", "engine: postgres", "engine: mysql", line: 17),
        Contradiction(
            "region-out-of-scope", "    engine: postgres", "    regions: [eu-west-1]\n    engine: postgres", line: 18),
        Contradiction(
            "region-out-of-scope", "    versioning: true", "    regions: [us-east-1, eu-west-1]\n    versioning: true",
            line: 40),
        Contradiction("region-unused", "regions: [us-east-1]", "regions: [us-east-1, eu-west-1]", line: 9),
        Contradiction(
            "bucket-in-several-regions", "  - bucket: kb-backups-${account}-${region}",
            "  - bucket: kb-backups-${account}\n    regions: [us-east-1, us-west-2]", line: 39),
        Contradiction("copy-to-own-region", "copyTo: []", "copyTo: [eu-west-1, us-east-1]", line: 24),
        Contradiction(
            "key-of-another-region", "encryption: alias/kb-dr",
            "encryption: arn:aws:kms:eu-west-1:123456789012:key/1", line: 26),
        Contradiction(
            "key-of-another-region", "kms: alias/kb-dr", "kms: \"arn:aws:kms:eu-west-1:123456789012:alias/kb-dr\"",
            line: 39),
        Contradiction("expiry-below-retention", "prefix: daily/, expire: 30d", "prefix: daily/, expire: 29d", line: 46),
        Contradiction("transition-after-expiry", "after: 30d", "after: 400d", line: 47),
        Contradiction("transition-too-young", "after: 30d, to: GLACIER_IR", "after: 7d, to: STANDARD_IA", line: 47),
        Contradiction("storage-class-minimum", "after: 30d, to: GLACIER_IR", "after: 300d, to: GLACIER_IR", line: 47),
        Contradiction(
            "replica-without-versioning", "\nkeys:\n",
            "  - {bucket: kb-a, replicateTo: kb-b}\n  - {bucket: kb-b, versioning: false}\nkeys:\n", line: 49),
        Contradiction(
            "replica-without-key", "\nkeys:\n",
            "  - {bucket: kb-a, replicateTo: kb-b, encryption: {kms: alias/kb-dr}}\n  - {bucket: kb-b}\nkeys:\n",
            line: 49),
        Contradiction(
            "replica-without-lock", "\nkeys:\n",
            "  - {bucket: kb-a, replicateTo: kb-b, objectLock: {mode: governance, retention: 7d}}\n  - {bucket: kb-b}\n"
                + "keys:\n", line: 49),
        Contradiction(
            "replica-of-itself", "\nkeys:\n", "  - {bucket: kb-a, replicateTo: kb-a}\nkeys:\n", line: 49),
        Contradiction("retrieval-beyond-rto", "to: GLACIER_IR", "to: DEEP_ARCHIVE", line: 47),
        Contradiction(
            "lock-beyond-expiry", "mode: governance, retention: 30d", "mode: governance, retention: 31d", line: 46),
        Contradiction("lock-needs-versioning", "versioning: true", "versioning: false", line: 40),
        Contradiction("logs-cannot-arrive", "accessLogs: kb-logs", "accessLogs: kb-backups", line: 39),
        Contradiction("compliance-lock", "mode: governance", "mode: compliance", line: 43),
        Contradiction("same-prefix", "prefix: monthly/", "prefix: daily/", line: 47),
        Contradiction("key-gone-before-backups", "deletionWindow: 30d", "deletionWindow: 7d", line: 51),
        Contradiction("key-not-listed", "alias: kb-dr", "alias: kb-other", line: 26),
        Contradiction("role-writes-and-deletes", "may: [backup]", "may: [backup, apply]", line: 56),
        Contradiction("duty-without-target", "storage:", "buckets:", line: 43),
        Contradiction(
            "permissions-too-long", "ids: [kb-prod]",
            "ids: [\((1...90).map { "database-\($0)" }.joined(separator: ", "))]",
            line: 58),
        Contradiction("trust-any-branch", ", ref: refs/heads/main", "", line: 55),
        Contradiction(
            "trust-foreign-account", "trust: {account: \"123456789012\"", "trust: {account: \"210987654321\"", line: 58),
        Contradiction("same-name", "name: kb-drill-operator", "name: kb-backup-writer", line: 58),
        Contradiction("same-name", "ids: [kb-prod]", "ids: [kb-prod, kb-prod]", line: 17),
        Contradiction(
            "no-subscribers",
            "subscribers: [{email: oncall@example.com}, {sqs: \"arn:aws:sqs:us-east-1:123456789012:kb\"}]",
            "subscribers: []", line: 62),
        Contradiction(
            "login-in-policy", "{email: oncall@example.com}", "{https: \"https://hook:secret@example.com/x\"}", line: 62
        ),
        Contradiction(
            "alarms-without-topic",
            "notifications:\n  topic: kb-dr-alerts\n  subscribers: [{email: oncall@example.com}, {sqs: \"arn:aws:sqs:us-east-1:123456789012:kb\"}]\n",
            "", line: 62),
        Contradiction("alarm-past-objective", "backup: 26h", "backup: 27h", line: 65),
        Contradiction("heartbeat-too-long", "audit: 26h", "audit: 8d", line: 65),
        Contradiction("drill-beyond-retention", "every: 90d", "every: 2y", line: 70),
        Contradiction("drill-without-checks", "  checks:", "  smokeless:", line: 70),
        Contradiction(
            "check-reads-nothing",
            "select count(*) from entries e left join authors a on a.id = e.author_id where a.id is null", "select 0",
            line: 78),
        Contradiction(
            "check-cannot-pass", "where a.id is null, expect: 0", "where a.id is null, expect: none", line: 78),
        Contradiction(
            "check-cannot-pass", "where a.id is null, expect: 0", "where a.id is null, expect: {atMost: -1}", line: 78),
        Contradiction("drill-target-unsaid", "subnetGroup: dr-drill, ", "", line: 72),
        Contradiction("drill-point-out-of-reach", "1h ago", "40d ago", line: 71),
        Contradiction("drill-now-without-marker", "1h ago", "now", line: 71),
        Contradiction(
            "drill-region-out-of-scope", "  into:",
            "  elsewhere: [{region: us-west-2, subnetGroup: dr, securityGroups: [sg-1], instanceClass: db.t4g.medium}]\n  into:",
            line: 72),
        Contradiction(
            "drill-region-out-of-scope", "  into:", "  elsewhere: [{region: us-east-1}]\n  into:", line: 72),
        Contradiction("drill-without-copies", "source: {pointInTime: 1h ago}", "source: {copyIn: us-west-2}", line: 71),
        Contradiction("vault-without-role", "source: {pointInTime: 1h ago}", "source: {vault: air-gapped}", line: 71),
        Contradiction("waiver-expired", "expires: 2027-03-31", "expires: 2026-11-22", line: 90),
        Contradiction("waiver-too-long", "expires: 2027-03-31", "expires: 2030-01-01", line: 90),
        Contradiction("waiver-of-nothing", "control: database.multi-az", "control: database.multi-azz", line: 90),
        Contradiction("placeholder-account", "[\"123456789012\"]", "[\"123456789012\", \"000000000000\"]", line: 8),
        Contradiction(
            "evidence-expires", "dashboard: kb-recovery",
            "dashboard: kb-recovery\nevidence: {bucket: \"kb-backups-${account}-${region}\", prefix: daily/proofs}",
            line: 46),
        Contradiction(
            "signing-key-unread", "may: [drill]}\n",
            "may: [audit]}\n\nevidence: {bucket: kb-evidence, signingKey: kb/signing}\n", line: 60),
        Contradiction(
            "nobody-decides", "dashboard: kb-recovery",
            "dashboard: kb-recovery\ncontacts: [{name: On call, reach: pager, part: operates}]", line: 68),
        Contradiction(
            "self-managed-without-server", "dashboard: kb-recovery",
            "dashboard: kb-recovery\nselfManaged:\n  - {database: kb, source: {service: kb}, backups: {to: backups, encryption: {age: [age1x]}}}",
            line: 69),
        Contradiction(
            "self-managed-silence", "backup: 26h}\n  freeStorage: 20GiB\ndashboard: kb-recovery",
            "backup: null}\n  freeStorage: 20GiB\ndashboard: kb-recovery\nselfManaged:\n  - {database: kb, source: {service: kb}, backups: {to: backups, encryption: {age: [age1x]}}, drill: {server: {service: scratch}}}",
            line: 65),
        Contradiction(
            "stanza-needs-folder", "dashboard: kb-recovery",
            "dashboard: kb-recovery\nselfManaged:\n  - {database: kb, source: {service: kb}, pgBackRest: {stanza: main}, drill: {server: {service: scratch}}}",
            line: 69),
        Contradiction(
            "self-managed-drills-on-source", "dashboard: kb-recovery",
            "dashboard: kb-recovery\nselfManaged:\n  - {database: kb, source: {service: kb}, backups: {to: backups, encryption: {age: [age1x]}}, drill: {server: {service: kb}}}",
            line: 69),
        Contradiction(
            "kms-needs-bucket", "dashboard: kb-recovery",
            "dashboard: kb-recovery\nselfManaged:\n  - {database: kb, source: {service: kb}, backups: {to: backups, encryption: {kms: alias/kb-dr}}}",
            line: 69),
        Contradiction(
            "same-database-outside-rds", "dashboard: kb-recovery",
            "dashboard: kb-recovery\nselfManaged:\n  - {database: kb, source: {service: kb}, backups: {to: backups, encryption: {age: [age1x]}}}\n  - {database: kb, source: {service: kb}, backups: {to: backups, encryption: {age: [age1x]}}}",
            line: 70),
        Contradiction("no-drill", "drill:", "drills:", line: 12),
    ]

    /// What stands in for pieces that cannot be cut out of the text by one replacement.
    private func text(of contradiction: Contradiction) -> String {
        var text = PolicySamples.whole(contradiction.piece, contradiction.replacement)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        func without(_ section: Substring, indentation: Int) -> String {
            var isInside = false
            return lines.filter { line in
                if line.hasPrefix(section) { isInside = true; return false }
                if isInside, line.prefix(while: { $0 == " " }).count <= indentation, !line.isEmpty { isInside = false }
                return !isInside
            }.joined(separator: "\n")
        }
        if contradiction.id == "drill-without-checks" { text = without("  smokeless:", indentation: 2) }
        if contradiction.id == "duty-without-target" { text = without("buckets:", indentation: 0) }
        if contradiction.id == "rpo-without-pitr" { text = text.replacing("rpo: 24h", with: "rpo: 23h") }
        if contradiction.id == "drill-without-copies" || contradiction.id == "bucket-in-several-regions" {
            text = text.replacing("regions: [us-east-1]", with: "regions: [us-east-1, us-west-2]")
        }
        if contradiction.id == "no-drill" { text = without("drills:", indentation: 0) }
        return text
    }

    @Test(arguments: contradictions) func `a contradiction is found where it stands`(_ contradiction: Contradiction)
        throws
    {
        #expect(PolicySamples.whole.contains(contradiction.piece))
        let found = PolicyParser.parse(text(of: contradiction), file: "dr.yaml", today: PolicySamples.today).diagnostics
        let own = try #require(found.first { $0.id == contradiction.id }, "\(found.rendered())")
        #expect(own.location?.line == contradiction.line, "\(found.rendered())")
        #expect(own.detail?.isEmpty == false)
        #expect(own.hint?.isEmpty == false)
        let others = Set(found.map(\.id)).subtracting([contradiction.id])
        let expected = Self.companions[contradiction.id] ?? []
        #expect(others.isSubset(of: expected), "\(found.rendered())")
    }

    /// Contradictions that cannot be had alone.
    static let companions: [String: Set<String>] = [
        // What only receives logs is no place for backups.
        "logs-cannot-arrive": ["duty-without-target"],
        // Nor is the bucket of the evidence.
        "evidence-expires": ["duty-without-target"],
        // Neither says where its drills restore.
        "kms-needs-bucket": ["self-managed-without-server"],
        "stanza-needs-folder": ["self-managed-without-server"],
        "same-database-outside-rds": ["self-managed-without-server"],
        "kind-of-another-engine": ["log-type-of-another-engine", "drill-of-another-engine"],
        "tls-without-parameter": [
            "log-type-of-another-engine", "iam-authentication-of-another-engine", "drill-of-another-engine",
        ],
        "iam-authentication-of-another-engine": ["log-type-of-another-engine", "drill-of-another-engine"],
        "drill-of-another-engine": ["log-type-of-another-engine"],
        "rpo-below-pitr": ["alarm-past-objective"],
        "rpo-without-pitr": ["alarm-past-objective"],
        "retention-beyond-automated-backups": ["expiry-below-retention", "drill-beyond-retention"],
        "monthly-below-retention": ["expiry-below-retention"],
        "retention-below-rpo": [],
        "expiry-below-retention": ["lock-beyond-expiry"],
        "same-prefix": ["storage-class-minimum"],
        "storage-class-minimum": [],
        "drill-beyond-retention": [],
        "region-out-of-scope": ["duty-without-target"],
        "drill-region-out-of-scope": ["drill-without-copies"],
        "drill-without-copies": ["drill-target-unsaid"],
    ]

    @Test func `every rule has a contradiction that it finds`() {
        #expect(
            Set(LintRule.all.map(\.id))
                == Set(
                    Self.contradictions.map(\.id) + BackupPlanLintTests.contradictions.map(\.id)
                        + RestoreTestLintTests.contradictions.map(\.id)))
        #expect(Set(LintRule.all.map(\.id)).count == LintRule.all.count)
    }

    @Test func `a finding is printed with reason and fix`() {
        #expect(
            PolicySamples.diagnostics(PolicySamples.whole("every: 90d", "every: 2y")) == """
                dr.yaml:70:10: warning: drill.every: a drill every 2y, while the oldest recovery point is 12mo old [drill-beyond-retention]
                  A broken backup would be detected only after the last good one has expired.
                  hint: write `every: 365d` or less, or retain monthly recovery points
                """)
    }

    @Test func `a compliance lock that is meant is accepted`() {
        let text = PolicySamples.whole(
            "mode: governance, retention: 30d", "mode: compliance, retention: 30d, iUnderstandThisCannotBeUndone: true")
        #expect(PolicySamples.diagnostics(text) == "")
    }
}
