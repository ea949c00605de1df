import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

/// Every engine that RDS has, as an instance, an Aurora cluster or a Multi-AZ DB cluster.
struct EngineCase: CustomTestStringConvertible, Sendable {
    let engine: DatabaseEngine
    let isMultiAZCluster: Bool

    static let all: [EngineCase] = DatabaseEngine.names.flatMap { name in
        let engine = DatabaseEngine(name)
        return [EngineCase(engine: engine, isMultiAZCluster: false)]
            + (engine.hasMultiAZClusters ? [EngineCase(engine: engine, isMultiAZCluster: true)] : [])
    }

    var kind: DatabaseKind { engine.isAurora || isMultiAZCluster ? .cluster : .instance }
    var testDescription: String { "\(engine)\(isMultiAZCluster ? " (Multi-AZ DB cluster)" : "")" }

    /// A policy that asks for all that the engine can, and the database that it finds.
    func estate(_ change: (inout Database) -> Void = { _ in }) throws -> Estate {
        var policy = DatabasePolicy(select: .init(ids: ["db"]))
        policy.engine = engine
        policy.statedKind = kind
        policy.backups.retention = TimeSpan(30, .days)
        policy.backups.window = DailyWindow("02:00-02:30")
        policy.maintenanceWindow = WeeklyWindow("sun:04:00-sun:05:00")
        policy.protection.deletionProtection = true
        policy.protection.copyTagsToSnapshots = true
        policy.protection.publicAccess = false
        policy.protection.multiAZ = true
        policy.protection.minorVersionUpgrades = true
        policy.protection.iamAuthentication = engine.hasIAMAuthentication ? true : nil
        policy.protection.forceTLS = engine.tlsParameter == nil ? nil : true
        policy.protection.exportLogs = engine.logTypes
        policy.protection.storageLimit = ByteCount("500GiB")
        return try Estate.bare().with { estate in
            var database = Database.neglected("db", engine: engine.description, multiAZCluster: isMultiAZCluster)
            change(&database)
            estate.policy.databases = [policy]
            estate.policy.storage = []
            estate.policy.roles = []
            estate.policy.keys = []
            estate.policy.notifications = nil
            estate.policy.alarms = nil
            estate.policy.dashboard = nil
            estate.policy.drill = nil
            estate.instances = kind == .instance ? [database] : []
            estate.clusters = kind == .cluster ? [database] : []
        }
    }
}

@Suite("Every engine, in its own terms")
struct EngineTests {
    @Test(arguments: EngineCase.all)
    func `is changed by steps that RDS accepts, until only people can do the rest`(_ engine: EngineCase) throws {
        for seed in 0..<64 {
            // Each bit is something that is found otherwise.
            let estate = try engine.estate { database in
                if seed & 1 != 0 { database.parameterGroup = .known("tuned") }
                if seed & 2 != 0 { database.isManagedByAWSBackup = true }
                if seed & 4 != 0 { database.backupRetentionDays = .known(engine.kind == .instance ? 0 : 1) }
                if seed & 8 != 0 { database.maintenanceWindow = .known(WeeklyWindow("sun:02:10-sun:02:40")) }
                if seed & 16 != 0 { database.logExports = .known([engine.engine.logTypes![0]]) }
                if seed & 32 != 0 { database.deletionProtection = .known(true) }
            }
            let account = try settled(estate)
            let after = Auditor.audit(estate.target, account.inventory)
            let plan = Planner.plan(after)
            #expect(plan.steps.isEmpty, "\(seed): \(plan.steps.map(\.facts.line))")
            let manual = Set(plan.unfixable.map { $0.control.id.description.split(separator: ".").last ?? "" })
            // Days that are to come.
            var expected: Set<Substring> = ["retention-window-actual"]
            if seed & 2 != 0 { expected.formUnion(["backup-retention", "backup-window"]) }
            if ["sqlserver-ex", "sqlserver-web"].contains(engine.engine.description) { expected.insert("multi-az") }
            if engine.isMultiAZCluster { expected.formUnion(["multi-az", "storage-headroom"]) }
            #expect(manual.isSubset(of: expected), "\(seed): \(manual.subtracting(expected))")
        }
    }

    /// Plans and makes until nothing is left to make; three rounds are enough for any database.
    private func settled(_ estate: Estate) throws -> SimulatedAccount {
        var account = SimulatedAccount(estate.inventory)
        account.parameters["tuned"] = [:]
        for _ in 1...3 {
            let plan = Planner.plan(Auditor.audit(estate.target, account.inventory))
            for step in plan.steps { try account.make(step.change) }
        }
        return account
    }

    @Test func `that refuses plain connections does so by its own parameter`() throws {
        let parameters = [
            "postgres": "rds.force_ssl", "aurora-postgresql": "rds.force_ssl", "sqlserver-se": "rds.force_ssl",
            "mysql": "require_secure_transport", "mariadb": "require_secure_transport",
            "aurora-mysql": "require_secure_transport",
        ]
        for (name, parameter) in parameters {
            let lines = try lines(EngineCase(engine: DatabaseEngine(name), isMultiAZCluster: false))
            #expect(lines.contains { $0.contains("\(parameter) 0 → 1") }, "\(name): \(lines)")
        }
        let oracle = try EngineCase(engine: DatabaseEngine("oracle-ee"), isMultiAZCluster: false).estate().with {
            $0.policy.databases[0].protection.forceTLS = true
        }
        #expect(oracle.finding("database.force-tls")?.observed == "no parameter of the engine does it")
    }

    @Test func `exports its own logs, and never those of another engine`() throws {
        #expect(
            try lines(EngineCase(engine: DatabaseEngine("mysql"), isMultiAZCluster: false)).contains {
                $0.contains("log exports none → audit, error, general, iam-db-auth-error, slowquery")
            })
        // S20: a cluster that lacks one of the required logs is violated, and its change names the missing one.
        let aurora = try EngineCase(engine: DatabaseEngine("aurora-postgresql"), isMultiAZCluster: false).estate {
            $0.logExports = .known(["postgresql"])
        }.with { $0.policy.databases[0].protection.exportLogs = ["postgresql", "iam-db-auth-error"] }
        #expect(aurora.verdict("cluster.log-exports") == "violated")
        #expect(
            aurora.finding("cluster.log-exports")?.remedy
                == .changes([
                    .database(
                        .modify(
                            kind: .cluster, id: "db",
                            [.logExports(Edit(["postgresql"], to: ["iam-db-auth-error", "postgresql"]))]))
                ]))
    }

    @Test func `that a tag selects without an engine is judged by the engine that it has`() throws {
        let tagged = try EngineCase(engine: DatabaseEngine("mysql"), isMultiAZCluster: false).estate {
            $0.tags = ["stage": "prod"]
        }.with {
            $0.policy.databases[0].engine = nil
            $0.policy.databases[0].select = .init(tags: ["stage": "prod"])
            $0.policy.databases[0].protection.exportLogs = ["error", "slowquery"]
        }
        #expect(tagged.verdict("database.exists") == nil)
        let plan = Planner.plan(tagged.audit).steps.map(\.facts.line).joined(separator: "\n")
        #expect(plan.contains("require_secure_transport") && !plan.contains("rds.force_ssl"))
        #expect(plan.contains("mysql8.0") && plan.contains("log exports none → error, slowquery"))
        let asPostgres = tagged.with { $0.policy.databases[0].protection.exportLogs = ["postgresql"] }
        guard case .procedure(let text)? = asPostgres.finding("database.log-exports")?.remedy else {
            Issue.record("RDS would refuse this log")
            return
        }
        #expect(text.hasPrefix("mysql has no log of that name"))
    }

    @Test func `has the parameter group family of its version`() {
        let families = [
            ("postgres", "15.7", "postgres15"), ("postgres", "10.4", "postgres10"),
            ("postgres", "9.6.24", "postgres9.6"),
            ("aurora-postgresql", "16.1", "aurora-postgresql16"), ("mysql", "8.4.3", "mysql8.4"),
            ("mariadb", "10.11.6", "mariadb10.11"), ("aurora-mysql", "8.0.mysql_aurora.3.05.2", "aurora-mysql8.0"),
            ("oracle-se2-cdb", "19.0.0.0.ru-2024-01.rur-2024-01.r1", "oracle-se2-cdb-19"),
            ("sqlserver-ee", "15.00.4355.3.v1", "sqlserver-ee-15.0"), ("db2-se", "11.5.9.0.sb0.r1", "db2-se-11.5"),
        ]
        for (engine, version, family) in families {
            #expect(DatabaseEngine(engine).parameterGroupFamily(version: version) == family)
        }
        #expect(DatabaseEngine("postgres").parameterGroupFamily(version: "") == nil)
        #expect(DatabaseEngine("an-engine-of-next-year").parameterGroupFamily(version: "1.0") == nil)
    }

    private func lines(_ engine: EngineCase) throws -> [String] {
        Planner.plan(try engine.estate().audit).steps.map(\.facts.line)
    }
}
