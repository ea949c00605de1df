import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What the nightly audit publishes, and what it knows of drills")
struct NightlyMetricsTests {
    private func samples(_ estate: Estate) -> [MetricSample] {
        NightlyMetrics.samples(estate.context).samples
    }

    private func drilled(_ proofs: [DrillProof]) throws -> Estate {
        try Estate.compliant().with { $0.inventory.drills = .known(proofs) }
    }

    @Test func `every alarm of ours has its metric, but for the backup job's own heartbeat`() throws {
        let estate = try Estate.compliant()
        let published = samples(estate)
        let alarms = try #require(estate.inventory.alarms.value).values.compactMap(\.value).filter {
            $0.namespace == "DR/drctl"
        }
        #expect(alarms.count >= 4)
        for alarm in alarms where alarm.dimensions["Job"] != "backup" {
            #expect(
                published.contains { $0.name == alarm.metric && $0.dimensions == alarm.dimensions }, "\(alarm.name)")
        }
        #expect(published.count == alarms.count - 1)
        #expect(published.first { $0.name == "DrillAge" }?.value == 864_000.0)
    }

    @Test func `a cluster is watched as an instance is, but for its storage, and its events come too`() throws {
        let estate = try Estate.compliant(withCluster: true)
        let alarms = try #require(estate.inventory.alarms.value).values.compactMap(\.value)
        let ages = alarms.filter { $0.dimensions["Database"] == "kb-aurora" }.map(\.metric).sorted()
        #expect(ages == ["CertificateTimeLeft", "DrillAge", "RecoveryPointAge"])
        #expect(!alarms.contains { $0.dimensions["DBInstanceIdentifier"] == "kb-aurora" })
        for metric in ages {
            let sample = samples(estate).first { $0.name == metric && $0.dimensions["Database"] == "kb-aurora" }
            #expect((sample?.value ?? -1) >= 0, "\(metric)")
        }
        let events = estate.inventory.eventSubscriptions.value?["knowledge-base-cluster-events"]
        #expect(events?.sourceType == "db-cluster" && events?.sources == ["kb-aurora"])
        let unseen = estate.with { $0.inventory.databases[.cluster] = .unavailable(Estate.failure) }
        #expect(NightlyMetrics.samples(unseen.context).unknown.contains(Estate.failure))
    }

    @Test func `what is not known is not published, and is reported`() throws {
        let estate = try Estate.compliant().with { $0.inventory.drills = .unavailable(Estate.failure) }
        let (published, unknown) = NightlyMetrics.samples(estate.context)
        #expect(!published.contains { $0.name == "DrillAge" })
        #expect(unknown == [Estate.failure])
        #expect(estate.verdict("database.drill-current") == "unknown")
        #expect(estate.verdict("database.rto-proven") == "unknown")
    }

    @Test func `the age of a secret and the time left of a certificate are published, also after its end`() throws {
        var estate = try Estate.compliant()
        func value(_ name: String) -> Double? { samples(estate).first { $0.name == name }?.value }
        #expect(value("SecretAge") == 864_000)
        #expect(value("CertificateTimeLeft") == 31_536_000)
        var member = Database.Member.of("kb-prod")
        member.certificateValidUntil = .known(Estate.now - TimeSpan(1, .hours))
        estate.database.members = .known([member])
        #expect(value("CertificateTimeLeft") == -3_600)
        estate.secret?.changedAt = nil
        let (published, unknown) = NightlyMetrics.samples(estate.context)
        #expect(!published.contains { $0.name == "SecretAge" })
        #expect(unknown.contains { $0.reason.contains("LastChangedDate") })
        var none = estate.policy
        none.databases[0].secretRules.rotation = nil
        none.databases[0].protection.certificateValidFor = nil
        estate.policy = none
        #expect(value("SecretAge") == nil && value("CertificateTimeLeft") == nil)
    }

    @Test func `a database that was never proven is as overdue as it is old`() throws {
        var estate = try drilled([])
        estate.database.createdAt = Estate.now - TimeSpan(400, .days)
        #expect(samples(estate).first { $0.name == "DrillAge" }?.value == 34_560_000.0)
        #expect(estate.finding("database.drill-current")?.observed == "no drill has verified it")
        #expect(estate.verdict("database.rto-proven") == nil)
    }

    @Test func `a later drill that did not verify takes the proof away, one that was stopped does not`() throws {
        let old = DrillProof(
            database: .init(.instance, "kb-prod"), at: Estate.now - TimeSpan(9, .days), verdict: .verified,
            recoveryTime: 1)
        func later(_ verdict: DrillVerdict) throws -> String? {
            let newer = DrillProof(
                database: .init(.instance, "kb-prod"), at: Estate.now - TimeSpan(2, .days), verdict: verdict,
                recoveryTime: nil)
            return try drilled([old, newer]).verdict("database.drill-current")
        }
        #expect(try later(.notVerified) == "violated")
        #expect(try later(.objectiveBreached) == "violated")
        #expect(try later(.interrupted) == "met")
        #expect(try later(.failed) == "met")
    }

    @Test(
        arguments: [
            ("another account", "210987654321", "us-east-1", nil), ("another region", "123456789012", "eu-west-1", nil),
            ("another ARN", "123456789012", "us-east-1", "arn:aws:rds:us-east-1:123456789012:db:kb-prod-2"),
        ] as [(String, String, String, String?)])
    func `a drill of the same name elsewhere proves nothing`(
        _ what: String, _ account: String, _ region: String, _ arn: String?
    ) throws {
        let scope = DrillScope(account: try #require(AccountID(account)), region: Region(region))
        let other = DrillProof(
            database: .init(scope, .instance, "kb-prod"), arn: arn, at: Estate.now, verdict: .verified, recoveryTime: 1)
        #expect(try drilled([other]).verdict("database.drill-current") == "violated")
        let failed = DrillProof(
            database: .init(scope, .instance, "kb-prod"), arn: arn, at: Estate.now, verdict: .notVerified,
            recoveryTime: nil)
        let own = DrillProof(
            database: .init(.instance, "kb-prod"), at: Estate.now, verdict: .verified, recoveryTime: 1)
        #expect(try drilled([own, failed]).verdict("database.drill-current") == "met")
    }

    @Test func `evidence that cannot be believed is unknown, whatever it says`() throws {
        let estate = try Estate.compliant().with {
            $0.inventory.drills = .unavailable(CollectionFailure(operation: "evidence", reason: "record 2 is missing"))
        }
        #expect(estate.verdict("database.drill-current") == "unknown")
        #expect(estate.verdict("database.rto-proven") == "unknown")
    }

    @Test func `drills of another database prove nothing, and without evidence nothing is judged`() throws {
        let other = DrillProof(
            database: .init(.instance, "orders"), at: Estate.now, verdict: .verified, recoveryTime: 1)
        #expect(try drilled([other]).verdict("database.drill-current") == "violated")
        let unseen = try Estate.compliant().with { $0.inventory.drills = nil }
        #expect(unseen.verdict("database.drill-current") == nil)
    }
}
