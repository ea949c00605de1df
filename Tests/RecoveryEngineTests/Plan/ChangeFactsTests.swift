import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Facts of changes")
struct ChangeFactsTests {
    @Test func `what every change says of itself stays as reviewed`() throws {
        let estate = try Estate.compliant(withCluster: true)
        let plans =
            // The document that leaves no room in a role is ten thousand characters long.
            Violation.all.filter { $0.control != "roles.size" }.map { violation in
                Planner.plan(estate.with { violation.change(&$0) }.audit)
            }
            + [Planner.plan(try Estate.bare().audit)]
        let texts = plans.flatMap(\.steps).map { Self.text($0.facts) }
        try Golden.expect(Set(texts).sorted().joined(separator: "\n"), in: "Tests/Goldens/engine/changes.txt")
    }

    private static func text(_ facts: ChangeFacts) -> String {
        var lines = ["\(facts.resource.shown), \(facts.stage): \(facts.line)"]
        lines.append("  needs      " + facts.needs.map { "\($0.action) \($0.resource)" }.joined(separator: ", "))
        if let text = facts.disruption.text { lines.append("  disrupts   \(facts.disruption.word): \(text)") }
        if let text = facts.reversal.text { lines.append("  undo       \(facts.reversal.word): \(text)") }
        if !facts.takesAway.isEmpty { lines.append("  replaces   \(facts.takesAway.joined(separator: ", "))") }
        if let precondition = facts.precondition {
            lines.append(
                "  finds      \(precondition.document) \(precondition.digest == "absent" ? "absent" : "as read")")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test func `no plan of two violations writes one document twice, or makes a step that AWS refuses`() throws {
        let estate = try Estate.compliant(withCluster: true)
        let fixable = Violation.all.filter { if case .changes = $0.fix { true } else { false } }
        for (index, first) in fixable.enumerated() {
            for second in fixable[index...] {
                let broken = estate.with {
                    first.change(&$0)
                    second.change(&$0)
                }
                let plan = Planner.plan(broken.audit)
                let documents = plan.steps.compactMap { $0.facts.precondition?.document }
                #expect(Set(documents).count == documents.count, "\(first.control) \(second.control): \(documents)")
                var account = SimulatedAccount(broken.inventory)
                #expect(throws: Never.self, "\(first.control) \(second.control)") {
                    for step in plan.steps { try account.make(step.change) }
                }
            }
        }
    }

    @Test func `a database that joins the policy joins the event subscription by a call of its own, once`() throws {
        let joined = try Estate.compliant().with { estate in
            estate.policy.databases[0].select.ids = ["kb-prod", "kb-new"]
            var other = estate.database
            other.id = "kb-new"
            other.arn = "arn:aws:rds:us-east-1:123456789012:db:kb-new"
            estate.instances.append(other)
        }
        let steps = Planner.plan(joined.audit).steps.filter { $0.facts.resource.kind == .eventSubscription }
        #expect(
            steps.map(\.change) == [
                .eventSubscription(.addSource(subscription: "knowledge-base-database-events", source: "kb-new"))
            ])
        var account = SimulatedAccount(joined.inventory)
        for step in Planner.plan(joined.audit).steps { try account.make(step.change) }
        let after = Auditor.audit(joined.target, account.inventory)
        #expect(after.findings.first { $0.control.id == "alerting.event-subscription" }?.verdict == .met)
        #expect(Planner.plan(after).steps.isEmpty)
    }

    @Test func `what others added to an event subscription stays, and sources are no part of a modification`() throws {
        let shared = try Estate.compliant().with { estate in
            guard var events = estate.inventory.eventSubscriptions.value?.values.first else { return }
            events.categories = ["creation"]
            events.sources = ["another"]
            events.enabled = false
            estate.inventory.eventSubscriptions = .known([events.name: events])
        }
        let steps = Planner.plan(shared.audit).steps
        #expect(steps.count == 2)
        guard
            case .eventSubscription(.modify(let edit))? = steps.map(\.change).first(where: {
                if case .eventSubscription(.modify) = $0 { true } else { false }
            })
        else {
            Issue.record("no modification: \(steps.map(\.facts.line))")
            return
        }
        #expect(edit.after.categories.contains("creation") && edit.after.sources == ["another"])
        #expect(edit.after.enabled)
    }

    @Test func `an alarm that is written keeps what others notify of, and says what it replaces`() throws {
        let pager = "arn:aws:sns:us-east-1:123456789012:pager"
        let name = "knowledge-base-heartbeat-audit"
        let shared = try Estate.compliant().with {
            $0[alarm: name]?.okActions = [pager]
            $0[alarm: name]?.insufficientDataActions = [pager]
            $0[alarm: name]?.datapointsToAlarm = 2
            $0[alarm: name]?.threshold = 0.5
        }
        let step = try #require(Planner.plan(shared.audit).steps.first { $0.facts.resource.name == name })
        guard case .alarm(.put(let edit, _)) = step.change else { return }
        #expect(edit.after.okActions == [pager] && edit.after.insufficientDataActions == [pager])
        #expect(edit.after.datapointsToAlarm == nil)
        #expect(step.facts.takesAway == ["DatapointsToAlarm"])
    }

    @Test func `an alarm that cannot be judged is never missing, and never overwritten`() throws {
        let name = "knowledge-base-heartbeat-audit"
        let math = try Estate.compliant().with {
            $0.inventory.alarms = $0.inventory.alarms.map { alarms in
                var other = alarms
                other[name] = .unavailable(Estate.failure)
                return other
            }
        }
        #expect(math.verdict("alerting.alarm-settings", on: name) == "unknown")
        #expect(Planner.plan(math.audit).steps.isEmpty)
    }

    @Test func `settings that AWS Backup owns are left to its plan, and the others are set`() throws {
        let managed = try Estate.compliant().with {
            $0.database.isManagedByAWSBackup = true
            $0.database.backupRetentionDays = .known(7)
            $0.database.deletionProtection = .known(false)
        }
        let plan = Planner.plan(managed.audit)
        #expect(plan.steps.map(\.facts.line) == ["modify database kb-prod: deletion protection disabled → enabled"])
        #expect(plan.unfixable.map(\.control.id) == ["database.backup-retention"])
    }

    @Test func `a parameter group is attached by a step that can fail alone`() throws {
        let estate = try Estate.compliant().with {
            $0.database.forcesTLS = .known(false)
            $0.database.parameterGroup = .known("default.postgres15")
            $0.database.backupRetentionDays = .known(7)
        }
        let steps = Planner.plan(estate.audit).steps
        #expect(
            steps.map(\.facts.line) == [
                "create parameter group drctl-kb-prod (postgres15)",
                "modify parameter group drctl-kb-prod: rds.force_ssl 0 → 1",
                "modify database kb-prod: backup retention period 7 days → 30 days",
                "modify database kb-prod: parameter group default.postgres15 → drctl-kb-prod",
                "restart database kb-prod",
            ])
        #expect(Set(steps.map(\.facts.resource)) == [ResourceReference(.database, "kb-prod")])
    }
}
