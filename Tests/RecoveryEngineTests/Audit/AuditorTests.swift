import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Audits")
struct AuditorTests {
    @Test func `findings come by resource, then control, the same every time`() throws {
        let audit = try Estate.bare().audit
        #expect(audit == (try Estate.bare().audit))
        let keys = audit.findings.map { (kind: $0.resource.kind, name: $0.resource.name, id: $0.control.id) }
        for (left, right) in zip(keys, keys.dropFirst()) {
            let sameResource = left.kind == right.kind && left.name == right.name
            #expect(!sameResource || left.id < right.id, "\(left) \(right)")
        }
        var seen: [ResourceReference] = []
        for finding in audit.findings {
            let resource = ResourceReference(finding.resource.kind, finding.resource.name)
            if seen.last != resource {
                #expect(!seen.contains(resource), "\(resource) is not in one piece")
                seen.append(resource)
            }
        }
    }

    @Test func `a policy that asks for nothing finds only what every database needs`() throws {
        let bare = try Estate.bare().with {
            $0.policy.storage = []
            $0.policy.keys = []
            $0.policy.roles = []
            $0.policy.notifications = nil
            $0.policy.alarms = nil
            $0.policy.dashboard = nil
            $0.policy.drill?.engine = .drctl
            $0.policy.databases = [DatabasePolicy(select: .init(ids: ["kb-prod"]))]
        }
        #expect(
            bare.audit.findings.map(\.control.id) == [
                "database.exists", "database.pending-modifications", "database.recovery-point-age",
                "database.recovery-point-exists", "database.restorable-lag", "database.snapshot-not-shared",
                "database.status",
            ])
        #expect(bare.with { $0.policy.databases = [] }.audit.findings.isEmpty)
    }

    @Test func `a selector that finds nothing is violated`() throws {
        let estate = try Estate.compliant()
        let byID = estate.with { $0.policy.databases[0].select.ids = ["kb-prod", "kb-gone"] }
        #expect(byID.verdict("database.exists", on: "kb-prod") == "met")
        #expect(byID.verdict("database.exists", on: "kb-gone") == "violated")
        #expect(byID.finding("database.exists", on: "kb-gone")?.observed == "not found")
        let byTag = estate.with { $0.policy.databases[0].select = .init(tags: ["stage": "prod"]) }
        #expect(byTag.verdict("database.exists") == "violated")
        #expect(byTag.finding("database.exists")?.resource.name == "tags stage=prod")
    }

    @Test func `a selector by tags needs every tag and means every match`() throws {
        let estate = try Estate.compliant().with {
            $0.policy.databases[0].select = .init(tags: ["app": "kb", "stage": "prod"])
            $0.database.tags = ["app": "kb", "stage": "prod", "team": "x"]
            var other = $0.database
            other.id = "kb-other"
            other.tags = ["app": "kb"]
            $0.instances = [$0.database, other]
        }
        let databases = Set(estate.audit.findings.filter { $0.resource.kind == .database }.map(\.resource.name))
        #expect(databases == ["kb-prod"])
    }

    @Test func `databases that cannot be listed are unknown, not gone`() throws {
        let estate = try Estate.compliant().with { $0.inventory.databases[.instance] = .unavailable(Estate.failure) }
        #expect(estate.finding("database.exists")?.verdict == .unknown(Estate.failure))
        #expect(estate.audit.conclusion == .incomplete)
    }

    @Test func `a resource that was not read is unknown`() throws {
        let estate = try Estate.compliant().with {
            $0.inventory.buckets = [:]
            $0.inventory.keys = [:]
            $0.inventory.roles = [:]
            $0.inventory.topics = [:]
            $0.inventory.dashboards = [:]
            $0.inventory.secrets = [:]
        }
        let kinds: Set<ResourceKind> = [.bucket, .key, .role, .secret, .topic, .dashboard]
        let findings = estate.audit.findings.filter { kinds.contains($0.resource.kind) }
        #expect(Set(findings.map(\.resource.kind)) == kinds)
        #expect(findings.allSatisfy { $0.verdict.word == "unknown" })
    }

    @Test func `when nothing can be observed, everything is unknown and nothing is met or violated`() throws {
        let unseen = try Estate.complete().with { $0.ownReplica() }.unseen
        let findings = unseen.audit.findings
        #expect(findings.allSatisfy { $0.verdict == .unknown(Estate.failure) })
        #expect(findings.allSatisfy { $0.observed == nil && $0.remedy == nil })
        let missing = Set(Catalogue.descriptions.map(\.id)).subtracting(findings.map(\.control.id))
        #expect(missing.isEmpty, "\(missing)")
        #expect(Planner.plan(unseen.audit).steps.isEmpty)
    }

    @Test func `a violation outweighs what could not be checked`() throws {
        let estate = try Estate.compliant().with { $0.bucket.policy = .unavailable(Estate.failure) }
        #expect(estate.audit.conclusion == .incomplete)
        #expect(estate.with { $0.database.multiAZ = .known(false) }.audit.conclusion == .violated)
    }
}

extension Estate {
    /// The same estate when no call is answered.
    fileprivate var unseen: Estate {
        with { estate in
            let failure = Self.failure
            for name in estate.inventory.buckets.keys {
                estate.inventory.buckets[name] = BucketState(name: name, failure: failure)
            }
            for alias in estate.inventory.keys.keys { estate.inventory.keys[alias]?.key = .unavailable(failure) }
            for name in estate.inventory.roles.keys { estate.inventory.roles[name]?.role = .unavailable(failure) }
            for name in estate.inventory.topics.keys { estate.inventory.topics[name]?.topic = .unavailable(failure) }
            for name in estate.inventory.dashboards.keys { estate.inventory.dashboards[name] = .unavailable(failure) }
            for name in estate.inventory.secrets.keys { estate.inventory.secrets[name]?.secret = .unavailable(failure) }
            for name in estate.inventory.backupVaults.keys {
                estate.inventory.backupVaults[name]?.vault = .unavailable(failure)
            }
            for name in estate.inventory.backupPlans.keys {
                estate.inventory.backupPlans[name]?.plan = .unavailable(failure)
                estate.inventory.backupPlans[name]?.copies = .unavailable(failure)
            }
            estate.inventory.restoreTesting?.plan = .unavailable(failure)
            estate.inventory.restoreTesting?.jobs = .unavailable(failure)
            estate.inventory.drills = .unavailable(failure)
            for name in estate.inventory.selfManaged.keys {
                estate.inventory.selfManaged[name]?.backups = .unavailable(failure)
                estate.inventory.selfManaged[name]?.stanza = .unavailable(failure)
            }
            estate.inventory.alarmProofs = .unavailable(failure)
            estate.inventory.alarms = .unavailable(failure)
            estate.inventory.eventSubscriptions = .unavailable(failure)
            estate.inventory.eventRules = .unavailable(failure)
            estate.inventory.accountPublicAccessBlock = .unavailable(failure)
            for kind in DatabaseKind.allCases {
                estate.inventory.databases[kind] = .unavailable(failure)
                estate.inventory.strandedSnapshots[kind] = .unavailable(failure)
            }
        }
    }
}

@Suite("Waivers")
struct WaiverTests {
    private func estate(_ waiver: Waiver) throws -> Estate {
        try Estate.compliant().with {
            $0.database.multiAZ = .known(false)
            $0.policy.waivers = [waiver]
        }
    }

    private func waiver(_ control: String, _ resource: String, until day: CalendarDay) -> Waiver {
        Waiver(control: control, resource: resource, reason: "single-AZ until Q1", owner: "cto", expires: day)
    }

    @Test func `a waiver holds until the end of its day`() throws {
        let today = Estate.now.day
        let held = try estate(waiver("database.multi-az", "kb-prod", until: today))
        #expect(
            held.finding("database.multi-az")?.verdict
                == .waived(owner: "cto", reason: "single-AZ until Q1", expires: "2026-11-23"))
        #expect(held.audit.conclusion == .compliant)
        let expired = try estate(waiver("database.multi-az", "kb-prod", until: today.adding(days: -1)))
        #expect(expired.verdict("database.multi-az") == "violated")
    }

    @Test func `a waiver is for its own control and resource`() throws {
        let later = Estate.now.day.adding(days: 100)
        #expect(try estate(waiver("database.multi-az", "*", until: later)).verdict("database.multi-az") == "waived")
        #expect(
            try estate(waiver("database.multi-az", "kb-dev", until: later)).verdict("database.multi-az") == "violated")
        #expect(try estate(waiver("database.copy-tags", "*", until: later)).verdict("database.multi-az") == "violated")
        #expect(try estate(waiver("*", "*", until: later)).verdict("database.multi-az") == "violated")
    }

    @Test func `what could not be checked or is met cannot be waived`() throws {
        let later = Estate.now.day.adding(days: 100)
        let unknown = try estate(waiver("database.multi-az", "*", until: later)).with {
            $0.database.multiAZ = .unavailable(Estate.failure)
        }
        #expect(unknown.verdict("database.multi-az") == "unknown")
        #expect(try estate(waiver("database.copy-tags", "*", until: later)).verdict("database.copy-tags") == "met")
    }
}
