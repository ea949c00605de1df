import AWSNames
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
        // The last weekdays of February and March 2027 are the 26th and the 31st.
        ("cron(0 5 LW * ? *)", 33),
        // February has no 29th, and the others are not understood, or end.
        ("cron(0 5 29 * ? *)", nil), ("cron(0 5 1 1 ? *)", nil), ("cron(0 5 ? * 2#1 *)", nil),
        ("cron(0 5 ? * * 2026)", nil), ("cron(61 5 ? * * *)", nil), ("rate(0 days)", nil), ("every night", nil),
    ])
    func `a schedule is as good as the longest time between two of its runs`(_ text: String, _ days: Int?) {
        #expect(PlanSchedule.longestGap(of: text) == days)
    }

    @Test(arguments: [
        ("cron(0 5 1 * ? *)", true), ("cron(0 5 L * ? *)", true), ("cron(0 5 LW * ? *)", true),
        ("cron(0 5 ? * MON *)", true), ("rate(28 days)", true),
        // February passes between two of its runs.
        ("rate(29 days)", false), ("rate(31 days)", false), ("cron(0 5 29 * ? *)", nil),
    ])
    func `a monthly rule runs in every month of the calendar`(_ text: String, _ isMonthly: Bool?) {
        #expect(PlanSchedule.runs(text, every: .month) == isMonthly)
        #expect(PlanSchedule.runs(text, every: .day) != true)
    }

    @Test func `whoever reads copies may look into those vaults that are in the account, in templates too`() {
        let own = "arn:aws:backup:us-west-2:123456789012:backup-vault:kb-copies"
        let estate = estate.with {
            $0.policy.backupPlans[0].copyTo = [
                .region(Region("eu-west-1")), .vault(arn: own), .vault(arn: Estate.copyVault),
            ]
        }
        func vaults(_ place: Place) -> [String] { estate.policy.backupPlans[0].ownCopyVaults(in: place) }
        #expect(
            vaults(estate.target.place) == ["arn:aws:backup:eu-west-1:123456789012:backup-vault:kb-backups", own])
        #expect(
            vaults(.template) == ["arn:${AWS::Partition}:backup:eu-west-1:${AWS::AccountId}:backup-vault:kb-backups"])
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

    @Test func `a copy counts when it has arrived, for every vault and database, as old as what was copied`() throws {
        func verdict(_ change: (inout [ArrivedCopy]) -> Void, _ more: (inout Estate) -> Void = { _ in }) -> String? {
            estate.with { estate in
                var copies = estate.inventory.backupPlans["kb-backups"]?.copies.value ?? []
                change(&copies)
                estate.inventory.backupPlans["kb-backups"]?.copies = .known(copies)
                more(&estate)
            }.verdict("backup-plan.copies-arrive")
        }
        let halfDays = 3
        #expect(verdict { _ in } == "met")
        #expect(verdict { $0[0].createdAt = Estate.now - TimeSpan(halfDays * 12, .hours) } == "met")
        #expect(verdict { $0[0].createdAt = Estate.now - TimeSpan(halfDays * 12 + 1, .hours) } == "violated")
        #expect(verdict { $0[0].vault += "-old" } == "violated")
        #expect(verdict { $0[0].resource += "-other" } == "violated")
        // A job of today that has copied a recovery point of last week.
        #expect(verdict({ _ in }) { $0.points[0].createdAt = Estate.now - TimeSpan(7, .days) } == "violated")
        let second = "arn:aws:backup:eu-west-1:210987654321:backup-vault:vault"
        #expect(verdict({ _ in }) { $0.policy.backupPlans[0].copyTo.append(.vault(arn: second)) } == "violated")
        #expect(
            verdict({ copies in
                copies += copies.map {
                    ArrivedCopy(resource: $0.resource, vault: second, source: $0.source, createdAt: Estate.now)
                }
            }) { $0.policy.backupPlans[0].copyTo.append(.vault(arn: second)) } == "met")
        let young = Estate.now - TimeSpan(1, .hours)
        #expect(verdict({ $0 = [] }) { ($0.database.createdAt, $0.cluster.createdAt) = (young, young) } == "met")
        #expect(verdict({ $0 = [] }) { $0.policy.backupPlans[0].copyTo = [] } == nil)
        // AWS Backup keeps its jobs for 30 days, and a copy of each month may be older.
        #expect(verdict({ $0 = [] }) { $0.policy.backupPlans[0].daily = nil } == "unknown")
        // Somebody has copied today what is old, or from another vault.
        #expect(verdict { $0[0].source = "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:old" } == "violated")
        #expect(verdict({ _ in }) { $0.vault?.points = .unavailable(Estate.failure) } == "unknown")
        let unread = estate.with { $0.inventory.backupPlans["kb-backups"]?.copies = .unavailable(Estate.failure) }
        #expect(unread.verdict("backup-plan.copies-arrive") == "unknown")
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

    private func lockRemedy(_ change: (inout Estate) -> Void) -> Remedy? {
        estate.with(change).finding("backup-plan.vault-lock", on: "kb-backups")?.remedy
    }

    @Test func `a lock lets in what every plan of the vault keeps`() {
        let shared = { (days: Int) in
            { (estate: inout Estate) in
                var other = BackupPlanPolicy(name: "kb-other")
                other.vaultName = "kb-backups"
                other.lock = estate.policy.backupPlans[0].lock
                other.daily = TimeSpan(days, .days)
                estate.policy.backupPlans.append(other)
                estate.vault?.lock?.maximumDays = 400
            }
        }
        #expect(verdict("vault-lock", shared(400)) == "met")
        #expect(verdict("vault-lock", shared(401)) == "violated")
        #expect(verdict("vault-lock", shared(29)) == "violated")
    }

    @Test func `a vault that others may use is not locked by a plan`() {
        func reason(_ change: (inout BackupVaultState.Vault) -> Void) -> String? {
            let remedy = lockRemedy { estate in
                guard var vault = estate.vault else { return }
                vault.lock = nil
                change(&vault)
                estate.vault = vault
            }
            if case .procedure(let text)? = remedy { return text }
            return nil
        }
        func points(_ plan: String?, _ name: String?) -> (inout BackupVaultState.Vault) -> Void {
            { vault in
                vault.points = vault.points.map { points in
                    points.map {
                        var point = $0
                        (point.plan, point.planName) = (plan, name)
                        return point
                    }
                }
            }
        }
        #expect(reason { _ in } == nil)
        #expect(reason(points("plan-kb-backups", nil)) == nil)
        #expect(reason(points("plan-kb-backups", "kb-backups")) == nil)
        #expect(reason { $0.isOwn = false }?.hasPrefix("drctl has not made the vault: a lock on kb-backups") == true)
        #expect(reason(points("plan-theirs", nil))?.hasPrefix("Backup plan plan-theirs keeps") == true)
        #expect(reason(points("plan-theirs", "theirs"))?.hasPrefix("Backup plan theirs keeps") == true)
    }

    @Test func `a lock that fails a rule of others in the plan, or Default's, is no step of a plan`() {
        let rule = { (days: Int?) in
            { (estate: inout Estate) in
                estate.planRules.append(
                    BackupPlanRule(name: "hourly", vault: "kb-backups", schedule: "rate(1 hour)", deleteAfterDays: days)
                )
                estate.vault?.lock = nil
            }
        }
        guard case .procedure(let text)? = lockRemedy(rule(7)) else {
            Issue.record("a rule that keeps for 7 days is refused by the lock")
            return
        }
        #expect(text.hasPrefix("Rule hourly keeps recovery points otherwise"))
        guard case .changes? = lockRemedy(rule(30)), case .changes? = lockRemedy(rule(nil)) else {
            Issue.record("the lock lets these rules in")
            return
        }
        let everybody = estate.with { estate in
            estate.policy.backupPlans[0].vaultName = "Default"
            estate.inventory.backupVaults["Default"] = BackupVaultState(
                name: "Default", vault: estate.inventory.backupVaults["kb-backups"]?.vault ?? .known(nil))
            guard case .known(var vault?) = estate.inventory.backupVaults["Default"]?.vault else { return }
            vault.lock = nil
            estate.inventory.backupVaults["Default"]?.vault = .known(vault)
        }.finding("backup-plan.vault-lock", on: "Default")
        guard case .procedure(let why)? = everybody?.remedy else {
            Issue.record("\(String(describing: everybody))")
            return
        }
        #expect(why.hasPrefix("Default is the vault of everybody"))
    }

    @Test(arguments: [(nil, "violated"), (366, "violated"), (365, "met"), (364, "violated")] as [(Int?, String)])
    func `a lock that accepts longer retentions than the policy's maximum is too loose`(_ days: Int?, _ word: String) {
        let held = { (estate: inout Estate) in
            estate.policy.backupPlans[0].lock?.maximum = TimeSpan(365, .days)
            estate.vault?.lock = VaultLock(minimumDays: 30, maximumDays: days, isCompliance: false)
        }
        #expect(verdict("vault-lock", held) == word)
        let shown = estate.with(held).finding("backup-plan.vault-lock", on: "kb-backups")?.required
        #expect(shown == "governance or stricter, at least 30 days, at most 365 days, and admits 35 to 365 days")
    }

    @Test func `a compliance lock counts once nobody can remove it`() throws {
        let held = { (days: Int, required: BucketPolicy.ObjectLock.Mode) in
            { (estate: inout Estate) in
                estate.policy.backupPlans[0].lock?.mode = required
                estate.vault?.lock = VaultLock(minimumDays: 30, maximumDays: nil, isCompliance: true)
                estate.vault?.lockDate = Estate.now + TimeSpan(days, .days)
            }
        }
        #expect(verdict("vault-lock", held(0, .compliance)) == "met")
        #expect(verdict("vault-lock", held(2, .governance)) == "met")
        let finding = try #require(
            estate.with(held(2, .compliance)).finding("backup-plan.vault-lock", on: "kb-backups"))
        #expect(finding.verdict == .violated)
        let end = Estate.now + TimeSpan(2, .days)
        #expect(finding.observed == "compliance, at least 30 days, can still be removed until \(end)")
        #expect(finding.remedy == .resolvesItself("From \(end) on nobody can remove the lock."))
        #expect(Planner.plan(estate.with(held(2, .compliance)).audit).steps.isEmpty)
    }

    /// What a plan makes of drctl's daily rule, after a change to it.
    private func extended(_ change: (inout Estate) -> Void) -> [BackupPlanRule]? {
        let steps = Planner.plan(estate.with(change).audit).steps
        guard case .backupPlan(.update(_, _, let edit))? = steps.first?.change else { return nil }
        return edit.after.rules
    }

    @Test func `what others have added to drctl's own rule stays`() {
        let theirs = "arn:aws:backup:us-west-2:123456789012:backup-vault:theirs"
        let rules = extended {
            $0.planRules[0].schedule = "rate(7 days)"
            $0.planRules[0].deleteAfterDays = 90
            $0.planRules[0].timeZone = "Europe/Berlin"
            $0.planRules[0].startMinutes = 60
            $0.planRules[0].completionMinutes = 600
            $0.planRules[0].tags = ["team": "other"]
            $0.planRules[0].copies = [
                .init(vault: theirs, deleteAfterDays: 7), .init(vault: Estate.copyVault, deleteAfterDays: 20),
            ]
        }
        var expected = Violation.planRules[0]
        expected.deleteAfterDays = 90
        expected.timeZone = "Europe/Berlin"
        (expected.startMinutes, expected.completionMinutes) = (60, 600)
        expected.tags = ["team": "other"]
        expected.copies = [
            .init(vault: theirs, deleteAfterDays: 7), .init(vault: Estate.copyVault, deleteAfterDays: 35),
        ]
        #expect(rules == [Violation.planRules[1], expected])
    }

    @Test func `a schedule that is often enough stays, and so does for ever, unless the lock forbids it`() {
        let rare = { (estate: inout Estate) in
            estate.planRules[0].schedule = "rate(12 hours)"
            estate.planRules[0].deleteAfterDays = nil
            estate.planRules[0].copies = []
        }
        let kept = extended(rare)?.last
        #expect(kept?.schedule == "rate(12 hours)")
        #expect(kept?.deleteAfterDays == nil)
        #expect(kept?.copies == Violation.planRules[0].copies)
        let locked = extended {
            rare(&$0)
            $0.vault?.lock?.maximumDays = 400
        }
        #expect(locked?.last?.deleteAfterDays == 400)
    }

    @Test func `a rule of drctl's name that does something else is left alone, and another name is taken`() {
        let elsewhere = { (estate: inout Estate) in estate.planRules[0].vault = "Default" }
        var second = Violation.planRules[0]
        second.name = "drctl-daily-2"
        var first = Violation.planRules[0]
        first.vault = "Default"
        #expect(extended(elsewhere) == [first, Violation.planRules[1], second])
        // The second one is drctl's own from then on.
        var short = second
        short.deleteAfterDays = 7
        #expect(
            extended { $0.planRules = [first, Violation.planRules[1], short] } == [
                first, Violation.planRules[1], second,
            ])
        // AWS Backup keeps continuous backups for 35 days at most.
        var continuous = Violation.planRules[1]
        continuous.isContinuous = true
        continuous.deleteAfterDays = 35
        var monthly = Violation.planRules[1]
        monthly.name = "drctl-monthly-2"
        #expect(extended { $0.planRules[1] = continuous } == [Violation.planRules[0], continuous, monthly])
    }

    @Test func `a selection covers by ARN or tag, unless a condition or an exclusion says otherwise`() {
        func covering(_ change: (inout BackupSelection) -> Void) -> String? {
            var selection = BackupSelection(
                name: "all", role: "arn:aws:iam::123456789012:role/kb-backups-service", resources: ["arn:aws:rds:*"])
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
        #expect(
            verdict("recovery-point-age") {
                $0.points[0].createdAt = Estate.now - TimeSpan(36, .hours) - TimeSpan(1, .seconds)
            } == "violated")
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

    @Test(arguments: [
        (["Bool": ["aws:SecureTransport": ["true"]]], "allow", "unknown"),
        (["StringEquals": ["aws:SourceAccount": ["123456789012"]]], "allow", "met"),
        (["StringEquals": ["aws:SourceAccount": ["210987654321"]]], "allow", "violated"),
        ([:], "deny", "violated"), (["StringEquals": ["aws:SourceAccount": ["210987654321"]]], "deny", "met"),
    ])
    func `whether AWS Backup may assume the role follows from the whole trust policy`(
        condition: [String: [String: [String]]], effect: String, verdict: String
    ) {
        let service = AccessStatement.Principals("Service", ["backup.amazonaws.com"])
        let own = AccessStatement(
            effect == "allow" ? .allow : .deny, principals: service, actions: ["sts:AssumeRole"], resources: [],
            condition: condition)
        let trusted = estate.with {
            guard case .known(var role?) = $0.inventory.roles["kb-backups-service"]?.role else { return }
            // A denial stands beside what is allowed.
            role.trust = .known(
                AccessPolicy(statements: (effect == "deny" ? AWSBackupRole.trust.statements : []) + [own]))
            $0.inventory.roles["kb-backups-service"]?.role = .known(role)
        }
        #expect(trusted.verdict("backup-plan.role", on: "kb-backups") == verdict)
    }

    @Test func `a policy of the account that is called as AWS's is not AWS's`() {
        let forged = estate.with {
            guard case .known(var role?) = $0.inventory.roles["kb-backups-service"]?.role else { return }
            role.attachedPolicies = .known([
                "arn:aws:iam::123456789012:policy/service-role/AWSBackupServiceRolePolicyForBackup"
            ])
            $0.inventory.roles["kb-backups-service"]?.role = .known(role)
        }
        #expect(forged.verdict("backup-plan.role", on: "kb-backups") == "violated")
    }

    @Test func `a plan that nothing is there for is made whole by one apply`() throws {
        let bare = try Estate.bare()
        var account = SimulatedAccount(bare.inventory)
        for step in Planner.plan(bare.audit).steps { try account.make(step.change) }
        let after = Auditor.audit(bare.target, account.inventory).findings
        let open = after.filter { $0.control.id.description.hasPrefix("backup-plan.") && $0.verdict != .met }
        #expect(open.map(\.control.id) == ["backup-plan.copies-arrive", "backup-plan.recovery-point-age"])
    }
}
