import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Restore testing of AWS Backup")
struct RestoreTestingControlTests {
    private let estate: Estate

    init() throws { estate = try Estate.compliant(withCluster: true) }

    private func verdict(_ control: String, _ change: (inout Estate) -> Void) -> String? {
        estate.with(change).verdict(ControlID("restore-test.\(control)"), on: "drctl_knowledge_base")
    }

    private func changes(_ control: String, _ change: (inout Estate) -> Void) -> [RestoreTestingChange]? {
        let finding = estate.with(change)
            .finding(ControlID("restore-test.\(control)"), on: "drctl_knowledge_base")
        guard case .changes(let changes)? = finding?.remedy else { return nil }
        return changes.compactMap { if case .restoreTesting(let own) = $0 { own } else { nil } }
    }

    @Test func `a policy whose drills are drctl's own asks nothing of AWS Backup's tests`() {
        let own = estate.with { $0.policy.drill?.engine = .drctl }
        #expect(!own.audit.findings.contains { $0.control.id.description.hasPrefix("restore-test.") })
    }

    @Test(arguments: [
        (31, "cron(0 7 ? * SUN *)"), (32, "cron(0 7 1 * ? *)"), (90, "cron(0 7 1 * ? *)"), (8, "cron(0 7 ? * SUN *)"),
        (7, "cron(0 7 ? * * *)"), (2, "cron(0 7 ? * * *)"),
    ])
    func `tests are as rare as the proof allows, the hours until one begins included`(
        _ days: Int, _ schedule: String
    ) throws {
        let made = changes("plan-exists") {
            $0.policy.drill?.every = TimeSpan(days, .days)
            $0.restoreTesting = nil
        }
        guard case .create(_, let document, _)? = made?.first else {
            Issue.record("\(String(describing: made))")
            return
        }
        #expect(document.schedule == schedule)
        #expect(document.startHours == 8)
    }

    @Test func `a schedule that is not understood is unknown, and one that begins too late is violated`() {
        #expect(verdict("plan-frequency") { $0.restoreTesting?.document.schedule = "cron(0 5 1 1 ? *)" } == "unknown")
        #expect(
            verdict("plan-frequency") {
                $0.policy.drill?.every = TimeSpan(32, .days)
                $0.restoreTesting?.document.startHours = 24
            } == "met")
        #expect(
            verdict("plan-frequency") {
                $0.policy.drill?.every = TimeSpan(32, .days)
                $0.restoreTesting?.document.startHours = 25
            } == "violated")
    }

    private static let points: [(String, @Sendable (inout RestoreTestingDocument) -> Void)] = [
        ("violated", { $0.algorithm = .random }), ("violated", { $0.algorithm = nil }),
        ("violated", { $0.pointTypes = ["SNAPSHOT", "CONTINUOUS"] }), ("violated", { $0.includedVaults = ["arn"] }),
        ("violated", { $0.excludedVaults = ["arn:aws:backup:*:*:backup-vault:kb-*"] }),
        ("violated", { $0.windowDays = 1 }), ("met", { $0.windowDays = 2 }), ("met", { $0.includedVaults = ["*"] }),
        ("met", { $0.excludedVaults = ["arn:aws:backup:*:*:backup-vault:other"] }),
    ]

    @Test(arguments: points)
    func `what a recovery would restore is what has to be tested`(
        _ expected: String, _ change: @Sendable (inout RestoreTestingDocument) -> Void
    ) {
        #expect(
            verdict("recovery-points") {
                guard var plan = $0.restoreTesting else { return }
                change(&plan.document)
                $0.restoreTesting = plan
            } == expected)
    }

    @Test func `what others have set besides stays`() throws {
        let made = changes("recovery-points") {
            $0.restoreTesting?.document.timeZone = "Europe/Berlin"
            $0.restoreTesting?.document.schedule = "cron(0 7 1 1,4,7,10 ? *)"
            $0.restoreTesting?.document.includedVaults = ["arn:aws:backup:us-east-1:123456789012:backup-vault:theirs"]
            $0.restoreTesting?.document.windowDays = 100
        }
        guard case .update(_, _, let edit)? = made?.first else {
            Issue.record("\(String(describing: made))")
            return
        }
        #expect(edit.after.timeZone == "Europe/Berlin" && edit.after.windowDays == 100)
        #expect(edit.after.schedule == "cron(0 7 1 1,4,7,10 ? *)", "not understood, and so not replaced")
        #expect(edit.after.includedVaults.count == 2)
        let selected = changes("isolation") {
            $0.setTested {
                $0.overrides = ["DBSUBNETGROUPNAME": "default", "optionGroupName": "theirs"]
            }
        }
        guard case .updateSelection(_, _, let selection)? = selected?.first else {
            Issue.record("\(String(describing: selected))")
            return
        }
        #expect(
            selection.after.overrides == [
                "DBSUBNETGROUPNAME": "dr-drill", "optionGroupName": "theirs", "dbInstanceClass": "db.t4g.medium",
                "vpcSecurityGroupIds": #"["sg-0d411000000000001"]"#,
            ])
    }

    @Test func `what drctl has not made is left to those who manage it`() {
        func isLeft(_ control: String, _ change: (inout Estate) -> Void) -> Bool {
            let finding = estate.with(change)
                .finding(ControlID("restore-test.\(control)"), on: "drctl_knowledge_base")
            if case .procedure(let text)? = finding?.remedy { return text.contains("where it is managed") }
            return false
        }
        #expect(
            isLeft("recovery-points") {
                $0.restoreTesting?.isOwn = false
                $0.restoreTesting?.document.algorithm = .random
            })
        #expect(
            isLeft("selection-covers") {
                $0.restoreTesting?.isOwn = false
                $0.restoreTesting?.selections = .known([])
            })
        #expect(
            isLeft("isolation") {
                $0.setTested {
                    $0.isOwn = false
                    $0.overrides = [:]
                }
            })
    }

    private static let coverage: [(String, @Sendable (inout RestoreTestingSelection) -> Void)] = [
        ("met", { $0.resources = ["*"] }), ("violated", { $0.resourceType = "Aurora" }),
        ("violated", { $0.resources = ["arn:aws:rds:us-east-1:123456789012:db:kb-prod-2"] }),
        ("met", { $0.select([.init(.equals, key: "app", value: "knowledge-base")]) }),
        ("violated", { $0.select([.init(.equals, key: "app", value: "other")]) }),
        // AWS Backup does not say whether it wants one condition or all: a selection by ARN settles it.
        (
            "violated",
            {
                $0.select([.init(.equals, key: "app", value: "knowledge-base"), .init(.equals, key: "b", value: "c")])
            }
        ),
    ]

    @Test(arguments: coverage)
    func `a selection covers what it would restore`(
        _ expected: String, _ change: @Sendable (inout RestoreTestingSelection) -> Void
    ) {
        #expect(
            verdict("selection-covers") {
                $0.database.tags["app"] = "knowledge-base"
                $0.setTested(change)
            } == expected)
    }

    /// As many of a database's conditions hold as do not.
    private static func doubtful(_ selection: inout RestoreTestingSelection) {
        selection.select([.init(.equals, key: "app", value: "knowledge-base"), .init(.equals, key: "b", value: "c")])
    }

    @Test func `what a selection by several tags leaves in doubt is settled by one of ARNs, in the own plan only`() {
        let change: (inout Estate) -> Void = {
            $0.database.tags["app"] = "knowledge-base"
            $0.setTested {
                Self.doubtful(&$0)
                ($0.name, $0.isOwn) = ("theirs", false)
            }
        }
        #expect(verdict("selection-covers", change) == "violated")
        #expect(
            changes("selection-covers", change) == [
                .select(plan: "drctl_knowledge_base", Violation.restoreTestingSelection)
            ])
        #expect(
            verdict("selection-covers") {
                change(&$0)
                $0.restoreTesting?.isOwn = false
            } == "unknown")
    }

    @Test func `ARNs are added to a selection of ARNs only, since AWS takes no conditions beside them`() {
        let made = changes("selection-covers") {
            $0.database.tags["app"] = "other"
            $0.setTested {
                $0.select([.init(.equals, key: "app", value: "knowledge-base")])
                $0.resources = []
            }
        }
        var second = Violation.restoreTestingSelection
        second.name = "drctl_2"
        #expect(made == [.select(plan: "drctl_knowledge_base", second)])
    }

    @Test func `databases that are deleted make room in a full selection, and stay in one that has room`() throws {
        func resources(_ gone: Int) -> [String]? {
            let made = changes("selection-covers") {
                $0.setTested {
                    $0.resources = (1...gone).map { "arn:aws:rds:us-east-1:123456789012:db:gone-\($0)" }
                }
            }
            guard case .updateSelection(_, _, let edit)? = made?.first, made?.count == 1 else { return nil }
            return edit.after.resources
        }
        #expect(resources(30) == ["arn:aws:rds:us-east-1:123456789012:db:kb-prod"])
        #expect(resources(29)?.count == 30)
    }

    @Test func `a selection restores with the role that it names, and drctl's own name the policy's`() {
        func finding(_ change: @escaping (inout RestoreTestingSelection) -> Void) -> Finding? {
            estate.with { $0.setTested(change) }.finding("restore-test.role", on: "drctl_knowledge_base")
        }
        let other = "arn:aws:iam::123456789012:role/powerless"
        let own = finding { $0.role = other }
        #expect(own?.verdict == .violated && own?.observed?.contains("drctl_1 restores with \(other)") == true)
        #expect(
            changes("role") { $0.setTested { $0.role = other } } == [
                .updateSelection(
                    plan: "drctl_knowledge_base",
                    arn: "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:drctl_knowledge_base-1",
                    Edit(Violation.restoreTestingSelection.with(role: other), to: Violation.restoreTestingSelection))
            ])
        // Nothing is known of a role that only others name.
        #expect(verdict("role") { $0.setTested { ($0.role, $0.isOwn) = (other, false) } } == "unknown")
        let read: (inout Estate) -> Void = {
            $0.setTested { ($0.role, $0.isOwn) = (other, false) }
            $0.inventory.roles["powerless"] = RoleState(name: "powerless", role: .known(nil))
        }
        #expect(verdict("role", read) == "violated")
        if case .procedure(let text)? = estate.with(read).finding("restore-test.role", on: "drctl_knowledge_base")?
            .remedy
        {
            #expect(text.contains("powerless"))
        } else {
            Issue.record("what others have made is theirs to change")
        }
    }

    @Test func `more databases than one selection takes go into several`() throws {
        let many = estate.with { estate in
            estate.policy.databases[0].select.ids = (1...32).map { "kb-\($0)" }
            estate.instances = (1...32).map { number in
                var database = estate.database
                database.id = "kb-\(number)"
                database.arn = "arn:aws:rds:us-east-1:123456789012:db:kb-\(number)"
                return database
            }
        }
        let finding = many.finding("restore-test.selection-covers", on: "drctl_knowledge_base")
        guard case .changes(let changes)? = finding?.remedy else {
            Issue.record("\(String(describing: finding))")
            return
        }
        let sizes = changes.compactMap { change -> Int? in
            switch change {
            case .restoreTesting(.updateSelection(_, _, let edit)): edit.after.resources.count
            case .restoreTesting(.select(_, let selection)): selection.resources.count
            default: nil
            }
        }
        #expect(sizes == [30, 2], "what is deleted makes room")
    }

    @Test func `what is restored has to stay for the time of a recovery, and a week at most`() {
        #expect(verdict("validation-window") { $0.setTested { $0.validationHours = 4 } } == "met")
        #expect(
            verdict("validation-window") {
                $0.policy.objectives.rto = TimeSpan(30, .days)
                $0.setTested { $0.validationHours = 168 }
            } == "met")
        #expect(verdict("validation-window") { $0.restoreTesting?.selections = .known([]) } == nil)
    }

    @Test func `a database for which no restore job ran is a failed proof, and so is one that nobody verified`() {
        func shown(_ change: (inout RestoreTestJob) -> Void) -> String? {
            let broken = estate.with { estate in
                var job = Estate.restoreJob
                change(&job)
                estate.inventory.restoreTesting?.jobs = .known([job])
            }
            return broken.finding("restore-test.validated", on: "drctl_knowledge_base")?.observed
        }
        #expect(shown { _ in } == "all validated")
        #expect(shown { $0.source = "arn:aws:rds:us-east-1:123456789012:db:other" } == "kb-prod: no restore job ran")
        #expect(shown { $0.validation = nil } == "kb-prod: restored and not verified")
        #expect(shown { $0.validation = "FAILED" } == "kb-prod: the last test failed")
        #expect(verdict("validated") { $0.inventory.restoreTesting?.jobs = .unavailable(Estate.failure) } == "unknown")
        #expect(
            shown { $0.plan = "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:theirs" }
                == "kb-prod: no restore job ran")
        #expect(verdict("validated") { $0.inventory.restoreTesting?.plan = .unavailable(Estate.failure) } == "unknown")
        #expect(
            verdict("validated") { estate in
                var job = Estate.restoreJob
                (job.source, job.status) = (nil, "FAILED")
                (job.id, job.recoveryPoint) = ("JOB-2", "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-2")
                job.startedAt = Estate.now
                estate.inventory.restoreTesting?.jobs = .known([Estate.restoreJob, job])
            } == "unknown")
        // Drift compares what AWS shows; a proof goes out of date by itself.
        #expect(estate.inventory.withoutDrills.restoreTesting?.jobs == nil)
    }
}

extension RestoreTestingSelection {
    fileprivate func with(role: String) -> RestoreTestingSelection {
        var selection = self
        selection.role = role
        return selection
    }

    fileprivate mutating func select(_ conditions: [BackupSelection.TagCondition]) {
        resources = ["*"]
        self.conditions = conditions
    }
}
