import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Plans")
struct PlannerTests {
    @Test func `a plan from nothing leaves only what people and time have to do`() throws {
        let estate = try Estate.bare()
        var account = SimulatedAccount(estate.inventory)
        for step in Planner.plan(estate.audit).steps { try account.make(step.change) }
        let after = Auditor.audit(estate.target, account.inventory)
        let left = after.findings.filter { $0.verdict != .met }.map(\.control.id)
        // Replicas of buckets and keys are made by hand, and what other regions have; an engine's support and what arrives
        // in a bucket are not drctl's to make.
        #expect(
            left.sorted() == [
                "alerting.subscriber-confirmed", "backup-plan.copies-arrive", "backup-plan.recovery-point-age",
                "database.engine-supported",
                "database.option-group-restorable", "database.parameter-group-restorable",
                "database.retention-window-actual", "keys.multi-region", "restore-test.validated",
                "storage.newest-object-age", "storage.replication",
            ])
        #expect(Planner.plan(after).steps.isEmpty)
    }

    @Test func `an estate that holds to its policy gives an empty plan`() throws {
        let estate = try Estate.compliant()
        #expect(estate.audit.conclusion == .compliant)
        let plan = Planner.plan(estate.audit)
        #expect(plan.steps.isEmpty && plan.unfixable.isEmpty && plan.unknown.isEmpty)
    }

    @Test func `equal inputs give equal plans`() throws {
        let estate = try Estate.bare()
        #expect(Planner.plan(estate.audit) == Planner.plan(estate.audit))
    }

    @Test func `settings of one database are one call with all its reasons`() throws {
        let estate = try Estate.compliant().with {
            $0.database.backupRetentionDays = .known(7)
            $0.database.deletionProtection = .known(false)
            $0.database.logExports = .known(["postgresql"])
        }
        let steps = Planner.plan(estate.audit).steps
        #expect(
            steps.map(\.change) == [
                .database(
                    .modify(
                        kind: .instance, id: "kb-prod",
                        [
                            .backupRetention(days: Edit(7, to: 30)), .deletionProtection(Edit(false, to: true)),
                            .logExports(Edit(["postgresql"], to: ["postgresql", "upgrade"])),
                        ]))
            ])
        #expect(
            steps.first?.reasons.map(\.control) == [
                "database.backup-retention", "database.deletion-protection", "database.log-exports",
            ])
        #expect(steps.first?.reasons.first?.observed == "7 days")
    }

    @Test func `what others rely on comes first`() throws {
        let steps = Planner.plan(try Estate.bare().audit).steps
        func position(_ summary: String) throws -> Int {
            try #require(steps.firstIndex { $0.facts.line.hasPrefix(summary) }, "\(summary)")
        }
        #expect(try position("create key") < position("create topic"))
        #expect(try position("create topic") < position("create alarm"))
        #expect(try position("create bucket kb-logs") < position("write the access logs"))
        #expect(try position("enable versioning") < position("set Object Lock"))
        #expect(
            try position("create role kb-auditor") < position("write the inline policy drctl-apply of role kb-auditor"))
        #expect(try position("create parameter group") < position("modify database"))
        #expect(try position("modify database") < position("restart database"))
    }

    @Test func `a role is made with its trust and boundary in one step`() throws {
        let changes = Planner.plan(try Estate.bare().audit).steps.map(\.change)
        let auditor = changes.filter { $0.facts.resource.name == "kb-auditor" }
        #expect(auditor.count == 2)
        guard case .role(.create(_, _, "arn:aws:iam::123456789012:policy/boundary"?, _)) = auditor.first else {
            Issue.record("the first step makes no role: \(auditor)")
            return
        }
    }

    @Test func `only the restart is disruptive of the steps that force TLS`() throws {
        let estate = try Estate.compliant().with {
            $0.database.forcesTLS = .known(false)
            $0.database.parameterGroup = .known("default.postgres15")
        }
        let steps = Planner.plan(estate.audit).steps
        #expect(
            steps.map(\.facts.line) == [
                "create parameter group drctl-kb-prod (postgres15)",
                "modify parameter group drctl-kb-prod: rds.force_ssl 0 → 1",
                "modify database kb-prod: parameter group default.postgres15 → drctl-kb-prod",
                "restart database kb-prod",
            ])
        #expect(steps.map { $0.facts.disruption != .none } == [false, false, false, true])
    }

    @Test func `what cannot be fixed is left with its reason, what is unknown stays unknown`() throws {
        let estate = try Estate.compliant().with {
            $0.database.storageEncrypted = .known(false)
            $0.bucket.lifecycle = .unavailable(Estate.failure)
        }
        let plan = Planner.plan(estate.audit)
        #expect(plan.steps.isEmpty)
        #expect(plan.unfixable.map(\.control.id) == ["database.storage-encrypted"])
        #expect(plan.unknown.map(\.control.id) == ["storage.lifecycle"])
    }

    @Test func `nothing that is waived is planned`() throws {
        let estate = try Estate.compliant().with {
            $0.database.multiAZ = .known(false)
            $0.policy.waivers = [
                Waiver(
                    control: "database.multi-az", resource: "kb-prod", reason: "cost", owner: "cto",
                    expires: Estate.now.day)
            ]
        }
        let plan = Planner.plan(estate.audit)
        #expect(plan.steps.isEmpty && plan.unfixable.isEmpty)
    }

    @Test func `one call that would be made twice is made once`() throws {
        let estate = try Estate.compliant().with { $0.bucket.policy = .known(nil) }
        var log = try Estate.compliant()
        log.inventory.buckets[Estate.logBucketName]?.policy = .known(nil)
        #expect(Planner.plan(estate.audit).steps.count == 1)
        let steps = Planner.plan(log.audit).steps
        #expect(steps.count == 1)
        #expect(steps.first?.reasons.map(\.control) == ["storage.log-delivery", "storage.tls-only"])
    }
}
