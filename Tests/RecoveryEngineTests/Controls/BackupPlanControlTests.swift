import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Plans of AWS Backup")
struct BackupPlanControlTests {
    private let estate: Estate

    init() throws { estate = try Estate.compliant(withCluster: true) }

    private func verdict(_ control: String, _ change: (inout Estate) -> Void) -> String? {
        estate.with(change).verdict(ControlID("backup-plan.\(control)"), on: "kb-backups")
    }

    @Test(arguments: [
        ("cron(0 5 ? * * *)", 1), ("cron(0 5 * * ? *)", 1), ("cron(30 1,13 ? * SUN-SAT *)", 1), ("rate(12 hours)", 1),
        ("rate(25 hours)", 2), ("rate(1 day)", 1), ("cron(0 5 ? * MON *)", 7), ("cron(0 5 ? * 2,5 *)", 7),
        ("cron(0 5 1 * ? *)", 31), ("cron(0 5 28,31 * ? *)", 31), ("cron(0 5 L * ? *)", 31),
        // February has no 29th, and the others are not understood, or end.
        ("cron(0 5 29 * ? *)", nil), ("cron(0 5 1 1 ? *)", nil), ("cron(0 5 ? * 2#1 *)", nil),
        ("cron(0 5 ? * * 2026)", nil), ("cron(61 5 ? * * *)", nil), ("rate(0 days)", nil), ("every night", nil),
    ])
    func `a schedule is as good as the longest time between two of its runs`(_ text: String, _ days: Int?) {
        #expect(PlanSchedule.longestGap(of: text) == days)
    }

    @Test func `a schedule that is not understood is unknown, unless another rule does what is asked`() {
        let unclear = { (estate: inout Estate) in estate.planRules[0].schedule = "cron(0 5 ? * 2#1 *)" }
        #expect(verdict("plan-frequency", unclear) == "unknown")
        #expect(verdict("plan-retention", unclear) == "unknown")
        let both = { (estate: inout Estate) in
            unclear(&estate)
            estate.planRules.append(Violation.planRules[0])
        }
        #expect(verdict("plan-frequency", both) == "met")
    }

    @Test func `retention is met to the day, by a rule of any name and by one that keeps for ever`() {
        #expect(verdict("plan-retention") { $0.planRules[0].deleteAfterDays = 34 } == "violated")
        #expect(verdict("plan-retention") { $0.planRules[0].deleteAfterDays = 35 } == "met")
        #expect(verdict("plan-retention") { $0.planRules[0].deleteAfterDays = nil } == "met")
        #expect(verdict("plan-retention") { $0.planRules[0].name = "theirs" } == "met")
    }

    @Test func `one daily rule that keeps as long as the monthly one has to does both`() {
        let daily = { (estate: inout Estate) in
            estate.planRules = [estate.planRules[0]]
            estate.planRules[0].deleteAfterDays = 365
            estate.planRules[0].copies[0].deleteAfterDays = 365
        }
        for control in ["plan-frequency", "plan-retention", "plan-copies"] {
            #expect(verdict(control, daily) == "met")
        }
    }

    @Test func `a rule that fills another vault, or deletes what it has copied, is no proof`() {
        #expect(verdict("plan-frequency") { $0.planRules[0].vault = "Default" } == "violated")
        #expect(verdict("plan-retention") { $0.planRules[0].foreign = ["DeleteAfterEvent"] } == "unknown")
    }

    @Test func `a copy elsewhere, or one that is kept shorter, is not the required one`() {
        #expect(verdict("plan-copies") { $0.planRules[0].copies[0].vault += "-old" } == "violated")
        #expect(verdict("plan-copies") { $0.planRules[1].copies[0].deleteAfterDays = 364 } == "violated")
        #expect(verdict("plan-copies") { $0.policy.backupPlans[0].copyTo = [] } == nil)
    }

    @Test func `a plan with settings that drctl does not hold is not written`() throws {
        let finding = try #require(
            estate.with {
                $0.planRules[0].deleteAfterDays = 7
                $0.planRules[1].foreign = ["IndexActions"]
            }.finding("backup-plan.plan-retention", on: "kb-backups"))
        guard case .procedure(let text)? = finding.remedy else {
            Issue.record("\(String(describing: finding.remedy))")
            return
        }
        #expect(text.contains("drctl-monthly IndexActions"))
    }

    @Test func `rules of others stay when drctl adds its own`() throws {
        var theirs = BackupPlanRule(name: "weekly", vault: "Default", schedule: "rate(7 days)", deleteAfterDays: 60)
        theirs.tags = ["team": "other"]
        let broken = estate.with { $0.planRules = [theirs] }
        let steps = Planner.plan(broken.audit).steps
        #expect(steps.count == 1)
        guard case .backupPlan(.update(_, _, let edit))? = steps.first?.change else { return }
        #expect(edit.after.rules == [theirs] + Violation.planRules)
        #expect(steps[0].facts.takesAway == [])
    }

    @Test(arguments: [
        (VaultLock(minimumDays: 30, maximumDays: nil, isCompliance: false), "met"),
        (VaultLock(minimumDays: 35, maximumDays: 365, isCompliance: true), "met"),
        (VaultLock(minimumDays: 29, maximumDays: nil, isCompliance: false), "violated"),
        // Every job whose retention lies outside of the bounds fails.
        (VaultLock(minimumDays: 36, maximumDays: nil, isCompliance: false), "violated"),
        (VaultLock(minimumDays: 30, maximumDays: 364, isCompliance: false), "violated"),
        (VaultLock(minimumDays: nil, maximumDays: nil, isCompliance: true), "violated"),
    ])
    func `a vault lock is as strict as asked, and lets the plan's own backups in`(_ lock: VaultLock, _ word: String) {
        #expect(verdict("vault-lock") { $0.vault?.lock = lock } == word)
    }

    @Test func `a compliance lock is a step that cannot be undone, and one that is there is not touched`() throws {
        let compliance = { (estate: inout Estate) in
            estate.policy.backupPlans[0].lock?.mode = .compliance
            estate.policy.backupPlans[0].lock?.irreversibilityAccepted = true
        }
        let step = try #require(Planner.plan(estate.with(compliance).audit).steps.first)
        #expect(step.facts.reversal.word == "impossible")
        #expect(step.change.facts.summary == "lock vault kb-backups")
        let present = VaultLock(minimumDays: 7, maximumDays: nil, isCompliance: true)
        let finding = estate.with { $0.vault?.lock = present }.finding("backup-plan.vault-lock", on: "kb-backups")
        guard case .procedure? = finding?.remedy else {
            Issue.record("\(String(describing: finding))")
            return
        }
    }

    @Test func `a selection covers by ARN or tag, unless a condition or an exclusion says otherwise`() {
        func covering(_ change: (inout BackupSelection) -> Void) -> String? {
            var selection = BackupSelection(name: "all", role: "arn", resources: ["arn:aws:rds:*"])
            change(&selection)
            return verdict("selection-covers") { estate in
                estate.database.tags = ["app": "kb"]
                estate.cluster.tags = ["app": "kb"]
                estate.plan?.selections = .known([selection])
            }
        }
        #expect(covering { _ in } == "met")
        #expect(covering { $0.resources = ["arn:aws:rds:*:*:db:*"] } == "violated")
        #expect(covering { $0.notResources = ["arn:aws:rds:*:*:cluster:kb-aurora"] } == "violated")
        #expect(covering { $0.conditions = [.init(.equals, key: "app", value: "kb")] } == "met")
        #expect(covering { $0.conditions = [.init(.equals, key: "app", value: "kB")] } == "violated")
        #expect(covering { $0.conditions = [.init(.like, key: "app", value: "k*")] } == "met")
        #expect(covering { $0.conditions = [.init(.notEquals, key: "app", value: "kb")] } == "violated")
        #expect(covering { $0.conditions = [.init(.notLike, key: "stage", value: "dev*")] } == "met")
        #expect(
            covering {
                $0.resources = []
                $0.anyTag = [.init(.equals, key: "app", value: "other"), .init(.equals, key: "app", value: "kb")]
            } == "met")
        #expect(
            covering {
                $0.resources = ["arn:aws:rds:*:*:db:kb-prod"]
                $0.anyTag = [.init(.equals, key: "app", value: "other")]
            } == "violated")
    }

    @Test func `databases that are selected by tags are selected so for AWS Backup too`() throws {
        let tagged = estate.with {
            $0.database.tags = ["app": "kb"]
            $0.policy.databases[0].select = .init(tags: ["app": "kb"])
            $0.plan?.selections = .known([])
        }
        let steps = Planner.plan(tagged.audit).steps.compactMap { step -> BackupSelection? in
            if case .backupPlan(.select(_, _, let selection)) = step.change { selection } else { nil }
        }
        let own = try #require(steps.first { !$0.conditions.isEmpty })
        #expect(own.resources == ["arn:aws:rds:*:*:db:*"])
        #expect(own.conditions == [.init(.equals, key: "app", value: "kb")])
    }

    @Test func `a recovery point has to be usable, of that database, and younger than a day and a half`() {
        let day = { (hours: Int) in
            { (estate: inout Estate) in
                estate.points[0].createdAt = Estate.now - TimeSpan(hours, .hours)
            }
        }
        #expect(verdict("recovery-point-age", day(36)) == "met")
        #expect(verdict("recovery-point-age", day(37)) == "violated")
        #expect(verdict("recovery-point-age") { $0.points[0].status = "PARTIAL" } == "violated")
        #expect(verdict("recovery-point-age") { $0.points[0].resource += "-old" } == "violated")
        #expect(verdict("recovery-point-age") { $0.points = [] } == "violated")
        // A database that was made since the last run has none yet.
        #expect(
            verdict("recovery-point-age") {
                $0.points.removeFirst()
                $0.database.createdAt = Estate.now - TimeSpan(1, .hours)
            } == "met")
    }

    @Test func `what is not said of a recovery point's encryption is unknown, and an empty vault is not judged for it`()
    {
        #expect(verdict("recovery-point-encrypted") { $0.points[0].isEncrypted = nil } == "unknown")
        #expect(verdict("recovery-point-encrypted") { $0.points = [] } == nil)
    }

    @Test func `what could not be read is unknown`() {
        #expect(verdict("vault-exists") { $0.inventory.backupVaults = [:] } == "unknown")
        #expect(verdict("plan-exists") { $0.inventory.backupPlans = [:] } == "unknown")
        #expect(verdict("plan-frequency") { $0.plan?.document = .unavailable(Estate.failure) } == "unknown")
        #expect(verdict("selection-covers") { $0.plan?.selections = .unavailable(Estate.failure) } == "unknown")
        #expect(verdict("recovery-point-age") { $0.vault?.points = .unavailable(Estate.failure) } == "unknown")
        #expect(
            verdict("selection-covers") { $0.inventory.databases[.cluster] = .unavailable(Estate.failure) } == "unknown"
        )
        #expect(verdict("role") { $0.inventory.roles["kb-backups-service"] = nil } == "unknown")
    }

    @Test func `a role that AWS Backup may not assume is a violation for people`() {
        let finding = estate.with {
            guard case .known(var role?) = $0.inventory.roles["kb-backups-service"]?.role else { return }
            role.trust = .known(AccessPolicy(statements: []))
            $0.inventory.roles["kb-backups-service"]?.role = .known(role)
        }.finding("backup-plan.role", on: "kb-backups")
        #expect(finding?.verdict == .violated)
        guard case .procedure? = finding?.remedy else {
            Issue.record("\(String(describing: finding?.remedy))")
            return
        }
    }

    @Test func `a plan that nothing is there for is made whole by one apply`() throws {
        let bare = try Estate.bare()
        var account = SimulatedAccount(bare.inventory)
        for step in Planner.plan(bare.audit).steps { try account.make(step.change) }
        let after = Auditor.audit(bare.target, account.inventory).findings
        let open = after.filter { $0.control.id.description.hasPrefix("backup-plan.") && $0.verdict != .met }
        #expect(open.map(\.control.id) == ["backup-plan.recovery-point-age"])
    }
}
