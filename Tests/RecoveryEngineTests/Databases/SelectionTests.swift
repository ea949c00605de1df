import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What a selector means")
struct SelectionTests {
    private func estate(_ ids: [String], engine: String?, _ change: (inout Estate) -> Void) throws -> Estate {
        try Estate.compliant().with { estate in
            estate.policy.databases[0].select = .init(ids: ids)
            estate.policy.databases[0].engine = engine.map(DatabaseEngine.init)
            change(&estate)
        }
    }

    private func procedure(_ estate: Estate, on name: String) -> String {
        guard case .procedure(let text)? = estate.finding("database.exists", on: name)?.remedy else { return "" }
        return text
    }

    @Test(arguments: [
        (Namesake.cluster(engine: "aurora-postgresql"), "an Aurora cluster (engine aurora-postgresql)"),
        (.cluster(engine: "aurora-mysql"), "an Aurora cluster (engine aurora-mysql)"),
        (.cluster(engine: "postgres"), "a Multi-AZ DB cluster (engine postgres)"),
        (.member(of: "kb", engine: "aurora-postgresql"), "a member of cluster kb (engine aurora-postgresql)"),
        (.instance(engine: "mysql"), "an instance (engine mysql)"),
    ])
    func `an id of another kind of database is named, and its restore is not asked for`(
        _ found: Namesake, _ words: String
    ) throws {
        let estate = try estate(["kb"], engine: "postgres") { $0.inventory.namesakes["kb"] = found }
        #expect(estate.finding("database.exists", on: "kb")?.verdict == .violated)
        #expect(estate.finding("database.exists", on: "kb")?.observed == words)
        #expect(procedure(estate, on: "kb").hasPrefix("kb is \(words)"))
        #expect(!procedure(estate, on: "kb").contains("Restore"))
    }

    @Test func `a database of another engine than its entry says is named, and judged by nothing else`() throws {
        let estate = try estate(["kb-prod"], engine: "mysql") { _ in }
        #expect(estate.finding("database.exists", on: "kb-prod")?.observed == "an instance (engine postgres)")
        let others = estate.audit.findings.filter { $0.resource.kind == .database }.map(\.control.id)
        #expect(others == ["database.exists"])
        let any = try self.estate(["kb-prod"], engine: nil) { _ in }
        #expect(any.verdict("database.exists", on: "kb-prod") == "met")
        #expect(any.verdict("database.backup-retention", on: "kb-prod") == "met")
    }

    @Test func `what RDS has nothing of is missing`() throws {
        let estate = try estate(["kb-prod", "gone"], engine: "postgres") { _ in }
        #expect(estate.finding("database.exists", on: "gone")?.observed == "not found")
        #expect(procedure(estate, on: "gone").hasPrefix("Restore the database"))
    }

    @Test(arguments: [
        ("drctl-drill-kb-prod-1", [DrillTag.drill: "d"]), ("awsbackup-restore-test-1", [:]),
        ("AWSBackup-Restore-Test-1", [:]), ("kb-restored", ["awsbackup-restore-test": "job-1"]),
    ])
    func `what was restored for a test carries its source's tags, and is neither judged nor changed for them`(
        _ id: String, _ marks: [String: String]
    ) throws {
        let estate = try Estate.compliant().with { estate in
            var copy = estate.database
            estate.policy.databases[0].select = .init(tags: ["stage": "prod"])
            estate.database.tags["stage"] = "prod"
            (copy.id, copy.arn) = (id, "arn:aws:rds:us-east-1:123456789012:db:\(id)")
            copy.tags = marks.merging(["stage": "prod"]) { $1 }
            copy.deletionProtection = .known(false)
            estate.instances.append(copy)
        }
        let judged = estate.audit.findings.filter { $0.resource.kind == .database }.map(\.resource.name)
        #expect(Set(judged) == ["kb-prod"])
    }

    @Test func `databases that could not be listed leave every requirement unknown, by the names of the policy`() throws
    {
        let estate = try estate(["a", "b"], engine: "postgres") {
            $0.inventory.databases[.instance] = .unavailable(Estate.failure)
        }
        let seen = estate.audit.findings.filter { $0.resource.kind == .database }
        #expect(Set(seen.map(\.resource.name)) == ["a", "b"])
        #expect(seen.allSatisfy { $0.verdict == .unknown(Estate.failure) })
        #expect(seen.count(where: { $0.resource.name == "a" }) > 15)
        let tagged = estate.with { $0.policy.databases[0].select = .init(tags: ["stage": "prod"]) }
        let byTag = tagged.audit.findings.filter { $0.resource.kind == .database }
        #expect(Set(byTag.map(\.resource.name)) == ["tags stage=prod"])
        #expect(byTag.count > 15 && byTag.allSatisfy { $0.verdict == .unknown(Estate.failure) })
    }

    @Test func `a denied listing of clusters does not blind instances`() throws {
        let estate = try Estate.compliant(withCluster: true).with {
            $0.inventory.databases[.cluster] = .unavailable(Estate.failure)
            $0.inventory.strandedSnapshots[.cluster] = .unavailable(Estate.failure)
        }
        let words = estate.audit.findings.filter { $0.resource.kind == .database }.map(\.verdict.word)
        #expect(Set(words) == ["met"])
        let clusters = estate.audit.findings.filter { $0.resource.kind == .cluster }.map(\.verdict.word)
        #expect(Set(clusters) == ["unknown"])
    }

    @Test func `a drill of an instance proves nothing of a cluster of that name`() throws {
        let estate = try Estate.compliant(withCluster: true).with {
            $0.policy.databases[1].select.ids = ["kb-prod"]
            $0.cluster.id = "kb-prod"
            $0.inventory.drills = .known([
                DrillProof(
                    database: .init(.instance, "kb-prod"), at: Estate.now, verdict: .verified, recoveryTime: 1)
            ])
        }
        #expect(estate.verdict("database.drill-current", on: "kb-prod") == "met")
        #expect(estate.verdict("cluster.drill-current", on: "kb-prod") == "violated")
    }

    @Test(arguments: [
        ("stopped", "violated"), ("available", "met"), ("failing-over", "met"), ("deleting", "violated"),
        ("inaccessible-encryption-credentials", "violated"), ("a-status-of-next-year", "violated"),
    ])
    func `a cluster is in a state in which it is backed up`(_ status: String, _ verdict: String) throws {
        let estate = try Estate.compliant(withCluster: true).with { $0.cluster.status = .known(status) }
        #expect(estate.verdict("cluster.status") == verdict)
    }

    @Test func `what is pending of a cluster or a member is a finding of the cluster`() throws {
        let estate = try Estate.compliant(withCluster: true).with {
            $0.cluster.pendingModifications = .known(["DBInstanceClass of kb-aurora-a", "EngineVersion"])
        }
        #expect(
            estate.finding("cluster.pending-modifications")?.observed == "DBInstanceClass of kb-aurora-a, EngineVersion"
        )
    }

    @Test func `a copied cluster snapshot whose age RDS does not say settles nothing`() throws {
        let estate = try Estate.compliant(withCluster: true).with {
            $0.cluster.copies[Region("us-west-2")] = .known([
                .init(id: "old-copy", restorableTo: nil, isAgeless: true)
            ])
            $0.policy.databases[1].backups.copyTo = [Region("us-west-2")]
        }
        #expect(estate.verdict("cluster.cross-region-copy") == "unknown")
        let young = estate.with {
            $0.cluster.copies[Region("us-west-2")] = .known([
                .init(id: "old-copy", restorableTo: nil, isAgeless: true),
                .init(id: "new-copy", restorableTo: Estate.now.adding(seconds: -600)),
            ])
        }
        #expect(young.verdict("cluster.cross-region-copy") == "met")
    }
}
